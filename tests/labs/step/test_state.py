"""The bench: its numbers are the network's, its code prints them, its link opens it, nothing breaks it."""

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
from rnnplay.labs.step.actions import MOST_ACTS, PLAIN_ACTS, Act, Feed, Put
from rnnplay.labs.step.code import code
from rnnplay.labs.step.link import from_query, to_query
from rnnplay.labs.step.network import NETWORKS, STARTS, Bench
from rnnplay.labs.step.network_data import advice, branches, matrices
from rnnplay.labs.step.state import Workbench

ROOT = Path(rnnplay.__file__).parents[1]
NUMBERS = st.floats(-100, 100).map(lambda x: round(x, 3) + 0.0)
each_cell = pytest.mark.parametrize("cell", NETWORKS)


@st.composite
def benches(draw):
    """Any bench that a visitor may have come to, fork and all."""
    word = draw(st.sampled_from(["hello", "aa", "a b\nc", "\"'\\{}#", "привет", "👩‍🚀🚀é"]))
    start = draw(st.sampled_from(["trained", "random"]))
    cell, hidden = draw(st.sampled_from(sorted(NETWORKS))), draw(st.integers(1, 4))
    bench = Bench(word, cell, hidden, start, draw(st.integers(0, 3)))
    size, states = len(bench.vocab), bench.build().model.recurrent.states
    act = st.one_of(
        st.integers(0, size - 1).map(Feed),
        st.lists(NUMBERS, min_size=size, max_size=size).map(lambda x: Feed(tuple(x))),
        st.builds(Put, st.sampled_from(states), st.integers(0, hidden - 1), NUMBERS),
        st.sampled_from([Act(kind) for kind in PLAIN_ACTS]),
    )
    for k, one in draw(st.lists(st.tuples(st.integers(0, 1), act), max_size=12)):
        if k and len(bench.branches) == 1:
            bench = bench.branch_off()
        if one != Act("back") or Act("keep") in bench.branches[k]:
            bench = bench.act(k, one)
    if draw(st.booleans()):
        bench = bench.edit("b_y", (size - 1,), draw(NUMBERS))
    return bench


def printed(source):
    """What a fresh interpreter prints for it: a line a branch, each name -> its numbers."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    precise = 'import numpy; numpy.set_printoptions(floatmode="unique", linewidth=10**6)\n'
    command = [sys.executable, "-c", precise + source]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    found = [re.findall(r"(\w+) = \[([^\]]*)\]", line) for line in ran.stdout.splitlines()]
    return [{name: np.array(numbers.split(), float) for name, numbers in line} for line in found]


def shown(bench, k):
    """What the page shows of a branch, the same way."""
    now = bench.now(k)
    return dict(now.states) | ({} if now.y is None else {"y": now.y})


def busy(cell):
    """A bench on which everything that can be done was done, on both sides of a fork."""
    bench = Bench(cell=cell).act(0, Act("keep")).act(0, Put("h", 1, -0.25)).branch_off()
    for k, letter in ((0, 1), (1, 0), (1, 3)):
        bench = bench.act(k, Feed(letter))
    bench = bench.act(0, Act("keep")).act(0, Act("reset")).act(0, Feed((1.0, 0.0, -0.5, 1e-05)))
    return bench.act(1, Act("back")).act(1, Feed(2)).edit("W_hy", (2, 0), 0.5).edit("b_y", (3,), -1.0)


@each_cell
@pytest.mark.parametrize("start", ["trained", "random"])
def test_the_code_runs_in_a_fresh_interpreter_and_prints_the_same_numbers(cell, start):
    bench = busy(cell).choose("start", start)
    for k, said in enumerate(printed(code(bench))):
        wanted = shown(bench, k)
        assert said.keys() == wanted.keys()
        for name, numbers in wanted.items():
            np.testing.assert_array_equal(said[name], numbers)


@settings(max_examples=6, deadline=None)
@given(benches())
def test_whatever_was_done_its_code_runs(bench):
    for k, said in enumerate(printed(code(bench))):
        for name, numbers in shown(bench, k).items():
            np.testing.assert_array_equal(said[name], numbers)


@settings(max_examples=60, deadline=None)
@given(benches())
def test_its_link_opens_it_and_every_picture_of_it_can_be_drawn(bench):
    assert from_query(to_query(bench)) == (bench, [])
    assert advice(bench) and matrices(bench)["tables"]
    assert len(branches(bench)["branches"]) == len(bench.branches)


@each_cell
def test_the_trained_network_spells_hello_for_every_seed(cell):
    for seed in range(10):
        bench = Bench(cell=cell, seed=seed)
        assert [bench.vocab[k] for k in bench.now(0).said] == list("ello")


def number(text):
    return float(text.strip("()").replace("−", "-"))


def added_up(text):
    """What a sum of products comes to, as it is printed: −0.3·1 + 2.4·(−0.9) − 1"""
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
def test_a_fork_has_the_same_past_and_then_its_own(cell):
    bench = Bench(cell=cell).branch_off()
    before, same = bench.now(0), bench.now(1)
    np.testing.assert_array_equal(before.y, same.y)
    bench = bench.act(1, Put("h", 0, 0.25)).act(1, Feed(1))
    np.testing.assert_array_equal(bench.now(0).y, before.y)
    assert not np.array_equal(bench.now(1).y, before.y)
    bench = bench.edit("b_y", (0,), 3.0)  # but the weights are those of both
    assert bench.now(0).y[0] == before.y[0] - bench.given["b_y"][0] + 3.0


def test_undo_goes_back_through_everything_to_the_beginning():
    work = Workbench({})
    trail = [work.bench]
    for do in (
        work.branch_off,
        lambda: work.letter(0),
        lambda: work.vector("1 0 0 -1"),
        lambda: work.hear({"branch": 1, "state": "h", "unit": 2, "text": "−0,5"}),
        lambda: work.hear({"name": "W_hh", "at": [1, 0], "text": "2"}),
        lambda: work.choose("cell", "gru"),
        lambda: work.choose("word", "world"),
        work.clear,
    ):
        do()
        assert not work.message and work.bench != trail[-1]
        trail.append(work.bench)
    while trail:
        assert work.bench == trail.pop()
        work.undo()


REFUSED = {
    "too few numbers": lambda work: work.vector("1, 2"),
    "no number": lambda work: work.vector("1, 0, nan, 0"),
    "nothing kept": lambda work: work.plain("back"),
    "a short word": lambda work: work.choose("word", "x"),
    "a large network": lambda work: work.choose("hidden", 99),
    "too much": lambda work: [work.letter(0) for _ in range(MOST_ACTS + 1 - 4)],
}


@pytest.mark.parametrize("attempt", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_one_sentence_and_nothing_is_lost(attempt):
    work = Workbench({})
    attempt(work)
    assert work.message.count(". Nothing was changed.") == 1
    assert from_query(to_query(work.bench)) == (work.bench, [])


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
def test_whatever_the_page_sends_the_bench_stays_whole(message):
    work = Workbench({})
    work.hear(message)
    assert work.bench == Bench() or not work.message


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
def test_whatever_the_address_says_there_is_a_bench(query):
    bench, problems = from_query(query)
    assert all(problem.endswith(".") for problem in problems)
    assert from_query(to_query(bench)) == (bench, [])
    branches(bench)


def test_every_start_can_be_had_and_another_word_leaves_the_figure():
    for start in STARTS:
        assert from_query({"start": start})[0].start == start
    bench = Bench(start="figure").choose("hidden", 4)
    assert (bench.start, bench.hidden) == ("trained", 4)
    assert "figure" in from_query({"start": "figure", "word": "world"})[1][0]
