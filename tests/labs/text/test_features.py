"""The features of a text, the ranking of units by them, and the probe."""

import numpy as np
import pytest

from rnnplay.labs.text.features import FEATURES, auc, correlation, inside_quotes, outside_quotes, probe, rank
from rnnplay.tasks.text.corpus import Corpus


def told(feature, text):
    """The marks as digits, one below each character."""
    return "".join(str(int(mark)) for mark in FEATURES[feature].marks(text))


@pytest.mark.parametrize(
    ("feature", "text", "marks"),
    [
        ("quotes", 'a "b" c', "0011000"),
        ("quotes", "“a” „b“ «c» »d« ”e", "110011001100110000"),
        ("quotes", "“a\n\n“b\n“c”.", "11101111100"),  # a blank line ends them, a line break does not
        ("quotes", "”'", "00"),
        ("brackets", "a(b[c]d)e}f(", "011111100001"),
        ("depth", "a(b[{c}]d)e})f(", "011233211000001"),
        ("line-start", "ab\n\ncd\n", "1000100"),
        ("line-position", "ab\n\ncd", "120012"),
        ("word-end", "don't é. it", "00101010001"),
        ("number", "a 1,024.5, 3. x7", "0011111110010001"),
        ("capital", "Éa B1", "10010"),
    ],
)
def test_marks_hold_after_each_character(feature, text, marks):
    assert told(feature, text) == marks


@pytest.mark.parametrize("name", FEATURES)
def test_every_feature_marks_any_text_and_knows_whether_it_varies(name):
    feature = FEATURES[name]
    for text in ("", "a", "1", "\n", "«", "))) \n\n\n", "The 2 [“Ab”,\n(x{y})] end."):
        marks = feature.marks(text)
        assert marks.shape == (len(text),) and marks.dtype in (bool, np.float64)
        assert feature.occurs(text) == (len(set(marks.tolist())) > 1)
    assert feature.title and feature.occurs(text)


def test_the_auc_is_the_share_of_pairs_in_the_right_order():
    rng = np.random.default_rng(0)
    for T, share in ((2, 0.5), (30, 0.1), (60, 0.5), (60, 0.9)):
        values = rng.integers(0, 6, (T, 5)).astype(np.float32)  # many ties
        values[:, 0] = 1
        marks = rng.random(T) < share
        marks[:2] = False, True
        pairs = np.sign(values[marks][:, None] - values[~marks][None], dtype=np.float64) / 2 + 0.5
        np.testing.assert_allclose(auc(values, marks), pairs.mean(axis=(0, 1)), rtol=1e-12)
        assert auc(values, marks)[0] == 0.5
    np.testing.assert_array_equal(auc(values, np.ones(T, bool)), 0.5)


def test_the_correlation_is_pearsons_and_0_for_constants():
    rng = np.random.default_rng(1)
    values, marks = rng.normal(size=(50, 4)).astype(np.float32), rng.normal(size=50)
    wanted = [np.corrcoef(column, marks)[0, 1] for column in values.T]
    np.testing.assert_allclose(correlation(values, marks), wanted, rtol=1e-6)
    values[:, 0], values[3, 1] = 0.1, np.inf
    np.testing.assert_allclose(correlation(values, marks), [0, 0, *wanted[2:]], rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(correlation(values, np.full(50, 0.1)), 0, atol=1e-12)


@pytest.mark.parametrize("feature", FEATURES)
def test_the_unit_that_follows_a_feature_comes_first_with_a_perfect_score(feature):
    text = 'He: "It is [so] (at {2} or 3.5)."\nShe: "No!"\n' * 4
    marks, rng = FEATURES[feature].marks(text).astype(np.float32), np.random.default_rng(2)
    states = {name: rng.normal(size=(len(text), 6)).astype(np.float32) for name in ("h1", "c1")}
    states["c1"][:, 4] = 0.3 - 0.2 * marks  # upside down
    first, *others = rank(states, text, feature)
    assert first[:3] == ("c1", 4, -1) and first.score == pytest.approx(1, abs=1e-6)
    assert [unit.score for unit in others] == sorted((unit.score for unit in others), reverse=True)
    assert {(unit.state, unit.unit) for unit in others} == {(s, u) for s in states for u in range(6)} - {
        ("c1", 4)
    }
    assert others[0].score < 0.8


def test_if_a_feature_does_not_vary_every_unit_scores_like_a_guess():
    states = {"h": np.random.default_rng(3).normal(size=(5, 3))}
    assert {unit.score for unit in rank(states, "plain", "quotes")} == {0.5}
    assert {unit.score for unit in rank(states, "plain", "depth")} == {0}
    assert len(rank({"h": states["h"][:1]}, "a", "quotes")) == 3
    with pytest.raises(ValueError, match="one row for each of 4 characters, not 5"):
        rank(states, "four", "quotes")


def test_a_probe_combines_units_and_is_scored_on_another_part():
    rng = np.random.default_rng(4)

    def part(T):
        a, noise = rng.normal(size=(2, T))
        hidden = np.stack([a + 3 * noise, noise, np.full(T, 0.3)], axis=1).astype(np.float32)
        return {"h": hidden[:, :1], "c": hidden[:, 1:]}, a

    (train, a), (test, b) = part(3000), part(2000)
    assert auc(np.concatenate([*test.values()], axis=1), b > 1).max() < 0.75
    found = probe(train, a > 1, test, b > 1)
    assert found.score > 0.99 and found.score == auc(found.values(test)[:, None], b > 1)[0]
    assert {name: weights.shape for name, weights in found.weights.items()} == {"h": (1,), "c": (2,)}
    assert probe(train, a, test, b).score > 0.999
    assert abs(probe(train, rng.random(3000) < 0.5, test, rng.random(2000) < 0.5).score - 0.5) < 0.05
    assert probe(train, a > 99, test, b > 1).score == pytest.approx(0.5, abs=0.05)


def test_a_probe_is_the_least_squares_fit():
    rng = np.random.default_rng(5)
    h, w = rng.normal(2, 5, (400, 7)), rng.normal(size=7)
    found = probe({"h": h}, h @ w + 3, {"h": h}, h @ w)
    np.testing.assert_allclose(found.values({"h": h}), h @ w + 3, atol=0.2)
    np.testing.assert_allclose(found.weights["h"], w, rtol=0.01, atol=0.01)


QUOTED = 'a "b\nc" d\ne "f"\ng\n' * 40, 'one " left\nopen\n\nthen "all"\nis well\n' * 40


@pytest.mark.parametrize("text", QUOTED)
def test_from_a_place_outside_quotes_the_rest_has_the_marks_of_the_whole(text):
    corpus, whole = Corpus(text), inside_quotes(text)
    for start in range(0, 200, 7):
        at = outside_quotes(corpus, start, 200)
        assert start <= at < start + 200
        assert (inside_quotes(text[at:]) == whole[at:]).all()


def test_without_marks_or_lines_the_first_place_is_taken():
    assert outside_quotes(Corpus("abc " * 60), 17, 90) == 17
