"""One to one: a small picture, and the name of the form in it.

x_1 = the 64 pixels of a picture        answer at this only step = its form

There is nothing to remember: with one step, a recurrent network is a feedforward network.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng, training_rng
from rnnplay.tasks.wiring.baselines import linear_softmax, predict
from rnnplay.tasks.wiring.held_out_split import draw
from rnnplay.tasks.wiring.pictures import checked, drawn, noisy, pixels

SIDE, HELD_OUT, NOISE = 8, 500, 0.03
FORMS = {
    "square": "##### #...# #...# #...# #####",
    "ring": ".###. #...# #...# #...# .###.",
    "plus": "..#.. ..#.. ##### ..#.. ..#..",
    "cross": "#...# .#.#. ..#.. .#.#. #...#",
    "triangle": "..#.. ..#.. .#.#. .#.#. #####",
    "arrow": "..#.. .###. #.#.# ..#.. ..#..",
    "cup": "#...# #...# #...# #...# #####",
    "heart": ".#.#. ##### ##### .###. ..#..",
}


@dataclass(frozen=True)
class Forms:
    """Pictures of a form of 5 × 5 pixels anywhere in 8 × 8, with some wrong pixels."""

    title = "A picture and its name"
    shape = "one to one"
    learn = "A small picture with some wrong pixels, the form anywhere in it: say which form it is."
    scored = "The only step."
    right = "The answer has the highest score."
    baseline_name = "A linear model of the pixels"
    baseline = "A linear softmax on the pixels, trained to convergence on 4,000 pictures."
    inputs, outputs = pixels(SIDE, SIDE), tuple(FORMS)
    vectors = True
    chance = 1 / len(FORMS)
    steps, reads, end = 1, 1, None
    updates = 1000

    def batch(self, rng, B):
        """B training pictures -> Batch."""
        return draw(_make, rng, B)

    def held_out(self):
        """500 pictures that are never trained on -> Batch, always the same."""
        return _held_out()

    def baseline_score(self):
        """The share of held-out pictures that the baseline names right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """x (1, 1, 64) -> the name that the baseline gives, as a tuple of one."""
        return (self.outputs[predict(_baseline_weights(), x[0])[0]],)

    def read(self, picture):
        """A picture (8, 8) of zeros and ones -> x (1, 1, 64). Raises ValueError."""
        return checked(picture, (SIDE, SIDE)).reshape(1, 1, -1)

    def first(self, T):
        """The first step that is scored if T steps read: the first one."""
        return 0

    def say(self, chosen):
        """The name with its article."""
        form = chosen[-1]
        return f"{'an' if form[0] in 'aeiou' else 'a'} {form}"


def _make(rng, B):
    forms = np.stack([drawn(text) for text in FORMS.values()])
    which, places = rng.integers(0, len(FORMS), B), SIDE - forms.shape[1] + 1
    pictures = np.zeros((B, SIDE, SIDE), np.float32)
    for picture, k, (row, column) in zip(pictures, which, rng.integers(0, places, (B, 2)), strict=True):
        picture[row : row + 5, column : column + 5] = forms[k]
    x = noisy(rng, pictures, NOISE).reshape(1, B, -1)
    return Batch(x, which[None], np.ones((1, B), np.float32))


@cache
def _held_out():
    return draw(_make, held_out_rng(0), HELD_OUT, True)


@cache
def _baseline_weights():
    batch = draw(_make, training_rng(0, 0), 4000)
    return linear_softmax(batch.x[0], batch.targets[0], len(FORMS))


@cache
def _baseline_score():
    batch = _held_out()
    return float((predict(_baseline_weights(), batch.x[0]) == batch.targets[0]).mean())
