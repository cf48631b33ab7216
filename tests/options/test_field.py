"""Every bad value is refused with one sentence that names it, or brought into its range."""

import time
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.nn.cells import CELLS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.options.field import MAX_CHANGES, MAX_UPDATES
from rnnplay.options.query import read_query
from rnnplay.options.refusal import Refusal, sentences
from rnnplay.training.experiment import FIELD, FIELDS, UPDATE, Experiment

# Bad values, what the sentence must name, and what a URL that holds the value gets instead.
BAD = [
    ("text", "", "empty", "hello"),
    ("text", "a", "“a”", "hello"),
    ("text", "👨‍👩‍👧‍👦", "has 1", "hello"),
    ("text", "x" * 201, "201", "hello"),
    ("text", "ab\ud800", "U+D800", "hello"),
    ("text", "\u202e", "U+202E", "hello"),
    ("cell", "<script>", "“<script>”", "rnn"),
    ("cell", "", "“”", "rnn"),
    ("hidden", "0", "not 0", 1),
    ("hidden", "65", "not 65", 64),
    ("hidden", "-3", "not -3", 1),
    ("hidden", "3.5", "“3.5”", 3),
    ("hidden", "٣", "“٣”", 3),
    ("hidden", "1_0", "“1_0”", 3),
    ("hidden", "9" * 40, "huge", 64),
    ("hidden", "9" * 5000, "“999", 3),
    ("optimizer", "SGD", "“SGD”", "sgd"),
    ("lr", "0", "not 0", ((0, 1e-5),)),
    ("lr", "1e999", "inf", ((0, 100.0),)),
    ("lr", "nan", "“nan”", ((0, 0.1),)),
    ("lr", "fast", "“fast”", ((0, 0.1),)),
    ("lr", "0.5~3:1000", "1000", ((0, 0.5), (3, 100.0))),
    ("lr", "0.5~3", "“0.5~3”", ((0, 0.1),)),
    ("lr", "0.5~9:0.2~3:0.1", "0, 9, 3", ((0, 0.1),)),
    ("lr", "0.5~200000:0.2", "200000", ((0, 0.1),)),
    ("clip", "-1", "not -1", 0.0),
    ("clip", "101", "101", 100.0),
    ("clip_by", "length", "“length”", "norm"),
    ("start", "zero", "“zero”", "random"),
    ("scale", "3.1", "3.1", 3.0),
    ("scale", "${7*7}", "“${7*7}”", 0.5),
    ("seed", "-1", "not -1", 0),
    ("seed", "2147483648", "2147483648", 2**31 - 1),
    ("activation", "sin", "“sin”", "tanh"),
    ("reset", "during", "“during”", "before"),
    ("init", "zero", "“zero”", "normal"),
    ("forget_bias", "21", "not 21", 20.0),
    ("forget_bias", "open", "“open”", 1.0),
    ("chrono", "-1", "not -1", 0),
    ("chrono", "1e9", "“1e9”", 0),
]

WRONG_TYPES = {
    "text": [None, 7, b"hello", ["h", "e"]],
    "cell": [["rnn"], None],
    "hidden": [True, 3.0, "3", 10**5000, None],
    "optimizer": [None, {}],
    "lr": [
        float("nan"),
        None,
        True,
        "0.1",
        (),
        ((1, 0.1),),
        ((0, 0.1), (2.5, 0.2)),
        ((0, 0.1), (True, 0.2)),
        ((0, 0.1), (2, 10**5000)),
        ((0, 0.1), (2, "0.2")),
        ((0, 0.1, 0.2),),
        [(i, 0.1 + i) for i in range(MAX_CHANGES + 2)],
    ],
    "clip": [1j, None, False],
    "clip_by": [None, 0],
    "start": [0],
    "scale": ["0.5", -0.1],
    "seed": [np.inf, 0.0],
    "activation": [None, np.tanh],
    "reset": [True, 1],
    "init": [0],
    "forget_bias": ["1", None, np.nan, 20.5],
    "chrono": [2.0, None, "200", 10_001],
}


def with_option(name):
    """The choices with which this one has an effect: a cell that has the option, if it is a cell's option."""
    cells = FIELD[name].cells or ()
    return {"cell": next(cell for cell in cells if hasattr(CELLS[cell], name))} if cells else {}


