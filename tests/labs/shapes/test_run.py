"""The five shapes in training: claims hold, runs can be cut anywhere, answers add up."""

import re
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context

import numpy as np
import pytest

from rnnplay.labs.shapes.claims import CLAIMS
from rnnplay.labs.shapes.run import (
    EVERY,
    ShapeRun,
    ShapeSetup,
    answer,
    share_right,
    share_right_by_length,
    unroll,
)
from rnnplay.nn.cells import CELLS
from rnnplay.tasks.wiring import SHAPES
from rnnplay.tasks.wiring.phrases import MOST_JOINED

each_shape = pytest.mark.parametrize("shape", SHAPES)
each_cell = pytest.mark.parametrize("cell", CELLS)
each_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.slug)
film = np.eye(36)[[0, 1, 7, 7, 6]].reshape(5, 6, 6)
INPUTS = {
    "one-to-one": np.eye(8),
    "one-to-many": np.zeros((8, 10)),
    "many-to-one": "The movie is not very good",
    "encoder-decoder": "She sees the old house.",
    "in-step": film,
}


def trained(setup):
    return ShapeRun(setup).advance(np.inf)


@pytest.fixture(scope="module")
def ended(request):
    """setup -> the future of its run; the runs of all chosen tests begin at once, in two processes."""
    tests = [item for item in request.session.items if "ended" in getattr(item, "fixturenames", ())]
    claims = [test.callspec.params["claim"] for test in tests]
    setups = dict.fromkeys(setup for claim in claims for setup in claim.setups)
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        yield {setup: processes.submit(trained, setup) for setup in setups}
        processes.shutdown(cancel_futures=True)


@each_claim
def test_a_claim_holds(claim, ended):
    runs = [ended[setup].result() for setup in claim.setups]
    figures = claim.figures(runs)
    assert len(runs) >= 5 and claim.holds(figures), figures
    told = [int(percent) / 100 for percent in re.findall(r"(\d+) %", claim.measured)]
    assert told == pytest.approx(figures, abs=0.03)
    if SHAPES[claim.setup.shape].end:
        batch = SHAPES[claim.setup.shape].held_out()
        assert runs[0].score == pytest.approx(share_right(runs[0], batch))  # its own sentences


def test_every_shape_has_a_claim():
    assert {claim.setup.shape for claim in CLAIMS} == set(SHAPES)
    for names in ([s.slug for s in CLAIMS], [s.title for s in CLAIMS]):
        assert len(set(names)) == len(names)
    for claim in CLAIMS:
        assert len(claim.claim.split()) <= 35 and 2 <= len(claim.title.split()) <= 5
        assert not re.search(r"\b(cannot|can't|unable|impossible|never learns)\b", claim.claim)


@each_shape
@each_cell
def test_every_cell_learns_every_shape(shape, cell):
    run = trained(ShapeSetup(shape, cell, updates=2, hidden=8))
    assert [point.update for point in run.curve] == [0, 2] and run.ended and run.share == 1
    assert all(np.isfinite(point.loss) and 0 <= point.score <= 1 for point in run.curve)
    # An untrained network is about as good as a guess.
    assert run.curve[0].score == pytest.approx(SHAPES[shape].chance, abs=0.3)
    assert run.cost > 0


@each_cell
@pytest.mark.parametrize("shape", ["many-to-one", "encoder-decoder"])
def test_a_run_is_the_same_however_it_is_cut_into_slices(shape, cell):
    setup = ShapeSetup(shape, cell, updates=EVERY + 5, hidden=8)
    whole = trained(setup)
    rng, parts = np.random.default_rng(0), [ShapeRun(setup)]
    while not parts[-1].ended:
        parts.append(parts[-1].advance(rng.choice([0, 0.003, 0.01])))
    assert np.array_equal(parts[-1].theta, whole.theta)
    curves = [[(p.update, p.loss, p.score) for p in run.curve] for run in (parts[-1], whole)]
    assert curves[0] == curves[1] and [update for update, _, _ in curves[0]] == [0, EVERY, EVERY + 5]
    for name in ("update", "share", "cpu_s"):
        course = [getattr(part, name) for part in parts]
        assert course == sorted(set(course)), name


