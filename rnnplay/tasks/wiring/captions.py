"""One to many: a small picture, and a sentence of ten words about it.

x_1 = the picture        x_t = the word before        answer at every step = the next word, at last a stop

Of 150 scenes, 30 are never trained on: their parts are known, their combination is new.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng
from rnnplay.tasks.wiring.pictures import checked, drawn, noisy, pixels

ROWS, COLUMNS, NOISE = 8, 10, 0.02
UNSEEN, DRAWINGS = 30, 10  # scenes that are never trained on; pictures of each in the held-out set
TIMES = {"by day": "....##.... ....##....", "at night": ".#.....#.. ...#.....#"}
OBJECTS = {
    "a house stands": "..#. .### #### #.##",
    "a tree grows": ".##. #### .##. .##.",
    "a ship lies": ".#.. .##. .#.. ####",
    "an igloo stands": ".... .##. ##.# #..#",
    "a cat sits": "#..# #### #### .##.",
}
PLACES = {"on the left": 0, "in the middle": 3, "on the right": 6}
GROUNDS = {
    "on grass": "#.#.#.#.#. ##########",
    "on sand": ".......... #.#.#.#.#.",
    "on water": "##..##..## ..##..##..",
    "on stone": "########## ##########",
    "on snow": ".......... ..........",
}
SCENES = tuple(product(TIMES, OBJECTS, PLACES, GROUNDS))
STOP = "."
WORDS = (*dict.fromkeys(" ".join(part for scene in SCENES for part in scene).split()), STOP)
PIXELS = ROWS * COLUMNS


@dataclass(frozen=True)
class Scenes:
    """object × place × ground × day or night, some pixels wrong.

    As all sentences are equally long, eleven separate linear models of the picture, one for each place in the
    sentence, can do as well (99 %). Here one network says every word, and finds the end by itself.
    """

    title = "A picture and a sentence about it"
    shape = "one to many"
    learn = "A small picture is seen once; then say word by word what it shows."
    scored = "Every step: ten words and the stop."
    right = "The whole sentence is right, written without help: each word is fed back."
    baseline_name = "Each word from the word before"
    baseline = "No memory: each word by its place in the sentence and the word before alone."
    inputs, outputs = (*pixels(ROWS, COLUMNS), *WORDS[:-1]), WORDS
    vectors = True
    chance = 1 / len(SCENES)
    steps, reads, end = 11, 1, STOP
    updates = 1000

    def batch(self, rng, B):
        """B pictures of scenes to be trained on, with their sentences -> Batch."""
        trained, _ = split()
        return _make(rng, trained[rng.integers(0, len(trained), B)])

    def held_out(self):
        """Ten pictures of each unseen scene -> Batch, each time the same."""
        return _held_out()

    def baseline_score(self):
        """The share of held-out pictures whose sentence the baseline gets right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """None: this baseline reads the right first word, so it cannot answer for a picture alone."""
        return None

    def read(self, picture):
        """A learner's own picture, (8, 10) zeros and ones -> x (1, 1, V). Raises ValueError."""
        x = np.zeros((1, 1, len(self.inputs)), np.float32)
        x[0, 0, :PIXELS] = checked(picture, (ROWS, COLUMNS)).reshape(-1)
        return x

    def fed(self, chosen):
        """Words (B,) as numbers of `outputs` -> x (B, V) of the next step."""
        return np.eye(len(WORDS), len(self.inputs), PIXELS, np.float32)[chosen]

    def first(self, T):
        """The first step that is scored when T are read: the first one."""
        return 0

    def say(self, chosen):
        """The words in one sentence."""
        sentence = " ".join(chosen).replace(" .", ".")
        return sentence[:1].upper() + sentence[1:]


def paint(scene):
    """A scene, four parts of SCENES -> its picture (8, 10) without a fault."""
    time, thing, place, ground = scene
    picture = np.zeros((ROWS, COLUMNS), np.float32)
    picture[:2], picture[6:] = drawn(TIMES[time]), drawn(GROUNDS[ground])
    picture[2:6, PLACES[place] : PLACES[place] + 4] = drawn(OBJECTS[thing])
    return picture


@cache
def split():
    """-> the numbers of the scenes that are trained on (120,), and of those never seen (30,)."""
    order = np.random.default_rng(UNSEEN).permutation(len(SCENES))
    return order[UNSEEN:], order[:UNSEEN]


@cache
def _known():
    """Of every scene: its picture (150, 80), and its sentence as numbers (150, 11)."""
    sentences = [[WORDS.index(word) for word in (*" ".join(scene).split(), STOP)] for scene in SCENES]
    return np.stack([paint(scene).reshape(-1) for scene in SCENES]), np.array(sentences)


def _make(rng, scenes):
    """Numbers of scenes (B,) -> Batch with a new picture of each."""
    pictures, sentences = _known()
    targets = sentences[scenes].T
    x = np.zeros((len(targets), len(scenes), len(Scenes.inputs)), np.float32)
    x[0, :, :PIXELS] = noisy(rng, pictures[scenes], NOISE)
    x[1:] = Scenes().fed(targets[:-1])
    return Batch(x, targets, np.ones(targets.shape, np.float32))


@cache
def _held_out():
    return _make(held_out_rng(0), np.repeat(split()[1], DRAWINGS))


@cache
def _baseline_score():
    """Each time the word that came most often there; the first one, by the picture, is taken to be right."""
    sentences, wanted = _known()[1][split()[0]], _held_out().targets
    said = [wanted[0]]
    for before, after in zip(sentences.T, sentences.T[1:], strict=False):
        followers = np.zeros((len(WORDS), len(WORDS)))
        np.add.at(followers, (before, after), 1)
        said.append(followers.argmax(axis=1)[said[-1]])
    return float((np.stack(said) == wanted).all(axis=0).mean())
