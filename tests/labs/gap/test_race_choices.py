"""A race's address and its command read back as the same runs."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.cli.compare import read_jobs
from rnnplay.cli.parser import make_parser
from rnnplay.labs.gap.claims import CLAIMS
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.race_choices import FIELDS, MOST_SEEDS, WIDEST_GAP, Race, seeds_text
from rnnplay.tasks import TASKS

RACES = {
    "as it comes": Race(),
    "other choices": Race(
        "order", gap=33, gaps=(33, 7), seeds=(101, 102), units=20, size="units", start="glorot"
    ),
    "a sentence": Race("sentence", sentence="one [a|b] and so it goes on [x|y]", rate=0.01, updates=90),
    "cells with options": Race(cells=("gru:reset=after", "rnn:init=identity:rate=0.001", "gru"), seeds=(7,)),
} | {claim.slug: Race.of_claim(claim) for claim in CLAIMS}

each_race = pytest.mark.parametrize("race", RACES.values(), ids=RACES)


@each_race
def test_the_address_opens_the_same_race(race):
    assert Race.from_query(race.to_query()) == (race, {})


@each_race
def test_the_command_makes_the_same_runs(race):
    words = shlex.split(race.command(*race.gaps))
    assert words[:4] == ["python", "-m", "rnnplay", "compare"]
    made, setup = read_jobs(make_parser().parse_args(words[3:]))
    assert setup == race.setup and made == race.jobs(*race.gaps)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda s: s.slug)
def test_a_claim_is_a_race_with_the_same_runs_and_is_recognised(claim):
    race = Race.of_claim(claim)
    assert race.claim is claim
    assert {job.key for job in race.jobs(*claim.gaps)} == {job.key for job in claim.jobs}
    assert Race.from_query(race.to_query())[0].claim is claim


def test_another_task_brings_its_default_rate_and_updates():
    for name, task in TASKS.items():
        race = Race(rate=0.5, updates=3).with_text("task", name)
        assert (race.rate, race.updates) == (task.rate, task.updates)


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("gap", "0", f"Gap must be a whole number from 1 to {WIDEST_GAP}, not 0"),
        ("gap", "2001", f"Gap must be a whole number from 1 to {WIDEST_GAP}, not 2001"),
        ("gaps", "15,x", f"Each of the gaps must be a whole number from 1 to {WIDEST_GAP}, not “x”"),
        ("gaps", "1,2,3,4,5,6,7,8,9", "Gaps must be 1 to 8 in number, not 9"),
        ("seeds", "10000000", "Seeds must be .* not 10000000"),
        ("seeds", "21", f"Seeds must be 1 to {MOST_SEEDS} in number, not 21"),
        ("cells", " ,", "Cells must be 1 to 6 in number, not 0"),
        ("cells", "rnn,elman", "Cell must be one of rnn, lstm, gru, not “elman”"),
        ("cells", "lstm:activation=relu", "The cell lstm has .* not “activation”"),
        ("task", "forget", "Task must be one of .*, not “forget”"),
        ("sentence", "no brackets", "This sentence is no task: mark one clue and one answer"),
        ("units", "300", "Units must be a whole number from 1 to 256, not 300"),
    ],
)
def test_an_illegal_choice_is_refused_in_one_sentence(name, text, complaint):
    with pytest.raises(ValueError, match=complaint) as refusal:
        Race().with_text(name, text)
    assert "\n" not in str(refusal.value)
    race, refusals = Race.from_query({name: text})
    assert race == Race()
    assert list(refusals) == [name] and refusals[name].sentence.startswith(str(refusal.value)[:20])
    used = refusals[name].sentence.removesuffix(" is used instead.").split(": ")[-1]
    assert used.strip("“”") == race.texts()[name] or (not race.texts()[name] and used == "the default")


@given(st.dictionaries(st.sampled_from([field.name for field in FIELDS]), st.text(max_size=40)))
def test_any_address_opens_some_race(query):
    race, refusals = Race.from_query(query)
    assert Race.from_query(race.to_query()) == (race, {})
    assert all(refusal.sentence.endswith("used instead.") for refusal in refusals.values())


@given(st.sets(st.integers(0, 300), min_size=1, max_size=MOST_SEEDS))
def test_seeds_are_written_as_they_are_read(seeds):
    seeds = tuple(sorted(seeds))
    assert Race().with_text("seeds", seeds_text(seeds)).seeds == seeds


def test_a_contestants_name_lists_its_options():
    assert [name_of(cell) for cell in Race().cells] == ["RNN", "LSTM", "GRU"]
    assert name_of("rnn:init=identity:activation=relu:rate=0.001") == "RNN, identity start, ReLU, rate 0.001"
    assert name_of("lstm:forget_bias=1:chrono=0") == "LSTM, forget bias 1, no chrono"
