"""The hand run: its numbers are the network's, its code prints them, its link opens it, nothing breaks it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnplay
from rnnplay.labs.step.actions import MOST_ACTIONS, STATE_ACTIONS, Feed, SetNumber, StateAction
from rnnplay.labs.step.advice import advice
from rnnplay.labs.step.branch_data import branches, matrices
from rnnplay.labs.step.hand_run import STARTS, HandRun
from rnnplay.labs.step.link import from_query, to_query
from rnnplay.labs.step.python_code import python_code
from rnnplay.labs.step.state import StepState
from rnnplay.nn.cells import CELLS

ROOT = Path(rnnplay.__file__).parents[1]
NUMBERS = st.floats(-100, 100).map(lambda x: round(x, 3) + 0.0)
each_cell = pytest.mark.parametrize("cell", CELLS)


@st.composite
def hand_runs(draw):
    """Any run that a visitor can make, with a fork or without."""
    word = draw(st.sampled_from(["hello", "aa", "a b\nc", "\"'\\{}#", "привет", "👩‍🚀🚀é"]))
    start = draw(st.sampled_from(["trained", "random"]))
    cell, hidden = draw(st.sampled_from(sorted(CELLS))), draw(st.integers(1, 4))
    run = HandRun(word, cell, hidden, start, draw(st.integers(0, 3)))
    size, states = len(run.vocab), run.build().model.recurrent.states
    act = st.one_of(
        st.integers(0, size - 1).map(Feed),
        st.lists(NUMBERS, min_size=size, max_size=size).map(lambda x: Feed(tuple(x))),
        st.builds(SetNumber, st.sampled_from(states), st.integers(0, hidden - 1), NUMBERS),
        st.sampled_from([StateAction(kind) for kind in STATE_ACTIONS]),
    )
    for k, one in draw(st.lists(st.tuples(st.integers(0, 1), act), max_size=12)):
        if k and len(run.branches) == 1:
            run = run.add_fork()
        if one != StateAction("back") or StateAction("keep") in run.branches[k]:
            run = run.act(k, one)
    if draw(st.booleans()):
        run = run.edit("b_y", (size - 1,), draw(NUMBERS))
    return run


def printed(source):
    """The output of a fresh interpreter: for each branch (a line), name -> numbers."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    precise = 'import numpy; numpy.set_printoptions(floatmode="unique", linewidth=10**6)\n'
    command = [sys.executable, "-c", precise + source]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    found = [re.findall(r"(\w+) = \[([^\]]*)\]", line) for line in ran.stdout.splitlines()]
    return [{name: np.array(numbers.split(), float) for name, numbers in line} for line in found]


def shown(run, k):
    """The numbers of branch k on the page, in the same form."""
    now = run.state_of(k)
    return dict(now.states) | ({} if now.y is None else {"y": now.y})


def busy(cell):
    """A run with every kind of action, on both sides of a fork."""
    run = HandRun(cell=cell).act(0, StateAction("keep")).act(0, SetNumber("h", 1, -0.25)).add_fork()
    for k, letter in ((0, 1), (1, 0), (1, 3)):
        run = run.act(k, Feed(letter))
    run = run.act(0, StateAction("keep")).act(0, StateAction("reset")).act(0, Feed((1.0, 0.0, -0.5, 1e-05)))
    return run.act(1, StateAction("back")).act(1, Feed(2)).edit("W_hy", (2, 0), 0.5).edit("b_y", (3,), -1.0)


@each_cell
@pytest.mark.parametrize("start", ["trained", "random"])
def test_the_code_runs_in_a_fresh_interpreter_and_prints_the_same_numbers(cell, start):
    run = busy(cell).choose("start", start)
    for k, said in enumerate(printed(python_code(run))):
        wanted = shown(run, k)
        assert said.keys() == wanted.keys()
        for name, numbers in wanted.items():
            np.testing.assert_array_equal(said[name], numbers)


@settings(max_examples=6, deadline=None)
@given(hand_runs())
def test_the_code_of_any_run_prints_its_numbers(run):
    for k, said in enumerate(printed(python_code(run))):
        for name, numbers in shown(run, k).items():
            np.testing.assert_array_equal(said[name], numbers)


@settings(max_examples=60, deadline=None)
@given(hand_runs())
def test_the_link_of_any_run_opens_it_and_all_its_data_can_be_made(run):
    assert from_query(to_query(run)) == (run, {})
    assert advice(run) and matrices(run)["tables"]
    assert len(branches(run)["branches"]) == len(run.branches)


@each_cell
def test_the_trained_network_spells_hello_for_every_seed(cell):
    for seed in range(10):
        run = HandRun(cell=cell, seed=seed)
        assert [run.vocab[k] for k in run.state_of(0).expected] == list("ello")


def number(text):
    return float(text.strip("()").replace("−", "-"))


def added_up(text):
    """The value of a printed sum of products: −0.3·1 + 2.4·(−0.9) − 1"""
    total = 0
    for part in re.split(r" (?=[+−] )", text):
        sign = -1 if part.startswith("− ") else 1
        total += sign * np.prod(
            [number(factor) for factor in part.removeprefix("− ").removeprefix("+ ").split("·")]
        )
    return total


@each_cell
def test_the_arithmetic_on_the_page_adds_up_to_the_number_beside_it(cell):
    for branch in branches(busy(cell).act(0, Feed(1)).act(1, Feed((0.5, -1.0, 0.0, 0.25))))["branches"]:
        for row in [row for state in branch["states"] for row in state["rows"]] + branch["scores"]:
            *_, last = (line for line in row["lines"] if not line.startswith("p ="))
            assert number(last.rsplit("= ", 1)[1]) == pytest.approx(row["value"], rel=5e-3)
            for line in row["lines"]:
                if line.startswith("= "):  # a sum of products
                    terms, result = line.removeprefix("= ").split(" = ")
                    assert added_up(terms) == pytest.approx(number(result), abs=0.02)