@pytest.mark.parametrize("shape", ["one-to-many", "encoder-decoder"])
def test_a_written_sentence_is_right_where_each_next_word_is_right(shape):
    run = trained(ShapeSetup(shape, updates=250))
    assert 0.01 < run.score < 0.99  # neither is so by itself
    assert share_right(run, SHAPES[shape].held_out()) == pytest.approx(run.score)


@each_shape
@each_cell
def test_an_answer_is_what_the_network_computes(shape, cell):
    run = trained(ShapeSetup(shape, cell, updates=1, hidden=8))
    task, model, mine = SHAPES[shape], run.setup.model, answer(run, INPUTS[shape])
    T = len(mine.x)
    trace = model.unroll(model.params(run.theta), mine.x[:, None], np.zeros((T, 1), int))
    np.testing.assert_allclose(mine.p, trace.p[:, 0], rtol=1e-5, atol=1e-6)
    for name, values in mine.states.items():
        np.testing.assert_allclose(values, trace.quantities[name][:, 0], rtol=1e-5, atol=1e-6)
        assert np.array_equal(mine.summary[name], values[mine.read - 1])
    assert mine.chosen == tuple(task.outputs[k] for k in mine.p.argmax(axis=-1))
    assert mine.first == task.first(mine.read) and mine.text == task.say(mine.chosen[mine.first :])
    assert np.array_equal(mine.x[: mine.read], task.read(INPUTS[shape])[:, 0])
    if not task.end:
        assert T == mine.read
    for t in range(mine.read, T):  # its answer at the previous step
        said = task.fed(np.array([task.outputs.index(mine.chosen[t - 1])]))
        assert np.array_equal(mine.x[t], said[0]) and mine.chosen[t - 1] != task.end


def test_many_inputs_together_give_the_same_as_each_alone():
    run = trained(ShapeSetup("encoder-decoder", updates=200))
    x = SHAPES["encoder-decoder"].held_out().x[:6, :20]
    _, together, _ = unroll(run, x)
    for b in range(20):
        _, alone, _ = unroll(run, x[:, b : b + 1])
        np.testing.assert_allclose(together[: len(alone), b], alone[:, 0], rtol=1e-4, atol=1e-4)


def test_phrases_can_be_joined_in_training():
    setup = ShapeSetup("encoder-decoder", updates=2, hidden=8, joined=2)
    run = trained(setup)
    assert setup.task.steps == 23 and list(share_right_by_length(run)) == [
        6 * n - 1 for n in range(1, MOST_JOINED + 1)
    ]


def test_a_run_that_overflows_says_so():
    run = trained(ShapeSetup("many-to-one", "rnn", updates=30, hidden=8))
    broken = replace(run, theta=np.full_like(run.theta, np.nan), update=EVERY - 1, ended=False)
    last = broken.advance(np.inf)
    assert last.ended and np.isnan(last.curve[-1].loss) and last.score == SHAPES["many-to-one"].chance


@pytest.mark.parametrize(
    ("build", "complaint"),
    [
        (lambda: ShapeSetup("many"), "Shape must be one of one-to-one, .*, not “many”"),
        (lambda: ShapeSetup(cell="elman"), "Cell must be one of rnn, lstm, gru, not “elman”"),
        (lambda: ShapeSetup(hidden=65), "Units must be a whole number from 1 to 64, not 65"),
        (lambda: ShapeSetup(rate=0), "Learning rate must be a number from 0.00001 to 1, not 0"),
        (lambda: ShapeSetup(updates=9999), "Updates must be a whole number from 1 to 5,000, not 9999"),
        (lambda: ShapeSetup(seed=-1), "Seed must be a whole number"),
        (lambda: ShapeSetup("encoder-decoder", joined=4), "Joined phrases must be .* from 1 to 3, not 4"),
        (lambda: ShapeSetup("in-step", joined=2), "Only phrases can be joined, not what there is .* in-step"),
        (lambda: answer(ShapeRun(ShapeSetup()), film), "has to be begun before it can be asked"),
    ],
)
def test_a_bad_value_is_refused_in_one_sentence(build, complaint):
    with pytest.raises(ValueError, match=complaint):
        build()
