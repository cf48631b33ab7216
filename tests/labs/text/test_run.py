"""Language models in training: the same however cut into slices, with right scores."""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.labs.text.batches import LN2
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import MOST_NUMBERS, SCHEDULES, TEXT_FIELDS, TextSetup
from rnnplay.nn.cells import CELLS
from rnnplay.nn.functions import cross_entropy
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.text.corpus import Corpus

TEXT = "".join(f"{n} times {n % 7} is {n * (n % 7)}.\n" for n in range(90))
CORPUS = Corpus(TEXT)
QUICK = TextSetup(hidden=16, steps=10, batch=5, updates=120, rate=0.01)
VARIANTS = {
    **{cell: {"cell": cell} for cell in CELLS},
    "not carried": {"carry": False},
    "layers and dropout": {"layers": 2, "dropout": 0.3},
    "falling rate": {"optimizer": "rmsprop", "schedule": "cosine", "clip": 0.1},
}


def start(**choices):
    return TextRun(CORPUS, replace(QUICK, **choices))


def plain(run):
    """All attributes of a run but its times."""
    arrays = {"theta": run.theta, **run.state, **{f"carried {k}": v for k, v in (run.carried or {}).items()}}
    curve = [replace(point, chars_s=0, seconds=0) for point in run.curve]
    numbers = {name: values.tobytes() for name, values in arrays.items()}
    return numbers, curve, run.samples, run.update, run.sums[:3], run.rates, run.trouble


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_run_is_the_same_however_it_is_cut_into_slices(variant):
    whole = start(**VARIANTS[variant]).advance(np.inf)
    assert whole.ended and whole.share == 1 and not whole.trouble
    rng, parts, other = np.random.default_rng(0), [start(**VARIANTS[variant])], start(seed=1)
    while not parts[-1].ended:
        parts.append(parts[-1].advance(rng.choice([0, 0.002, 0.01])))
        other = other.advance(0)  # somebody else's, in the same buffers
    assert len(parts) > 5 and plain(parts[-1]) == plain(whole)
    for name in ("update", "share", "cpu_s", "seconds"):
        course = [getattr(part, name) for part in parts]
        assert course == sorted(set(course)), name


def test_a_run_goes_on_in_another_process():
    first = start().advance(0)
    with ProcessPoolExecutor(1, get_context("spawn")) as processes:
        elsewhere = processes.submit(first.advance, 1e9).result()
    assert plain(elsewhere) == plain(first.advance(np.inf))


def test_batches_follow_each_other_and_in_time_read_the_whole_text():
    run, ids = start(), CORPUS.train
    steps, rows = run.shape
    chunks = (len(ids) - 1) // rows // steps
    seen, turns, before = set(), 0, None
    for t in range(1, 60 * chunks + 1):
        x, targets, fresh = run.batch(t)
        assert x.shape == targets.shape == (10, 5) and np.array_equal(x[1:], targets[:-1])
        if fresh:
            turns += 1
        else:
            assert np.array_equal(x[0], before[-1])
        assert fresh == (t % chunks == 1)
        before = targets
        again = replace(run, update=99, theta=np.zeros(3)).batch(t)
        assert np.array_equal(again[0], x) and np.array_equal(again[1], targets)
        seen |= {bytes(column) for column in np.vstack([x, targets[-1:]]).T}
    assert turns == 60
    # Every place of a row is read once in a while, whatever is left over at its ends.
    row = (len(ids) - 1) // rows
    assert all(any(bytes(ids[at : at + 2]) in chunk for chunk in seen) for at in range(row - 1))


