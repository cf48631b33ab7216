"""The five shapes agree with their attributes: labels, grammar, and separate held-out data."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.nn.functions import cross_entropy
from rnnplay.tasks.batch import training_rng
from rnnplay.tasks.wiring import SHAPES
from rnnplay.tasks.wiring.baselines import RIDGE, linear_softmax
from rnnplay.tasks.wiring.captions import COMBINATIONS, OBJECTS, PIXELS, PLACES, paint
from rnnplay.tasks.wiring.forms import FORMS
from rnnplay.tasks.wiring.phrases import PHRASES, Phrases, english, french
from rnnplay.tasks.wiring.pictures import drawn

each_shape = pytest.mark.parametrize("name", SHAPES)
WRITERS = [name for name, task in SHAPES.items() if task.end]


def rows(batch):
    """Each example's inputs and, of scored steps, answers in words: a list of pairs."""
    return [
        (x, targets[weights > 0])
        for x, targets, weights in zip(*(np.moveaxis(values, 1, 0) for values in batch), strict=True)
    ]


def in_words(task, batch):
    """The words read and the names answered of each example of symbols: pairs of lists, up to its end."""
    for column, answered, weights in zip(batch.x.T, batch.targets.T, batch.weights.T, strict=True):
        scored = np.flatnonzero(weights)
        yield (
            [task.inputs[k] for k in column[: scored[-1] + 1]],
            [task.outputs[k] for k in answered[scored]],
        )


@each_shape
@settings(max_examples=15, deadline=None)
@given(B=st.integers(1, 40), seed=st.integers(0, 2**31 - 1))
def test_a_batch_has_the_promised_shape(name, B, seed):
    task = SHAPES[name]
    batches = [task.batch(np.random.default_rng(seed), B) for _ in range(2)]
    assert all(np.array_equal(a, b) for a, b in zip(*batches, strict=True))
    for (x, targets, weights), count in ((batches[0], B), (task.held_out(), task.held_out().x.shape[1])):
        T, V = task.steps, len(task.inputs)
        assert x.shape == ((T, count, V) if task.vectors else (T, count)) and x.min() >= 0
        assert x.max() <= 1 if task.vectors else x.max() < V
        assert targets.shape == weights.shape == (T, count)
        assert 0 <= targets.min() and targets.max() < len(task.outputs)
        assert set(np.unique(weights)) <= {0, 1} and weights.any(axis=0).all()


@each_shape
def test_nothing_held_out_is_ever_trained_on(name):
    task = SHAPES[name]

    def read(batch):
        return {x[: task.reads].tobytes() for x, _ in rows(batch)}

    apart = read(task.held_out())
    trained = set().union(
        *(read(task.batch(training_rng(seed, t), 32)) for seed in (0, 9) for t in range(99))
    )
    assert len(apart) > 200 and len(trained) > 2000 and not apart & trained


def test_unseen_scenes_are_new_combinations_of_known_parts():
    task = SHAPES["one-to-many"]
    told = {task.say([task.outputs[k] for k in wanted]) for _, wanted in rows(task.held_out())}
    batches = [task.batch(training_rng(0, t), 32) for t in range(60)]
    trained = {task.say([task.outputs[k] for k in w]) for batch in batches for _, w in rows(batch)}
    assert (len(told), len(trained)) == (30, 120) and not told & trained
    assert {len(sentence.split()) for sentence in told | trained} == {10}
    assert set(" ".join(told).split()) <= set(" ".join(trained).split())


def test_unseen_phrases_are_new_combinations_of_known_words():
    task = Phrases()
    batches = [task.batch(training_rng(0, t), 256) for t in range(250)]
    trained = {tuple(read[:5]) for batch in batches for read, _ in in_words(task, batch)}
    unseen = {tuple(read[:5]) for read, _ in in_words(task, task.held_out())}
    assert (len(trained), len(unseen)) == (4032, 1008) and not trained & unseen
    assert {word for phrase in trained for word in phrase} == {
        w for phrase in PHRASES for w in english(phrase)
    }


@each_shape
def test_chance_and_the_baseline_are_what_is_said(name):
    task = SHAPES[name]
    batch = task.held_out()
    wanted = batch.targets[batch.weights > 0]
    if task.end:
        _, counts = np.unique(batch.targets * (batch.weights > 0), axis=1, return_counts=True)
        assert task.chance < 0.01 and counts.max() / batch.x.shape[1] <= 1 / 30
        assert 0 <= task.baseline_score() < 0.2
    else:
        best = np.bincount(wanted).max() / len(wanted)
        assert best == pytest.approx(task.chance, abs=0.03)
        assert task.chance < task.baseline_score() < 0.8
    for words in (task.title, task.learn, task.shape, task.scored, task.right, task.baseline):
        assert words.strip()
    assert len(set(task.inputs)) == len(task.inputs) and len(set(task.outputs)) == len(task.outputs)


