"""A language model reads a text with the numbers of the readable passes, and of a model built by hand."""

import numpy as np
import pytest

from rnnplay.labs.text.inspection import dependence, inspect, states_of, units_for_feature
from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model

V, H, T = 7, 5, 12
MODELS = [Model(cell, V, H, V, layers=layers) for cell in CELLS for layers in (1, 2)]
MODELS += [
    Model("gru", V, H, V, options={"reset": "after"}),
    Model("rnn", V, H, V, options={"init": "identity"}),
]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda m: f"{m.cell}-{m.layers}{m.options or ''}")


def weights(model, seed=0):
    return np.random.default_rng(seed).normal(0, 0.6, model.layout.size)


def text(length=T, seed=1):
    return np.random.default_rng(seed).integers(0, V, length)


@every_model
def test_an_inspection_gives_the_numbers_of_the_readable_pass(model):
    theta, ids = weights(model), text()
    seen = inspect(model, theta, ids)
    trace = model.unroll(model.params(theta), ids[:-1, None], ids[1:, None])
    assert np.isnan(seen.surprise[0])
    np.testing.assert_allclose(seen.surprise[1:], trace.losses[:, 0] / np.log(2), rtol=1e-12)
    np.testing.assert_allclose(seen.p[:-1], trace.p[:, 0], rtol=1e-12)
    assert tuple(seen.states) == model.recurrent.states
    assert len(seen.gates) == model.layers * {"rnn": 0, "gru": 2, "lstm": 3}[model.cell]
    for name, values in {**seen.states, **seen.gates}.items():
        assert values.shape == (T, H) and values.dtype == np.float32
        np.testing.assert_allclose(values[:-1], trace.quantities[name][:, 0], rtol=1e-5, atol=1e-7)
    ranked = np.sort(seen.p, axis=1)[:, ::-1][:, :5]
    np.testing.assert_array_equal(seen.guesses_p, ranked)
    np.testing.assert_array_equal(np.take_along_axis(seen.p, seen.guesses, axis=1), ranked)


@every_model
def test_reading_can_go_on_where_it_stopped(model):
    theta, ids = weights(model), text()
    whole, first = inspect(model, theta, ids), inspect(model, theta, ids[:5])
    start = {name: values[-1] for name, values in first.states.items()}
    rest = inspect(model, theta, ids[5:], start)
    np.testing.assert_allclose(np.concatenate([first.p, rest.p]), whole.p, rtol=1e-5)
    reach = dependence(model, theta, ids, lags=3)
    np.testing.assert_allclose(
        dependence(model, theta, ids[5:], 3, start)[3:], reach[8:], rtol=1e-4, atol=1e-6
    )


@every_model
def test_the_dependence_of_a_guess_is_that_of_a_backward_pass_for_it_alone(model):
    theta, ids, lags = weights(model), text(), 8
    p, reach = model.params(theta), dependence(model, theta, ids, lags)
    wanted = np.append(ids[1:], inspect(model, theta, ids).guesses[-1, 0])
    assert reach.shape == (T, lags + 1)
    for t in range(T):
        trace = model.unroll(p, ids[:, None], wanted[:, None], weights=np.eye(T)[:, [t]])
        alone = np.linalg.norm(model.backprop(p, trace).dx[:, 0], axis=1)
        deep = min(t, lags) + 1
        np.testing.assert_allclose(reach[t, :deep], alone[t::-1][:deep], rtol=1e-10)
        assert not reach[t, deep:].any()
    assert (reach[lags:] > 0).all()


@pytest.mark.parametrize("cell", CELLS)
def test_a_long_text_read_in_rows_gives_the_states_of_one_pass(cell):
    model, ids = Model(cell, V, H, V, np.float32), text(5000)
    theta = 0.3 * weights(model)
    seen, states = inspect(model, theta, ids), states_of(model, theta, ids)
    for name, values in seen.states.items():
        assert states[name].shape == (5000, H) and values.std() > 0.01
        np.testing.assert_allclose(states[name], values, atol=1e-5)
    trace = model.unroll(model.params(theta.astype(np.float32)), ids[:, None], ids[:, None])
    np.testing.assert_allclose(seen.states["h"], trace.quantities["h"][:, 0], atol=1e-5)