def test_batches_without_carry_are_drawn_from_anywhere_in_the_text():
    run, text = start(carry=False), bytes(CORPUS.train)
    firsts = set()
    for t in range(1, 40):
        x, targets, fresh = run.batch(t)
        assert fresh and all(bytes(row) in text for row in np.vstack([x, targets[-1:]]).T)
        firsts |= {bytes(row) for row in x.T}
    assert len(firsts) > 150
    assert not np.array_equal(run.batch(1)[0], start(carry=False, seed=1).batch(1)[0])


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("cell", CELLS)
def test_the_state_is_carried_and_the_loss_is_that_of_the_readable_path(cell, layers):
    run = start(cell=cell, layers=layers)
    model, states = run.model, run.model.recurrent.states
    zeros = {name: np.zeros((5, 16), np.float32) for name in states}
    before, theta, nats = zeros, model.initial(0, None), 0
    for t in (1, 2, 3):
        run, (x, targets, fresh) = run.advance(0), run.batch(t)
        trace = model.unroll(model.params(theta), x, targets, before)
        assert fresh == (t == 1)
        before = {name: trace.quantities[name][-1] for name in states}
        for name in states:
            np.testing.assert_allclose(run.carried[name], before[name], rtol=0, atol=1e-5)
        assert run.sums.nats == pytest.approx(nats + trace.loss, rel=1e-5)
        nats, theta = run.sums.nats, run.theta


def test_each_held_out_character_is_scored_once_in_bits():
    run = start().advance(0)
    ids, model = CORPUS.valid.astype(int), run.model
    p = model.params(model.initial(0, None).astype(np.float64))
    trace = model.unroll(p, ids[:-1, None], ids[1:, None])
    scored = (len(ids) - 1) // 50 * 50
    bits = cross_entropy(trace.y, ids[1:, None])[:scored].mean() / LN2
    assert run.curve[0].valid == pytest.approx(bits, rel=1e-4)
    assert bits == pytest.approx(np.log2(CORPUS.size), abs=0.5)  # untrained


def test_the_curve_tells_the_mean_since_the_point_before():
    run, nats, norms = start(), [], []
    while not run.ended:
        run = run.advance(0)
        nats.append(run.sums.nats)
        norms.append(run.sums.norms)
    assert [point.update for point in run.curve] == [0, 50, 100, 120]
    assert run.curve[0].train is None and run.curve[0].grad_norm is None and run.curve[0].chars_s is None
    assert run.curve[1].train == pytest.approx(nats[48] / 49 / LN2, rel=0.05)
    assert all(point.chars_s > 0 and point.grad_norm > 0 for point in run.curve[1:])
    assert run.curve[-1].train < 0.7 * run.curve[1].train and run.curve[-1].valid < run.curve[1].valid
    assert [sample.update for sample in run.samples] == [0, 1, 2, 5, 10, 20, 50, 100, 120]
    assert {len(sample.text) for sample in run.samples} == {200}


def test_a_long_run_stays_small():
    run = start(updates=100_000)
    run = replace(run.advance(0), update=99_999, samples=run.advance(0).samples * 20).advance(0)
    assert run.ended and len(run.samples) == 40
    assert [s.update for s in run.samples[-2:]] == [1, 100_000] and run.samples[0].update == 0


def test_a_text_that_repeats_is_learned():
    run = TextRun(Corpus("never odd or even; " * 60), replace(QUICK, hidden=32, updates=150)).advance(np.inf)
    assert run.curve[-1].valid < 0.2 and run.curve[-1].train < 0.2
    assert "never odd or even" in run.samples[-1].text


def test_a_rate_can_be_changed_on_the_way():
    run = start(schedule="drop").advance(0)
    changed = run.with_rate(0.5).with_rate(0.02)
    assert changed.rates == ((1, 0.02),) and [changed.rate(t) for t in (1, 2, 90)] == [0.01, 0.02, 0.02]
    assert changed.rate(120) == pytest.approx(0.002)
    then = changed.advance(0).with_rate(0.001)
    assert then.rates == ((1, 0.02), (2, 0.001)) and [then.rate(t) for t in (1, 2, 3)] == [0.01, 0.02, 0.001]
    assert not np.array_equal(changed.advance(0).theta, run.advance(0).theta)
    assert np.array_equal(run.with_rate(0.01).advance(0).theta, run.advance(0).theta)
    with pytest.raises(ValueError, match="Learning rate must be a number from"):
        run.with_rate(11)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_schedule_begins_with_the_rate_and_only_falls(schedule):
    rates = [start(schedule=schedule).rate(t) for t in range(1, 121)]
    assert rates[0] == 0.01 and rates == sorted(rates, reverse=True) and rates[-1] > 0