def is_legal(name, value):
    try:
        FIELD[name].check(value)
    except ValueError:
        return False
    return True


def is_one_sentence(text):
    return text.endswith(".") and "\n" not in text and len(text) < 320 and text.encode()


@pytest.mark.parametrize(("name", "value", "named", "instead"), BAD, ids=lambda value: ascii(value)[:30])
def test_a_bad_value_gives_a_sentence_that_names_it(name, value, named, instead):
    experiment, refusals = Experiment.from_query(with_option(name) | {name: value})
    (refusal,) = refusals.values()
    sentence = refusal.sentence
    assert refusals == {name: Refusal(name, None, sentence)}  # nothing of it stays in the field
    assert named in sentence and FIELD[name].label in sentence and "is used instead" in sentence
    assert is_one_sentence(sentence)
    assert getattr(experiment, name) == instead

    with pytest.raises(ValueError) as refusal:
        Experiment(**{name: FIELD[name].read(value)})
    assert named in str(refusal.value) and is_one_sentence(str(refusal.value))


@pytest.mark.parametrize("name", WRONG_TYPES)
def test_wrong_types_are_refused_with_a_sentence(name):
    for value in WRONG_TYPES[name]:
        with pytest.raises(ValueError) as refusal:
            Experiment(**{name: value})
        assert is_one_sentence(str(refusal.value)) and FIELD[name].label in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["x" * 10**7, "\u0301" * 10**7, "\ud800" * 10**7, "🇩" * 5000], ids=lambda text: ascii(text[0])
)
def test_a_huge_text_is_refused_at_once(text):
    start = time.process_time()
    experiment, refusals = Experiment.from_query(dict.fromkeys(FIELD, text))
    assert time.process_time() - start < 0.25
    assert list(refusals) == list(FIELD)
    assert all(is_one_sentence(refusal.sentence) for refusal in refusals.values())
    assert experiment == Experiment()


@given(st.text() | st.integers().map(str) | st.lists(st.text()) | st.none() | st.floats())
def test_any_update_number_is_a_number_of_an_update(value):
    values, refusals = read_query((UPDATE,), {"update": value}, {"update": 0})
    assert type(values["update"]) is int and 0 <= values["update"] <= MAX_UPDATES
    assert all(is_one_sentence(refusal.sentence) for refusal in refusals.values())


@pytest.mark.parametrize(
    ("given", "used", "named"),
    [("37", 37, ""), (["1", "37"], 37, ""), ("1e3", 0, "1e3"), ("100001", MAX_UPDATES, "100001")],
)
def test_an_update_number_is_read_or_brought_into_range(given, used, named):
    values, refusals = read_query((UPDATE,), {"update": given}, {"update": 0})
    assert values == {"update": used} and len(refusals) == bool(named)
    assert named in sentences(refusals)


@pytest.mark.parametrize(
    "field", [f for f in FIELDS if f.kind in ("integer", "number", "schedule")], ids=lambda f: f.name
)
def test_the_ends_of_every_range_are_legal_and_one_step_further_is_not(field):
    step = 1 if field.kind == "integer" else 1e-7
    for end, beyond in ((field.low, field.low - step), (field.high, field.high + step)):
        assert getattr(Experiment(**with_option(field.name), **{field.name: end}), field.name) in (
            end,
            ((0, end),),
        )
        assert not is_legal(field.name, beyond)


@pytest.mark.parametrize("field", [f for f in FIELDS if f.kind == "choice"], ids=lambda f: f.name)
def test_a_choice_knows_its_registry_and_a_title_for_each(field):
    assert all(isinstance(title, str) and title for title in field.titles.values())
    assert list(field.titles) == list(field.options)


@pytest.mark.parametrize(("name", "registry"), [("cell", CELLS), ("optimizer", OPTIMIZERS)])
def test_what_is_added_to_a_registry_can_be_chosen(name, registry, monkeypatch):
    monkeypatch.setitem(registry, "toy", SimpleNamespace(title="A toy"))
    assert Experiment.from_query({name: "toy"}) == (Experiment(**{name: "toy"}), {})
    assert FIELD[name].titles["toy"] == "A toy"
