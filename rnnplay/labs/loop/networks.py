"""What the lab of the loop shows: two networks that say whether a letter was read an odd number of times.

recurrent   h_t = tanh(W_xh @ x_t + W_hh @ h_{t-1} + b_h)     one letter a step, and the state carried along
window      h = tanh(W_xh @ [x_{t-k+1}, ..., x_t] + b_h)      the last k letters side by side, no more

Both are trained on the same kind of random text, in a fraction of a second. The answer hangs on
every letter since the first one, so that no window that is shorter than the text can know it.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rnnplay.nn.functions import one_hot
from rnnplay.nn.model import Model
from rnnplay.nn.optimizers import OPTIMIZERS, clip
from rnnplay.options.field import Field, quote
from rnnplay.options.query import read_in_turn
from rnnplay.tasks.symbols import split

LONGEST = 60
TEXT = Field(
    "text",
    "Your text",
    "1 to 60 letters or other symbols. It is read from left to right.",
    "text",
    1,
    LONGEST,
)
COUNT = Field("count", "Counted letter", "Has it come an odd or an even number of times?", "text", 1, 1)
WINDOW = Field(
    "window", "Window", "How many letters the feedforward network sees: the last ones.", "integer", 1, 6
)
FIELDS = (TEXT, COUNT, WINDOW)
FIELD = {field.name: field for field in FIELDS}

UNITS, WINDOW_UNITS = 4, 16
ANSWERS = ("even", "odd")
LENGTH, BATCH, UPDATES, RATE = 16, 32, 400, 0.05  # of the training texts, and how it goes
STARTS = 30  # random starts that are tried: about every second one learns it
KNOWS = 0.1  # nats: enough to go on to longer texts
WINDOW_UPDATES = 600
TEST_LENGTH, TESTS = 30, 500  # of the held-out texts


@dataclass(frozen=True)
class Loop:
    """What is read, what is counted, and how much the window sees. Raises ValueError with one sentence.

    count: one of the text's symbols; "" for the one that comes most often.
    """

    text: str = "banana"
    count: str = ""
    window: int = 3

    def __post_init__(self):
        object.__setattr__(self, "text", TEXT.check(self.text))
        letters, count = self.letters, self.count or self.commonest
        if count not in letters:
            raise ValueError(f"The counted letter must occur in the text, and {quote(count)} does not.")
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "window", WINDOW.check(self.window))

    @property
    def letters(self):
        """The text's symbols, one a step."""
        return tuple(split(self.text))

    @property
    def commonest(self):
        """The symbol that comes most often; of several, the one that comes first."""
        return Counter(self.letters).most_common(1)[0][0]

    @property
    def alphabet(self):
        """The symbols that the networks know, the counted one first. There are at least two."""
        others = sorted(set(self.letters) - {self.count})
        return (self.count, *(others or ("b" if self.count == "a" else "a",)))

    @property
    def x(self):
        """The text (T,) as symbols of the alphabet: the counted one is 0."""
        place = {symbol: k for k, symbol in enumerate(self.alphabet)}
        return np.array([place[symbol] for symbol in self.letters])

    def with_text(self, text):
        """The same with another text; where the counted letter does not occur in it, another is counted."""
        try:
            return replace(self, text=text)
        except ValueError:
            return replace(self, text=text, count="")

    def with_choice(self, name, text):
        """The same with one choice read from text (str). Raises ValueError with one sentence."""
        value = FIELD[name].read(text)
        return self.with_text(value) if name == "text" else replace(self, **{name: value})

    def longer(self):
        """The text twice, as far as it goes."""
        return self.with_text("".join((self.letters * 2)[:LONGEST]))

    @classmethod
    def from_query(cls, query):
        """A link's parameters (mapping of str to str) -> (Loop, dict of name to Refusal). Never raises."""

        def change(loop, name, text):
            # A link that says no counted letter means the most frequent one of its text.
            return cls(TEXT.read(text)) if name == "text" else loop.with_choice(name, text)

        return read_in_turn(cls(), FIELDS, query, change)

    def texts(self):
        """dict of name to str: every choice as a link has it."""
        return {field.name: field.write(getattr(self, field.name)) for field in FIELDS}

    def to_query(self):
        """dict of str to str that opens the same: the text, and what is not as usual."""
        usual = Loop(self.text).texts()
        return {name: text for name, text in self.texts().items() if name == "text" or text != usual[name]}


@dataclass(frozen=True, eq=False)
class Learned:
    """A network after its training."""

    model: Model
    theta: np.ndarray  # (n,)
    accuracy: float  # share of held-out texts, of TEST_LENGTH letters, whose last answer is right
    start: int  # the random start that learned it, counted from 1

    @property
    def params(self):
        return self.model.params(self.theta)