WRITTEN = "“Come (now),” he said. “I (will) not.” So it was (once) told. "
LETTERS = sorted(set(WRITTEN))


def decode(ids):
    return "".join(LETTERS[k] for k in ids)


def encode(written):
    return np.array([LETTERS.index(char) for char in written], np.uint8)


def wired():
    """A linear cell: unit 2 counts what opens and closes quotes up and down, unit 0 brackets down and up."""
    model = Model("rnn", len(LETTERS), 3, len(LETTERS), np.float32, {"activation": "linear"})
    p = model.params()
    p.W_hh = np.diag([1, 0.5, 1])
    for unit, pair, by in ((2, "“”", 1), (0, "()", -0.1)):
        p.W_xh[unit, LETTERS.index(pair[0])], p.W_xh[unit, LETTERS.index(pair[1])] = by, -by
    p.W_xh[1] = np.linspace(-1, 1, len(LETTERS))
    return model, p.flat


def test_a_unit_built_to_follow_quotes_is_found_and_confirmed():
    model, theta = wired()
    halves = encode(WRITTEN * 30), encode(WRITTEN[20:] + WRITTEN * 3)
    for feature, unit, sign in (("quotes", 2, 1), ("brackets", 0, -1), ("depth", 0, -1)):
        best, _ = units_for_feature(model, theta, *halves, decode, feature, count=2)
        assert len(best) == 2 and best[0][:3] == ("h", unit, sign)
        assert best[0][3:] == pytest.approx((1, 1), abs=1e-4) and best[1].score < 0.9
    assert units_for_feature(model, theta, *halves, decode, "number") == ([], None)
    assert units_for_feature(model, theta, halves[0], encode("told"), decode, "quotes") == ([], None)


def test_the_second_score_of_a_lucky_unit_is_lower():
    model = Model("rnn", V, 200, V, np.float32, {"init": "orthogonal"})
    rng = np.random.default_rng(3)

    def unrelated(ids):  # a text whose quotes are unrelated to the characters that the model reads
        return "".join("“”aaaaa"[k] for k in rng.integers(0, 7, len(ids)))

    best, _ = units_for_feature(
        model, model.initial(0, None), text(150, 4), text(150, 5), unrelated, "quotes"
    )
    luck = np.mean([unit.chosen_score for unit in best])
    assert len(best) == 8 and luck > 0.6 and np.mean([unit.score for unit in best]) < luck - 0.05


@every_model
def test_a_text_has_at_least_one_character(model):
    theta, ids = weights(model), text(1)
    seen = inspect(model, theta, ids)
    assert seen.p.shape == (1, V) and np.isnan(seen.surprise).all() and len(seen.surprise) == 1
    reach = dependence(model, theta, ids)
    assert reach[0, 0] > 0 and not reach[0, 1:].any()
    assert all(values.shape == (1, H) for values in states_of(model, theta, ids).values())
    for wrong in ([], [[1]], [0.5]):
        with pytest.raises(ValueError, match="ids must be whole numbers, at least one, in a row"):
            inspect(model, theta, wrong)
    with pytest.raises(ValueError, match=r"x must lie in 0\.\.6, not 7\.\.7"):
        dependence(model, theta, [7])


def test_numbers_that_overflow_raise_no_warning():
    model = Model("rnn", V, H, V, np.float32, {"activation": "linear"})
    theta = np.full(model.layout.size, 1e30, np.float32)
    assert not np.isfinite(inspect(model, theta, text()).p).all()
    assert dependence(model, theta, text(), 4).shape == (T, 5)
    letters = 'ab"cde('
    best, _ = units_for_feature(
        model, theta, text(2000), text(2000), lambda ids: "".join(letters[k] for k in ids), "quotes"
    )
    assert len(best) == H and all(abs(unit.score - 0.5) < 0.01 for unit in best)