def test_the_linear_model_ends_where_nothing_is_better():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 4))
    targets = (x @ rng.normal(size=(4, 3)) + rng.gumbel(size=(200, 3))).argmax(axis=1)
    W, ones = linear_softmax(x, targets, 3), np.concatenate([x, np.ones((200, 1))], axis=1)

    def loss(W):
        return cross_entropy(ones @ W, targets).mean() + RIDGE / 2 * (W**2).sum()

    for _ in range(50):
        assert loss(W + 1e-3 * rng.normal(size=W.shape)) > loss(W)


def test_a_form_is_what_its_picture_is_nearest_to():
    batch = SHAPES["one-to-one"].batch(np.random.default_rng(1), 300)
    shifted = np.array(
        [
            [np.pad(drawn(text), ((i, 3 - i), (j, 3 - j))).reshape(-1) for i in range(4) for j in range(4)]
            for text in FORMS.values()
        ]
    )
    nearest = np.abs(batch.x[0][:, None, None] - shifted).sum(axis=-1).min(axis=-1).argmin(axis=1)
    assert (nearest == batch.targets[0]).mean() > 0.97


def test_a_sentence_says_what_was_painted():
    task = SHAPES["one-to-many"]
    clean = np.stack([paint(parts).reshape(-1) for parts in COMBINATIONS])
    assert len({picture.tobytes() for picture in clean}) == len(COMBINATIONS) == 150
    batch = task.batch(np.random.default_rng(2), 200)
    nearest = [COMBINATIONS[np.abs(clean - x).sum(axis=1).argmin()] for x in batch.x[0][:, :PIXELS]]
    said = [task.say([task.outputs[k] for k in wanted]) for _, wanted in rows(batch)]
    agree = [sentence.lower() == " ".join(parts) + "." for sentence, parts in zip(said, nearest, strict=True)]
    assert np.mean(agree) > 0.97
    pattern = f"(By day|At night) ({'|'.join(OBJECTS)}) ({'|'.join(PLACES)}) on \\w+\\."
    assert all(re.fullmatch(pattern, sentence) for sentence in said)
    # From the second step on it reads what it should have said just before.
    assert not batch.x[0][:, PIXELS:].any() and not batch.x[1:, :, :PIXELS].any()
    assert np.array_equal(batch.x[1:, :, PIXELS:].argmax(axis=-1), batch.targets[:-1])


def stars_of(words):
    """The stars of a review, worked out from its words alone, in another way than it was made."""
    text = re.sub(r".* but ", "", " ".join(words))
    total = 0
    for clause in text.split(" and "):
        liked = re.search(r"\b(good|funny|clever|lovely|like)\b", clause)
        degree = re.search(r"\b(not very|not|very|quite|much|something|nothing)\b", clause)
        worth = {"not very": -1, "not": -2, "very": 3, "quite": 1, "much": 3, "something": 1, "nothing": -3}
        total += (1 if liked else -1) * (worth[degree[0]] if degree else 2)
    return 5 if total > 2 else 4 if total > 0 else 3 if total == 0 else 2 if total > -3 else 1


def test_a_review_has_the_stars_that_its_words_ask_for():
    task, clause = (
        SHAPES["many-to-one"],
        r"(the \w+ (is|was) (not )?(very |quite )?\w+|there is \w+ to \w+ in this movie)",
    )
    for batch in (task.batch(np.random.default_rng(3), 400), task.held_out()):
        for read, answered in in_words(task, batch):
            assert answered == [f"{stars_of(read)} star" + "s" * (stars_of(read) > 1)]
            assert re.fullmatch(f"{clause}( (and|but) {clause})?", " ".join(read))
    assert stars_of("there is nothing to like in this movie".split()) == 1


def test_french_agrees_and_has_its_own_order():
    told = {" ".join(english(phrase)): " ".join(french(phrase)) for phrase in PHRASES}
    assert len(told) == len(set(told.values())) == 5040
    for source, wanted in {
        "she sees the small house": "elle voit la petite maison",
        "he sees the red house": "il voit la maison rouge",
        "we take a white car": "nous prenons une voiture blanche",
        "I find my old dog": "je trouve mon vieux chien",
        "they draw a green garden": "ils dessinent un jardin vert",
        "you sell my black book": "tu vends mon livre noir",
    }.items():
        assert told[source] == wanted
    feminine = {"maison", "voiture", "table", "fleur"}
    for sentence in told.values():
        words = sentence.split()
        is_feminine = bool(feminine & set(words[3:]))
        assert (words[2] in ("la", "une", "ma")) == is_feminine
        adjective = next(
            word for word in words[3:] if word not in feminine | {"chat", "chien", "livre", "jardin"}
        )
        forms = {"petit": "petite", "grand": "grande", "vieux": "vieille", "vert": "verte", "noir": "noire"}
        forms |= {"blanc": "blanche", "rouge": "rouge"}
        assert adjective in (set(forms.values()) if is_feminine else set(forms))
        assert (words[3] == adjective) == (adjective[:3] in ("pet", "gra", "vie"))