def test_a_run_that_has_ended_can_go_on():
    short, long = start(updates=50).advance(np.inf), start(updates=120).advance(np.inf)
    on = short.with_updates(120)
    assert short.ended and not on.ended and on.update == 50
    assert np.array_equal(on.advance(np.inf).theta, long.theta)
    with pytest.raises(ValueError, match="50 updates are made already, more than 49"):
        short.with_updates(49)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_that_overflows_ends_in_a_sentence(optimizer):
    run = start(optimizer=optimizer).advance(0)
    for change in ({"theta": run.theta * np.float32(1e38)}, {"rates": ((1, 1e39),)}):
        wild = replace(run, **change).advance(np.inf)
        assert wild.ended and wild.share == 1 and wild.update == 1
        assert wild.trouble.startswith("At update 2 the numbers overflowed: a smaller learning rate")
        assert np.isfinite(wild.theta).all() and wild.curve == run.curve


def test_a_short_text_has_fewer_rows_and_steps():
    run = TextRun(Corpus(TEXT[:200]), TextSetup(hidden=16, updates=3))
    assert run.shape == (64, 2) and run.advance(np.inf).curve[-1].update == 3
    assert TextRun(Corpus(TEXT[:200]), TextSetup(hidden=16, steps=200)).shape == (179, 1)


def test_every_choice_is_read_from_a_url_as_it_was_written():
    for field in TEXT_FIELDS:
        for text in {"carry": ["yes", "no"]}.get(
            field.name, field.titles or [str(field.low), str(field.high)]
        ):
            setup = TextSetup(batch=1, steps=8).with_text(field.name, text)
            assert TextSetup.from_query(setup.to_query()) == (setup, {})
            assert setup.texts().keys() == {f.name for f in TEXT_FIELDS}
    assert TextSetup().to_query() == {} and TextSetup(carry=False).to_query() == {"carry": "no"}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([f.name for f in TEXT_FIELDS]), st.text(max_size=8) | st.just("200")))
def test_a_url_never_fails(query):
    setup, refusals = TextSetup.from_query(query)
    assert setup.numbers <= MOST_NUMBERS
    assert all(refusal.sentence.endswith("is used instead.") for refusal in refusals.values())
    assert TextSetup.from_query(setup.to_query()) == (setup, {})


def test_too_much_at_once_is_refused_and_a_url_gets_what_fits():
    with pytest.raises(
        ValueError, match="Steps × rows × units × layers may be at most 4,000,000, not 39,321,600"
    ):
        TextSetup(layers=3, hidden=512, steps=200, batch=128)
    query = {"layers": "3", "hidden": "512", "steps": "200", "batch": "128"}
    setup, refusals = TextSetup.from_query(query)
    assert setup.batch == 13 and list(refusals) == ["batch"]
    assert refusals["batch"].sentence.endswith("not 39,321,600: a batch of 13 rows is used instead.")


@pytest.mark.parametrize(
    ("choices", "complaint"),
    [
        ({"cell": "elman"}, "Cell must be one of rnn, lstm, gru, not “elman”"),
        ({"hidden": 8}, "Units must be a whole number from 16 to 512, not 8"),
        ({"carry": "no"}, "Carry the state must be True or False, not 'no'"),
        ({"dropout": 0.9}, "Dropout must be a number from 0 to 0.8, not 0.9"),
        ({"rate": float("nan")}, "Learning rate must be a number from 0.00001 to 10, not nan"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(choices, complaint):
    with pytest.raises(ValueError, match=complaint):
        TextSetup(**choices)
