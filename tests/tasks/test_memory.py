"""Every task agrees with its attributes: shapes, chance level, gap, and two separate random streams."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.tasks import TASKS
from rnnplay.tasks.batch import held_out_rng, training_rng
from rnnplay.tasks.memory.sentence import LANGUAGES, Sentence

each_task = pytest.mark.parametrize("name", TASKS)


def steps_of(task, names, x):
    """The steps at which one of the named symbols is read, sequence by sequence."""
    symbols = [task.inputs.index(name) for name in names]
    return [np.flatnonzero(np.isin(column, symbols)) for column in x.T]


# The steps of the clues in each sequence.
CLUES = {
    "cue": lambda task, x: steps_of(task, task.outputs, x),
    "fixed-cue": lambda task, x: steps_of(task, task.outputs, x),
    "two-cues": lambda task, x: steps_of(task, task.outputs, x),
    "sentence": lambda task, x: steps_of(task, task.clues, x),
    "order": lambda task, x: steps_of(task, "XY", x),
    "adding": lambda task, x: [np.flatnonzero(column)[:1] for column in x[..., 1].T],
    "copy": lambda task, x: [at[-1:] for at in steps_of(task, task.outputs, x)],
}
MARKS = {"cue": 1, "fixed-cue": 1, "two-cues": 2, "sentence": 1, "order": 2, "adding": 1, "copy": 1}


@each_task
@settings(max_examples=30, deadline=None)
@given(wider=st.integers(0, 150), B=st.integers(1, 40), seed=st.integers(0, 2**31 - 1))
def test_a_batch_has_the_promised_shape_and_gap(name, wider, B, seed):
    task = TASKS[name]
    gap = task.gaps[0] + wider
    x, targets, weights = task.batch(np.random.default_rng(seed), gap, B)
    T, V, answers = task.lengths(gap), len(task.inputs), len(task.outputs)
    assert weights.shape == (T, B) and set(np.unique(weights)) <= {0, 1} and weights.any(axis=0).all()
    if task.vectors:
        assert x.shape == (T, B, V) and np.isfinite(x).all()
    else:
        assert x.shape == (T, B) and x.dtype.kind == "i" and 0 <= x.min() and x.max() < V
    if task.loss == "squared":
        assert targets.shape == (T, B, answers) and np.isfinite(targets).all()
    else:
        assert targets.shape == (T, B) and targets.dtype.kind == "i"
        assert 0 <= targets.min() and targets.max() < answers
    for clues, scored in zip(CLUES[name](task, x), weights.T, strict=True):
        assert len(clues) == MARKS[name]
        # The last clue belongs to the last scored step.
        assert np.flatnonzero(scored)[-1] - clues[-1] >= gap


@each_task
def test_the_gap_is_not_much_wider_than_it_says(name):
    task = TASKS[name]
    assert task.lengths(100) <= 151


@each_task
def test_a_constant_guess_is_right_as_often_as_the_chance_level_says(name):
    task = TASKS[name]
    _, targets, weights = task.batch(np.random.default_rng(3), 12, 20_000)
    wanted = targets[weights > 0]
    if task.loss == "squared":
        best = max(np.mean(np.abs(wanted - guess) < 0.1) for guess in np.linspace(0, 2, 41))
    else:
        best = np.bincount(wanted).max() / len(wanted)
    assert best == pytest.approx(task.chance, abs=0.012)


@each_task
def test_the_generator_decides_everything(name):
    task = TASKS[name]
    once, again = (task.batch(training_rng(4, 7), 20, 16) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(once, again, strict=True))


@each_task
def test_training_and_held_out_data_never_overlap(name):
    task = TASKS[name]

    def sequences(rng):
        x = task.batch(rng, 30, 32).x
        return {x[:, b].tobytes() for b in range(x.shape[1])}

    held_out = set().union(*(sequences(held_out_rng(seed)) for seed in range(3)))
    trained = set().union(*(sequences(training_rng(seed, t)) for seed in range(3) for t in range(1, 40)))
    if name == "copy":  # all that can differ are its three symbols
        assert len(held_out | trained) <= 4**3
    else:
        assert not held_out & trained


@given(seed=st.integers(0, 2**31 - 1), update=st.integers(1, 2**31 - 1), other=st.integers(0, 2**31 - 1))
def test_the_two_streams_have_no_seed_in_common(seed, update, other):
    streams = [
        np.random.default_rng(seed),
        training_rng(seed, update),
        held_out_rng(other),
        training_rng(seed, update + 1),
    ]
    assert len({rng.bit_generator.random_raw() for rng in streams}) == 4


@each_task
@pytest.mark.parametrize("gap", [0, -1, 1001, 2.5, True, "3", None, float("nan")], ids=str)
def test_a_gap_out_of_range_is_refused(name, gap):
    task = TASKS[name]
    low, _ = task.gaps
    with pytest.raises(ValueError, match=rf"from {low} to 1,000, not {gap!r}"):
        task.batch(np.random.default_rng(0), gap, 4)


@each_task
def test_a_task_introduces_itself(name):
    task = TASKS[name]
    for words in (task.title, task.learn, task.source, task.scored, task.right):
        assert words.strip()
    assert len(set(task.inputs)) == len(task.inputs) and len(set(task.outputs)) == len(task.outputs)


def read(task, x):
    return [" ".join(task.inputs[k] for k in column) for column in x.T]


def test_the_sentence_is_one():
    task = TASKS["sentence"]
    x, targets, _ = task.batch(np.random.default_rng(0), 20, 50)
    for text, answer in zip(read(task, x), targets[-1], strict=True):
        country = text.removeprefix("I grew up in ").split()[0]
        assert text.endswith(" I speak fluent") and LANGUAGES[country] == task.outputs[answer]
        assert len(text.split()) == 25


def test_a_learner_writes_a_sentence():
    task = Sentence.from_text(
        "My [cats|dogs|ducks] live by the lake and when I come home they [meow|bark|quack] ."
    )
    x, targets, _ = task.batch(np.random.default_rng(0), 9, 50)
    said = dict(zip(("cats", "dogs", "ducks"), ("meow", "bark", "quack"), strict=True))
    for text, answer in zip(read(task, x), targets[-1], strict=True):
        assert text.startswith("My ") and text.endswith(" come home they")
        assert said[text.split()[1]] == task.outputs[answer]
    assert task.chance == 1 / 3 and {"lake", "live"} <= set(task.inputs)
    france = Sentence.from_text("She came from [France] and taught us [French]")
    assert set(france.outputs) == set(LANGUAGES.values())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "mark one clue and one answer"),
        ("I grew up in [France] and speak French", "mark one clue and one answer"),
        ("[a] b [c] d [e]", "mark one clue and one answer"),
        ("[cats] say [meow]", "at least two pairs"),
        ("[cats|dogs] say [meow]", "each clue needs its own answer"),
        ("[cats|cats] say [meow|bark]", "each clue needs its own answer"),
        ("[cats|] say [meow|bark]", "each clue needs its own answer"),
        ("[cats|dogs] say [boo|boo]", "at least two pairs"),
        ("[a|b] " + "c " * 100 + "[d|e]", "100 words"),
        ("[a|b] " + "c" * 3000 + "[d|e]", "2,000 letters"),
    ],
)
def test_a_sentence_that_is_no_task_is_refused(text, complaint):
    with pytest.raises(ValueError, match=complaint):
        Sentence.from_text(text)
