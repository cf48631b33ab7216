"""One to many: a small picture, and a sentence of ten words about it.

x_1 = the picture        x_t = the word before        answer at every step = the next word, at last a stop

A picture combines a time, an object, a place and a ground. Of 150 combinations, 30 are never trained on: the
network knows their parts, but has never seen them together.
"""

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng
from rnnplay.tasks.wiring.pictures import checked, drawn, noisy, pixels

ROWS, COLUMNS, NOISE = 8, 10, 0.02
UNSEEN, PICTURES = 30, 10  # combinations that are never trained on; pictures of each in the held-out set
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
COMBINATIONS = tuple(product(TIMES, OBJECTS, PLACES, GROUNDS))
STOP = "."
WORDS = (*dict.fromkeys(" ".join(part for parts in COMBINATIONS for part in parts).split()), STOP)
PIXELS = ROWS * COLUMNS


@dataclass(frozen=True)
class Captions:
    """Pictures of time × object × place × ground, with some wrong pixels, and their sentences.

    All sentences are equally long, so eleven separate linear models of the picture, one for each place in the
    sentence, get 99 % right too. Here one network writes every word and the end of the sentence.
    """

    title = "A picture and a sentence about it"
    shape = "one to many"
    learn = "A small picture is seen once; then say word by word what it shows."
    scored = "Every step: ten words and the stop."
    right = "The whole sentence is right, written without help: each word is fed back."
    baseline_name = "Each word from the word before"
    baseline = "No memory: each word is predicted from its place in the sentence and the word before."
    inputs, outputs = (*pixels(ROWS, COLUMNS), *WORDS[:-1]), WORDS
    vectors = True
    chance = 1 / len(COMBINATIONS)
    steps, reads, end = 11, 1, STOP
    updates = 1000

    def batch(self, rng, B):
        """B training pictures with their sentences -> Batch."""
        trained, _ = split()
        return _make(rng, trained[rng.integers(0, len(trained), B)])

    def held_out(self):
        """Ten pictures of each unseen combination -> Batch, always the same."""
        return _held_out()

    def baseline_score(self):
        """The share of held-out pictures whose sentence the baseline gets right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """None: this baseline needs the right first word, so it cannot answer for a picture alone."""
        return None

    def read(self, picture):
        """A picture (8, 10) of zeros and ones -> x (1, 1, V). Raises ValueError."""
        x = np.zeros((1, 1, len(self.inputs)), np.float32)
        x[0, 0, :PIXELS] = checked(picture, (ROWS, COLUMNS)).reshape(-1)
        return x

    def fed(self, chosen):
        """Words (B,) as indices of `outputs` -> x (B, V) of the next step."""
        return np.eye(len(WORDS), len(self.inputs), PIXELS, np.float32)[chosen]

    def first(self, T):
        """The first step that is scored if T steps read: the first one."""
        return 0

    def say(self, chosen):
        """The words in one sentence."""
        sentence = " ".join(chosen).replace(" .", ".")
        return sentence[:1].upper() + sentence[1:]


def paint(parts):
    """The four parts of a combination -> its picture (8, 10) without wrong pixels."""
    time, thing, place, ground = parts
    picture = np.zeros((ROWS, COLUMNS), np.float32)
    picture[:2], picture[6:] = drawn(TIMES[time]), drawn(GROUNDS[ground])
    picture[2:6, PLACES[place] : PLACES[place] + 4] = drawn(OBJECTS[thing])
    return picture


@cache
def split():
    """-> indices of the combinations that are trained on (120,), and of those that never are (30,)."""
    order = np.random.default_rng(UNSEEN).permutation(len(COMBINATIONS))
    return order[UNSEEN:], order[:UNSEEN]


@cache
def _known():
    """-> the pictures of all combinations (150, 80), and their sentences as indices of words (150, 11)."""
    sentences = [[WORDS.index(word) for word in (*" ".join(parts).split(), STOP)] for parts in COMBINATIONS]
    return np.stack([paint(parts).reshape(-1) for parts in COMBINATIONS]), np.array(sentences)


def _make(rng, chosen):
    """Indices of combinations (B,) -> Batch with a new picture of each."""
    pictures, sentences = _known()
    targets = sentences[chosen].T
    x = np.zeros((len(targets), len(chosen), len(Captions.inputs)), np.float32)
    x[0, :, :PIXELS] = noisy(rng, pictures[chosen], NOISE)
    x[1:] = Captions().fed(targets[:-1])
    return Batch(x, targets, np.ones(targets.shape, np.float32))


@cache
def _held_out():
    return _make(held_out_rng(0), np.repeat(split()[1], PICTURES))


@cache
def _baseline_score():
    """The score of the baseline: each word is the most frequent one after the previous word; the first is
    given.
    """
    sentences, wanted = _known()[1][split()[0]], _held_out().targets
    written = [wanted[0]]
    for before, after in zip(sentences.T, sentences.T[1:], strict=False):
        followers = np.zeros((len(WORDS), len(WORDS)))
        np.add.at(followers, (before, after), 1)
        written.append(followers.argmax(axis=1)[written[-1]])
    return float((np.stack(written) == wanted).all(axis=0).mean())
