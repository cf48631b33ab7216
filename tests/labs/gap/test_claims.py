"""Every claim of the gap lab holds, over all its seeds."""

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from statistics import mean

import pytest

from rnnplay.labs.gap.claims import CLAIMS, accuracies
from rnnplay.labs.gap.contestants import read_contestant
from rnnplay.labs.gap.runs import run
from rnnplay.labs.gap.setup import Setup

WORDS = {
    "ten": 10,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
each = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.slug)


@pytest.fixture(scope="module")
def futures(request):
    """computation_of(job) -> the future of its result.

    All jobs of the chosen tests are submitted at once, so that both processes have work until the end. A job
    of two claims is computed once.
    """
    tests = [item for item in request.session.items if "futures" in getattr(item, "fixturenames", ())]
    wanted = {}
    for claim in (test.callspec.params["claim"] for test in tests):
        longest_first = sorted(claim.jobs, key=lambda job: -job.cost)
        wanted |= {computation_of(job): job for job in longest_first}
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        yield {key: processes.submit(run, job) for key, job in wanted.items()}
        processes.shutdown(cancel_futures=True)


def computation_of(job):
    """A key of the job's computation: the set-up's start only fills in options, which Job.key holds."""
    return replace(job.setup, start=Setup.start), job.key


@each
def test_a_claim_holds(claim, futures):
    results = [futures[computation_of(job)].result() for job in claim.jobs]
    right = accuracies(results)
    assert claim.holds(right), right

    # Another machine rounds differently; there, one seed of five may learn that did not here, or the reverse.
    stated = [int(percent) / 100 for percent in re.findall(r"(\d+) %", claim.measured)]
    assert stated == pytest.approx(means(claim, results), abs=0.2)


def means(claim, results):
    """The mean accuracy of each contestant across each gap, in this order."""
    return [
        mean(result.row["accuracy"] for result in results if is_of(result.job, contestant, gap))
        for contestant in map(read_contestant, claim.contestants)
        for gap in claim.gaps
    ]


def is_of(job, contestant, gap):
    cell, overrides = contestant
    return (job.cell, set(job.overrides), job.gap) == (cell, set(overrides), gap)


@each
def test_a_claim_names_the_gaps_and_the_updates_of_its_runs_and_no_more_than_they_show(claim):
    words = re.findall(r"[\w,.]*\w", claim.claim)
    assert {WORDS[word] for word in words if word in WORDS} == set(claim.gaps)
    for updates in re.findall(r"([\d,]+) updates", claim.claim):
        assert int(updates.replace(",", "")) == claim.setup.updates
    assert len(words) <= 35 and 2 <= len(claim.title.split()) <= 5
    # A claim that a cell failed names the number of updates that it had.
    assert not re.search(r"\b(cannot|can't|can not|unable|impossible|never)\b", claim.claim)
    if re.search(r"\b(did not|guess|guesses|no better)\b", claim.claim):
        assert " updates" in claim.claim


def test_each_claim_is_one_comparison():
    for names in ([s.slug for s in CLAIMS], [s.title for s in CLAIMS]):
        assert len(set(names)) == len(names)
    for claim in CLAIMS:
        wanted = len(claim.contestants) * len(claim.gaps) * claim.seeds
        assert len({job.key for job in claim.jobs}) == wanted and claim.seeds >= 5