@pytest.mark.parametrize("joined", [1, 2, 3])
def test_a_translation_follows_its_phrase(joined):
    task, told = Phrases(joined), {english(phrase): french(phrase) for phrase in PHRASES}
    seen = set()
    for batch in (task.batch(np.random.default_rng(4), 100), task.held_out(joined)):
        for read, answered in in_words(task, batch):
            go = read.index("<go>")
            parts = [tuple(part.split()) for part in " ".join(read[:go]).split(" and ")]
            wanted = " et ".join(" ".join(told[part]) for part in parts).split()
            assert answered == [*wanted, "."] and read[go + 1 :] == [f"fr:{word}" for word in wanted]
            seen.add(len(parts))
    assert seen == set(range(1, joined + 1))


def test_a_move_is_the_difference_of_two_frames():
    task = SHAPES["in-step"]
    x, targets, weights = task.batch(np.random.default_rng(5), 100)
    assert (x.sum(axis=-1) == 1).all() and not weights[0].any() and weights[1:].all()
    row, column = np.divmod(x.argmax(axis=-1), 6)
    moved = np.stack([np.diff(row, axis=0), np.diff(column, axis=0)], axis=-1)
    named = {"stay": (0, 0), "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
    assert (moved == np.array([named[name] for name in task.outputs])[targets[1:]]).all()


@each_shape
def test_a_learner_reads_in_what_the_task_reads(name):
    task = SHAPES[name]
    batch = task.batch(np.random.default_rng(6), 8)
    for b in range(8):
        x = batch.x[: task.reads, b]
        own = {
            "one-to-one": lambda x: x.reshape(8, 8),
            "one-to-many": lambda x: x[0, :PIXELS].reshape(8, 10),
            "many-to-one": lambda x: " ".join(task.inputs[k] for k in x).capitalize() + "!",
            "encoder-decoder": lambda x: [task.inputs[k] for k in x[:-1]],
            "in-step": lambda x: x.reshape(-1, 6, 6).tolist(),
        }[name](x)
        assert np.array_equal(task.read(own)[:, 0], x)
        T = len(x)
        assert task.first(T) == (T - 1 if name == "many-to-one" else np.flatnonzero(batch.weights[:, b])[0])


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_said_is_fed_back_as_it_was_in_training(name):
    task = SHAPES[name]
    x, targets, _ = task.batch(np.random.default_rng(7), 8)
    for t in range(task.reads - 1, task.steps - 1):
        assert np.array_equal(task.fed(targets[t]), x[t + 1])
    assert task.fed(np.array([task.outputs.index(task.end)])).shape == x[0, :1].shape


@pytest.mark.parametrize(
    ("name", "own", "complaint"),
    [
        ("one-to-one", np.zeros((8, 10)), r"the picture must have shape \(8, 8\), not \(8, 10\)"),
        ("one-to-one", np.full((8, 8), 0.5), "made of 0 and 1, not 0.5"),
        ("one-to-one", np.full((8, 8), np.nan), "made of 0 and 1, not nan"),
        ("one-to-one", "house", "must be made of numbers"),
        ("one-to-many", [[1, 2], [3]], "must be made of numbers"),
        ("many-to-one", "the movie is superb and grandiose", "the words “superb”, “grandiose”"),
        ("many-to-one", "", "at least one word"),
        ("many-to-one", "good " * 61, "at most 60 words"),
        ("encoder-decoder", "she sees the blue house", "the word “blue”"),
        ("encoder-decoder", ["elle", "voit"], "the words “elle”, “voit”"),
        ("encoder-decoder", "<go>", "the word “<go>”"),
        ("in-step", np.zeros((5, 6, 6)), "frame 1 must show one dot, not 0"),
        ("in-step", np.eye(36).reshape(36, 6, 6)[:1], "from 2 to 60 frames, not 1"),
        ("in-step", 5, "a row of frames, not 5"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name, own, complaint):
    with pytest.raises(ValueError, match=complaint):
        SHAPES[name].read(own)


@pytest.mark.parametrize("joined", [0, 4, 1.5, "2"], ids=str)
def test_only_a_few_phrases_can_be_joined(joined):
    with pytest.raises(ValueError, match="from 1 to 3 phrases can be joined"):
        Phrases(joined)
