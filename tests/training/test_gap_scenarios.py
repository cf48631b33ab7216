"""What the long gap is said to do to each cell, it does: over several seeds."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import pytest

from rnnplay.training.comparison import results
from rnnplay.training.gap_scenarios import GAP_SCENARIOS, accuracies

# Those that are told in a few seconds; three seeds each.
QUICK = [s for s in GAP_SCENARIOS if s.slug in ("through-the-crowd", "adding-up", "a-good-start")]


@pytest.mark.parametrize("scenario", QUICK, ids=lambda s: s.slug)
def test_a_gap_scenario_keeps_its_promise(scenario):
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        right = accuracies(results(replace(scenario, seeds=3).jobs, processes))
    assert scenario.holds(right), right


def test_each_gap_scenario_is_one_comparison():
    slugs = [scenario.slug for scenario in GAP_SCENARIOS]
    assert len(set(slugs)) == len(slugs)
    for scenario in GAP_SCENARIOS:
        wanted = len(scenario.contestants) * len(scenario.gaps) * scenario.seeds
        assert len({job.key for job in scenario.jobs}) == wanted and scenario.claim and scenario.measured
