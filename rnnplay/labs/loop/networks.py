"""Two networks that tell an odd number of a letter from an even one: a recurrent one, and one with a window.

recurrent   h_t = tanh(W_xh @ x_t + W_hh @ h_{t-1} + b_h)     one letter a step; the state is carried on
window      h = tanh(W_xh @ [x_{t-k+1}, ..., x_t] + b_h)      the last k letters side by side, no state

Both are trained on the same kind of random text, in a fraction of a second. The answer depends on every
letter of the text, so a window that is shorter than the text does not determine it.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnplay.nn.functions import one_hot
from rnnplay.nn.model import Model
from rnnplay.training.update import UpdateRule

UNITS, WINDOW_UNITS = 4, 16
ANSWERS = ("even", "odd")
LENGTH, BATCH, UPDATES, RATE = 16, 32, 400, 0.05  # of the training texts and the training
RULE = UpdateRule("adam", clip=1.0)
STARTS = 30  # random starts to try: about every second one learns the task
KNOWS = 0.1  # nats: below this loss the texts become longer
WINDOW_UPDATES = 600
TEST_LENGTH, TESTS = 30, 500  # of the held-out texts


@dataclass(frozen=True, eq=False)
class TrainedNetwork:
    """A network after its training."""

    model: Model
    theta: np.ndarray  # (n,)
    accuracy: float  # share of right last answers on held-out texts of TEST_LENGTH letters
    start: int  # the random start that learned it, counted from 1

    @property
    def params(self):
        return self.model.params(self.theta)


def answers(x):
    """Symbols x (T, ...), of which 0 is counted -> (T, ...): 1 after an odd number of them, else 0."""
    return (x == 0).cumsum(axis=0) % 2


def random_texts(rng, T, B, V):
    """Random texts (T, B): 0, the counted letter, with probability 1/2; the others are equally likely."""
    return np.where(rng.random((T, B)) < 0.5, 0, rng.integers(1, V, (T, B)))


def windows(x, k, V):
    """x (T, B) -> (T, B, k * V): at each step the last k letters as 1-of-V; zeros before the first letter."""
    vectors = np.concatenate([np.zeros((k - 1, x.shape[1], V)), one_hot(x, V)])
    return np.concatenate([vectors[j : j + len(x)] for j in range(k)], axis=-1)


@lru_cache(maxsize=64)
def recurrent(V) -> TrainedNetwork:
    """The recurrent network for V symbols, from the first random start that learns the task.

    The training begins with texts of two letters. When the network knows them, they grow by two letters. The
    texts that decide whether it has learned the task are not those of its accuracy.
    """
    model, best, trial = Model("rnn", V, UNITS, len(ANSWERS)), None, held_out_texts(V, 3)
    for start in range(STARTS):
        rng, descent, T = np.random.default_rng([start, 1]), Descent(model, start), 2
        for _ in range(UPDATES):
            x = random_texts(rng, T, BATCH, V)
            descent.update(x, answers(x))
            if descent.loss < KNOWS and T < LENGTH:
                T += 2
        right = _is_right(model, descent.theta, trial, answers(trial)).mean()
        if best is None or right > best[0]:
            best = (right, start + 1, descent.theta)
        if right == 1:
            break
    _, start, theta = best
    x = held_out_texts(V, 2)
    return TrainedNetwork(model, theta, float(_is_right(model, theta, x, answers(x))[-1].mean()), start)


@lru_cache(maxsize=64)
def window(V, k) -> TrainedNetwork:
    """The feedforward network for V symbols that sees k letters.

    It is the same cell with more units. It reads all its letters in a single step, so no state comes before.
    """
    model, rng = Model("rnn", k * V, WINDOW_UNITS, len(ANSWERS)), np.random.default_rng([0, 1])
    descent = Descent(model, 0)
    for _ in range(WINDOW_UPDATES):
        x = random_texts(rng, LENGTH, BATCH, V)
        descent.update(_side_by_side(x, k, V), answers(x).reshape(1, -1))
    x = held_out_texts(V, 2)
    ends = _is_right(model, descent.theta, windows(x, k, V)[-1:], answers(x)[-1:])
    return TrainedNetwork(model, descent.theta, float(ends.mean()), 1)


class Descent:
    """The training of a model with Adam, from the start that `seed` draws. loss: of the last batch."""

    def __init__(self, model, seed):
        self.model, self.loss, self.count = model, np.inf, 0
        self.theta = model.initial(seed, None)
        self.state, self.gradient = RULE.start(self.theta), np.zeros(self.theta.size)
        self.workspace = None

    def update(self, x, targets):
        """Make one update on inputs and targets (T, B)."""
        if self.workspace is None or self.workspace.shape != targets.shape:
            self.workspace = self.model.fast(*targets.shape)
        self.loss, self.count = self.workspace.gradient(self.theta, x, targets, self.gradient), self.count + 1
        self.theta, self.state = RULE.update(self.theta, self.gradient, RATE, self.state, self.count)


def _side_by_side(x, k, V):
    """x (T, B) -> (1, T * B, k * V): each window is an example of one step."""
    return windows(x, k, V).reshape(1, -1, k * V)


def held_out_texts(V, seed):
    """Texts (TEST_LENGTH, TESTS) that no network was trained on, longer than those of the training."""
    return random_texts(np.random.default_rng([V, seed]), TEST_LENGTH, TESTS, V)


def _is_right(model, theta, x, targets):
    """Whether each answer is right, (T, B) of bool."""
    return model.unroll(model.params(theta), x, targets).p.argmax(axis=-1) == targets


def read(network, x):
    """The Trace of the recurrent network on symbols x (T,), from the zero state."""
    return network.model.unroll(network.params, x[:, None], answers(x)[:, None])


def read_windows(network, x, k):
    """Probabilities (T, 2) of the window network after each of the symbols x (T,)."""
    V = network.model.inputs // k
    vectors = _side_by_side(x[:, None], k, V)
    return network.model.unroll(network.params, vectors, answers(x)[None]).p[0]
