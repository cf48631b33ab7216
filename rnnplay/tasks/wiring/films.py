"""Many to many, in step: a small film of a dot, and the move of the dot since the previous frame.

x_t = the 36 pixels of frame t        answer at every step but the first = the move from frame t-1 to frame t

A single frame does not show a move: the network must remember where the dot was.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng, training_rng
from rnnplay.tasks.wiring.baselines import linear_softmax, predict
from rnnplay.tasks.wiring.held_out_split import draw
from rnnplay.tasks.wiring.pictures import checked, pixels

SIDE, FRAMES, HELD_OUT = 6, 12, 256
MOVES = {"stay": (0, 0), "up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
MOST = 60  # frames of a visitor's film


@dataclass(frozen=True)
class Films:
    """Films of a dot. Of the moves that stay inside the picture, each is equally likely."""

    title = "A film and its moves"
    shape = "many to many, in step"
    learn = "A dot walks about in a small film: at each frame, say how it moved since the frame before."
    scored = "Every frame but the first."
    right = "The answer has the highest score."
    baseline_name = "A model of single frames"
    baseline = "A linear softmax on the single frame, trained to convergence on 1,000 films."
    inputs, outputs = pixels(SIDE, SIDE), tuple(MOVES)
    vectors = True
    steps, reads, end = FRAMES, FRAMES, None
    updates = 400

    @property
    def chance(self):
        wanted = self.held_out()
        return float(np.bincount(wanted.targets[1:].reshape(-1)).max() / wanted.targets[1:].size)

    def batch(self, rng, B):
        """B training films -> Batch."""
        return draw(_make, rng, B)

    def held_out(self):
        """256 films that are never trained on -> Batch, always the same."""
        return _held_out()

    def baseline_score(self):
        """The share of held-out frames whose move the baseline gets right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """x (T, 1, 36) -> the moves that the baseline gives, one for each frame but the first."""
        return tuple(self.outputs[k] for k in predict(_baseline_weights(), x[1:, 0]))

    def read(self, film):
        """A film (T, 6, 6) with one dot in each frame -> x (T, 1, 36). Raises ValueError."""
        try:
            T = len(film)
        except TypeError:
            raise ValueError(f"the film must be a row of frames, not {film!r:.40}") from None
        if not 2 <= T <= MOST:
            raise ValueError(f"the film must have from 2 to {MOST} frames, not {T}")
        frames = [checked(frame, (SIDE, SIDE), f"frame {t}") for t, frame in enumerate(film, 1)]
        for t, frame in enumerate(frames, 1):
            if frame.sum() != 1:
                raise ValueError(f"frame {t} must show one dot, not {frame.sum():.0f}")
        return np.stack(frames).reshape(T, 1, -1)

    def first(self, T):
        """The first step that is scored if T steps read: the second frame."""
        return 1

    def say(self, chosen):
        """The moves in one line."""
        return ", ".join(chosen)


def _make(rng, B):
    steps, each = np.array(list(MOVES.values())), np.arange(B)
    x, targets = np.zeros((FRAMES, B, SIDE, SIDE), np.float32), np.zeros((FRAMES, B), np.intp)
    at = rng.integers(0, SIDE, (B, 2))
    x[0, each, at[:, 0], at[:, 1]] = 1
    for t in range(1, FRAMES):
        there = at[:, None] + steps
        inside = ((there >= 0) & (there < SIDE)).all(axis=2)
        targets[t] = (rng.random(inside.shape) * inside).argmax(axis=1)
        at = there[each, targets[t]]
        x[t, each, at[:, 0], at[:, 1]] = 1
    weights = np.ones(targets.shape, np.float32)
    weights[0] = 0
    return Batch(x.reshape(FRAMES, B, -1), targets, weights)


@cache
def _held_out():
    return draw(_make, held_out_rng(0), HELD_OUT, True)


def _frames_and_moves(batch):
    """-> the single frames that are scored (N, 36), and the right move at each (N,)."""
    return batch.x[1:].reshape(-1, SIDE * SIDE), batch.targets[1:].reshape(-1)


@cache
def _baseline_weights():
    return linear_softmax(*_frames_and_moves(draw(_make, training_rng(0, 0), 1000)), len(MOVES))


@cache
def _baseline_score():
    frames, moves = _frames_and_moves(_held_out())
    return float((predict(_baseline_weights(), frames) == moves).mean())
