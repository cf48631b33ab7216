"""The charts and letters of the text lab: the numbers that were computed, as a browser accepts them."""

import json
from itertools import pairwise
from math import inf, nan

import altair
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.labs.text.charts import NEAR, SHOWN, learning_curve, real_words, words_of
from rnnplay.labs.text.inspection import dependence, inspect
from rnnplay.labs.text.letters_data import TOP, inspection_data, sampling_data
from rnnplay.labs.text.run import TextPoint
from rnnplay.labs.text.sampling import sample_recorded
from rnnplay.labs.text.setup import TextSetup
from rnnplay.tasks.text.corpus import Corpus
from tests.labs.hello.test_state import unpack

CORPUS = Corpus("The cat sat,\non the <b>mat</b>. " * 20)
MODEL = TextSetup(cell="gru", hidden=16).model(CORPUS.size)
THETA = MODEL.initial(0, None)
POINTS = [(0, None, 5.5), (50, 3.25, 3.5), (100, 2.125, nan), (150, inf, 2.0)]
CURVE = [TextPoint(update, train, valid, None, 0.01, None, 0.0) for update, train, valid in POINTS]
BASELINES = {
    "uniform": 5.75,
    "unigram": 4.3,
    "bigram": 3.1,
    "five-gram": 2.05,
    "compression": 2.19,
    "other": 1.0,
}
LETTERS = ["T", "h", "e", "\n"]


def json_of(payload):
    """The header and arrays; fails unless the header is JSON that a browser accepts."""
    header, arrays = unpack(payload)
    json.dumps(header, allow_nan=False)
    return header, arrays


@pytest.mark.parametrize("curve", [(), CURVE[:1], CURVE])
@pytest.mark.parametrize("baselines", [{}, BASELINES, dict.fromkeys(BASELINES, 0.01)])
def test_the_chart_is_valid_and_holds_each_finite_loss(curve, baselines):
    table, description = learning_curve(curve, baselines, 200)
    rows = table.to_dict("records")
    altair.Chart.from_dict(json.loads(json.dumps({**description, "data": {"values": rows}}, allow_nan=False)))
    losses = {"training": [(50, 3.25), (100, 2.125)], "held-out": [(0, 5.5), (50, 3.5), (150, 2.0)]}
    seen = {kind: [(row["update"], row["bits"]) for row in rows if row["cell"] == kind] for kind in losses}
    reached = max((point.update for point in curve), default=-1)
    assert seen == {kind: [pair for pair in pairs if pair[0] <= reached] for kind, pairs in losses.items()}
    said = [layer["mark"]["text"] for layer in description["layer"] if "text" in layer["mark"]]
    assert {text.split()[0] for text in said} == set(baselines) - {"other"}
    assert all(
        float(text.split()[1]) == pytest.approx(baselines[text.split()[0]], abs=0.006) for text in said
    )


def test_names_do_not_overlap_however_close_the_lines_are():
    for baselines in (BASELINES, dict.fromkeys(BASELINES, 2.0)):
        layers = learning_curve((), baselines, 200)[1]["layer"]
        lines = [layer["encoding"]["y"]["datum"] for layer in layers if layer["mark"]["type"] == "rule"]
        names = [layer["encoding"]["y"]["datum"] for layer in layers if layer["mark"]["type"] == "text"]
        assert sorted(lines) == sorted(baselines[name] for name in baselines if name in SHOWN)
        assert len(names) == len(lines) > 1
        assert all(below <= above - NEAR * max(lines) + 1e-9 for above, below in pairwise(names))


@given(st.text())
def test_words_have_two_letters_or_more(text):
    assert all(len(word) > 1 and not any(map(str.isdecimal, word)) for word in words_of(text))


def test_only_whole_words_count_and_no_words_have_no_share():
    known = set(words_of("The cat sat. It didn’t."))
    assert real_words("ow the cat x didn’t zat the c ca", known) == (5, 0.8)
    assert real_words("the cat", known) == (0, None) == real_words("", known)


@pytest.mark.parametrize("options", [{}, {"greedy": True}, {"top_k": 2, "temperature": 0.3}, {"seed": 3}])
def test_a_record_is_sent_unchanged_and_each_list_has_the_drawn_symbol(options):
    prime, made = (
        CORPUS.encode("The")[0],
        sample_recorded(MODEL, THETA, CORPUS.encode("The")[0], 30, **options),
    )
    temperature, greedy = options.get("temperature", 1.0), options.get("greedy", False)
    header, arrays = json_of(sampling_data(list("The"), CORPUS.vocab, made, temperature, greedy))
    tops, rows = np.array(header["tops"]), np.arange(30)
    assert header["letters"] == list("The" + CORPUS.decode(made.ids)) and header["prime"] == len(prime)
    assert tops.shape == (30, TOP) and (tops == made.ids[:, None]).any(axis=1).all()
    names = {"score": made.scores, "scaled": made.scaled, "p": made.p, "from": made.drawn_from}
    for name, values in names.items():
        assert np.array_equal(arrays[name], values[rows[:, None], tops].astype("f4"))
    assert np.all((arrays["low"] <= arrays["u"]) & (arrays["u"] <= arrays["high"])) or greedy
    assert arrays["tint"] == pytest.approx(np.append(np.zeros(3), 1 - made.p[rows, made.ids]), abs=1e-6)


@pytest.mark.parametrize("raw", [None, [0.5, -2.0, 0.0, 1.0], [0.0] * 4, [nan, inf, -1.0, 0.0]], ids=str)
def test_an_inspection_is_sent_unchanged(raw):
    ids = CORPUS.encode("The\n")[0]
    found, reach = inspect(MODEL, THETA, ids), dependence(MODEL, THETA, ids, 3)
    raw = None if raw is None else np.array(raw)
    header, arrays = json_of(inspection_data(LETTERS, CORPUS.vocab, found, reach, raw, "h, unit 1"))
    assert header["letters"] == LETTERS and header["guesses"] == found.guesses.tolist()
    assert header["shown"][CORPUS.vocab.index("\n")] == "⏎" and 0 <= header["at"] < 4
    for name, values in {"surprise": found.surprise, "guessed": found.guesses_p, "dependence": reach}.items():
        assert np.array_equal(arrays[name], values.astype("f4"), equal_nan=True)
    assert np.isfinite(arrays["tint"]).all() and np.abs(arrays["tint"]).max() <= 1
    if raw is not None and np.isfinite(raw).all() and raw.any():
        assert arrays["tint"] == pytest.approx(raw / 2) and len(header["legend"]) == 2