def answers(x):
    """x (T, ...), symbols of which 0 is counted -> (T, ...): 1 where an odd number has been read."""
    return (x == 0).cumsum(axis=0) % 2


def draw(rng, T, B, V):
    """Random texts (T, B): every second letter is the counted one, 0; the others are alike."""
    return np.where(rng.random((T, B)) < 0.5, 0, rng.integers(1, V, (T, B)))


def windows(x, k, V):
    """x (T, B) -> (T, B, k * V): at each step the last k letters, 1-of-V; zeros where there is none yet."""
    vectors = np.concatenate([np.zeros((k - 1, x.shape[1], V)), one_hot(x, V)])
    return np.concatenate([vectors[j : j + len(x)] for j in range(k)], axis=-1)


@lru_cache(maxsize=64)
def recurrent(V) -> Learned:
    """The recurrent network for an alphabet of V: that of the first random start which learns it.

    It begins with texts of two letters; whenever it knows those, they grow by two. Whether it has learned it
    is tried on texts of its own, not on those that its accuracy is told of.
    """
    model, best, trial = Model("rnn", V, UNITS, len(ANSWERS)), None, texts(V, 3)
    for start in range(STARTS):
        rng, descent, T = np.random.default_rng([start, 1]), Descent(model, start), 2
        for _ in range(UPDATES):
            x = draw(rng, T, BATCH, V)
            descent.update(x, answers(x))
            if descent.loss < KNOWS and T < LENGTH:
                T += 2
        right = _right(model, descent.theta, trial, answers(trial)).mean()
        if best is None or right > best[0]:
            best = (right, start + 1, descent.theta)
        if right == 1:
            break
    _, start, theta = best
    x = texts(V, 2)
    return Learned(model, theta, float(_right(model, theta, x, answers(x))[-1].mean()), start)


@lru_cache(maxsize=64)
def window(V, k) -> Learned:
    """The feedforward network that sees k letters of an alphabet of V.

    It is the same cell with more units, all its letters at once, and a single step: nothing comes before.
    """
    model, rng = Model("rnn", k * V, WINDOW_UNITS, len(ANSWERS)), np.random.default_rng([0, 1])
    descent = Descent(model, 0)
    for _ in range(WINDOW_UPDATES):
        x = draw(rng, LENGTH, BATCH, V)
        descent.update(_side_by_side(x, k, V), answers(x).reshape(1, -1))
    x = texts(V, 2)
    ends = _right(model, descent.theta, windows(x, k, V)[-1:], answers(x)[-1:])
    return Learned(model, descent.theta, float(ends.mean()), 1)


class Descent:
    """Adam on a model, from the start that `seed` draws; `loss` is that of the last update's batch."""

    def __init__(self, model, seed):
        self.model, self.rule, self.loss, self.count = model, OPTIMIZERS["adam"], np.inf, 0
        self.theta = model.initial(seed, None)
        self.state, self.gradient = self.rule.start(self.theta.size), np.zeros(self.theta.size)
        self.workspace = None

    def update(self, x, targets):
        """One update, on inputs and wanted answers (T, B)."""
        if self.workspace is None or self.workspace.shape != targets.shape:
            self.workspace = self.model.fast(*targets.shape)
        self.loss, self.count = self.workspace.gradient(self.theta, x, targets, self.gradient), self.count + 1
        gradient = clip(self.gradient, 1.0)
        self.theta, self.state = self.rule.update(self.theta, gradient, RATE, self.state, self.count)


def _side_by_side(x, k, V):
    """x (T, B) -> (1, T * B, k * V): every window an example of its own, of one step."""
    return windows(x, k, V).reshape(1, -1, k * V)


def texts(V, seed):
    """Texts (TEST_LENGTH, TESTS) that no network has been trained on: they are longer, for one."""
    return draw(np.random.default_rng([V, seed]), TEST_LENGTH, TESTS, V)


def _right(model, theta, x, targets):
    """(T, B): where the answer is right."""
    return model.unroll(model.params(theta), x, targets).p.argmax(axis=-1) == targets


def read(learned, x):
    """x (T,), symbols -> the Trace of the recurrent network, read letter by letter from the zero state."""
    return learned.model.unroll(learned.params, x[:, None], answers(x)[:, None])


def read_windows(learned, x, k):
    """x (T,), symbols -> (T, 2): the probabilities of the window network after each letter."""
    V = learned.model.inputs // k
    vectors = _side_by_side(x[:, None], k, V)
    return learned.model.unroll(learned.params, vectors, answers(x)[None]).p[0]