@each_cell
def test_a_fork_shares_the_past_and_then_has_its_own(cell):
    run = HandRun(cell=cell).add_fork()
    before, same = run.state_of(0), run.state_of(1)
    np.testing.assert_array_equal(before.y, same.y)
    run = run.act(1, SetNumber("h", 0, 0.25)).act(1, Feed(1))
    np.testing.assert_array_equal(run.state_of(0).y, before.y)
    assert not np.array_equal(run.state_of(1).y, before.y)
    run = run.edit("b_y", (0,), 3.0)  # but the weights are those of both
    assert run.state_of(0).y[0] == before.y[0] - run.given["b_y"][0] + 3.0


def test_undo_goes_back_through_everything_to_the_beginning():
    state = StepState({})
    trail = [state.run]
    for do in (
        state.add_fork,
        lambda: state.feed_letter(0),
        lambda: state.feed_vector("1 0 0 -1"),
        lambda: state.receive_edit({"branch": 1, "state": "h", "unit": 2, "text": "−0,5"}),
        lambda: state.receive_edit({"name": "W_hh", "at": [1, 0], "text": "2"}),
        lambda: state.choose("cell", "gru"),
        lambda: state.choose("word", "world"),
        state.clear,
    ):
        do()
        assert not state.message and not state.refusals and state.run != trail[-1]
        trail.append(state.run)
    while trail:
        assert state.run == trail.pop()
        state.undo()


REFUSED = {
    "nothing kept": lambda state: state.change_state("back"),
    "too much": lambda state: [state.feed_letter(0) for _ in range(MOST_ACTIONS + 1 - 4)],
}
# A typed text, the name of its field, and the value used instead.
TYPED = {
    "too few numbers": (lambda state: state.feed_vector("1, 2"), "vector", "no vector"),
    "no number": (lambda state: state.feed_vector("1, 0, nan, 0"), "vector", "no vector"),
    "a short word": (lambda state: state.choose("word", "x"), "word", "“hello”"),
    "a large network": (lambda state: state.choose("hidden", 99), "hidden", "3"),
    "a bad weight": (
        lambda state: state.receive_edit({"name": "W_hh", "at": [1, 0], "text": "x"}),
        "number",
        "the number before",
    ),
}


@pytest.mark.parametrize(("attempt", "name", "used"), TYPED.values(), ids=TYPED)
def test_a_bad_value_is_refused_at_its_field_and_changes_nothing(attempt, name, used):
    state = StepState({})
    attempt(state)
    assert list(state.refusals) == [name] and not state.message and state.run == HandRun()
    assert state.refusals[name].sentence.endswith(f": {used} is used instead.")
    typed = {"word": ["x"], "hidden": [99], "number": ["x"], "vector": ["1, 2", "1, 0, nan, 0"]}
    assert state.refusals[name].text in typed[name]


def test_a_refused_number_stays_in_its_field_until_it_is_mended_or_taken_back():
    place = {"name": "W_hh", "at": [1, 0]}
    for mend in ({**place, "text": "0.5"}, {**place, "text": None}):
        state = StepState({})
        state.receive_edit({**place, "text": "0x1"})
        state.choose("hidden", 99)
        refused = state.refused_number
        assert refused == {**place, "text": "0x1", "sentence": state.refusals["number"].sentence}
        state.receive_edit(mend)
        assert state.refused_number is None and list(state.refusals) == ["hidden"]


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_an_impossible_action_is_refused_in_one_sentence_and_changes_nothing(attempt):
    state = StepState({})
    attempt(state)
    assert state.message.count(". Nothing was changed.") == 1
    assert from_query(to_query(state.run)) == (state.run, {})


HOSTILE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9), st.just("h")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
KEYS = st.sampled_from(["branch", "state", "unit", "text", "name", "at"])


@settings(max_examples=150, deadline=None)
@given(st.one_of(HOSTILE, st.dictionaries(KEYS, HOSTILE)))
def test_no_message_of_the_page_breaks_the_run(message):
    state = StepState({})
    state.receive_edit(message)
    assert state.run == HandRun() or not state.refusals


PIECES = st.lists(
    st.sampled_from([*"0123:,.-x~h", "back", "W_hh", "b_y", "keep", "1e999", "9" * 50]), max_size=9
)
FIELDS = st.sampled_from(["word", "cell", "hidden", "start", "seed", "acts", "fork", "more", "edits", "who"])


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        FIELDS, st.one_of(PIECES.map("".join), st.text(max_size=20), st.lists(st.text(max_size=3)))
    )
)
def test_every_address_gives_a_run(query):
    run, refusals = from_query(query)
    assert all(refusal.sentence.endswith("used instead.") for refusal in refusals.values())
    assert from_query(to_query(run)) == (run, {})
    branches(run)


def test_every_start_can_be_chosen_and_another_size_leaves_the_figure():
    for start in STARTS:
        assert from_query({"start": start})[0].start == start
    run = HandRun(start="figure").choose("hidden", 4)
    assert (run.start, run.hidden) == ("trained", 4)
    assert "figure" in from_query({"start": "figure", "word": "world"})[1]["start"].sentence


def test_an_edit_without_a_place_is_refused_in_a_sentence():
    run, refusals = from_query({"edits": "W_hh"})
    assert run == HandRun() and "like W_hh:0:1:0.5, not “W_hh”" in refusals["edits"].sentence
