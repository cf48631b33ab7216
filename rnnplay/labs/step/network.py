"""A network worked by hand: what was done to it, and from that everything it holds and says.

weights:  random, trained on the word, or the article's figure; then single numbers edited
branch:   acts from h = 0 on: feed a letter or a vector, set a number of a state, reset, keep, back
fork:     a second branch whose first acts are those of the first
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from rnnplay.labs.step.actions import MOST_ACTS, NUMBER, PLAIN_ACTS, Act, Feed, Put
from rnnplay.nn.cells import CELLS
from rnnplay.nn.stepper import GRU, LSTM, RNN
from rnnplay.options.field import Field, quote
from rnnplay.tasks.symbols import split
from rnnplay.training.article_weights import FIGURE, figure_weights
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

NETWORKS = {network.cell: network for network in (RNN, LSTM, GRU)}
STARTS = {"trained": "Trained on the word", "random": "Random", "figure": "The article's figure"}
UPDATES, RATE, DECIMALS = 100, 0.05, 1  # of Adam: every cell then spells "hello", whatever the seed
MOST_EDITS = 200
NAMES = ("rnn", "fork")  # of the branches, as in the code

# fmt: off
FIELDS = (
    Field("word", "Word", "Its letters are what the network reads and expects.", "text", 2, 12),
    Field("cell", "Cell", "What computes the new state from the input and the old one.", "choice",
          options={name: CELLS[name] for name in NETWORKS}),
    Field("hidden", "Hidden units", "How many numbers the network keeps from step to step.", "integer", 1, 8),
    Field("start", "Weights", "Where the weights come from. Trained: on spelling the word.", "choice",
          options=STARTS),
    Field("seed", "Seed", "Names one random start, so that it can be had again.", "integer", 0, 2**31 - 1),
)
# fmt: on
FIELD = {one.name: one for one in FIELDS}


@dataclass(frozen=True)
class Now:
    """Where a branch is: `states`, each (H,); `y` (V,) of the last step, or None; what was kept.

    x, before, inside: what the last step read, the states it began from, and all that it computed.
    fresh: nothing has been done to the state since that step.
    """

    states: dict
    y: np.ndarray | None = None
    kept: dict | None = None
    x: np.ndarray | None = None
    before: dict | None = None
    inside: dict | None = None
    fresh: bool = True
    said: tuple = ()  # of each act: the index of the highest score after it, or None


@dataclass(frozen=True)
class Bench:
    """Everything that was chosen and done. Raises ValueError with one sentence for what cannot be.

    edits: ((name of a matrix, index), value) each. branches: one tuple of acts, or two.
    forked: how many acts the two have in common.
    """

    word: str = "hello"
    cell: str = "rnn"
    hidden: int = 3
    start: str = "trained"
    seed: int = 0
    edits: tuple = ()
    branches: tuple = field(default=None)
    forked: int = 0

    def __post_init__(self):
        for one in FIELDS:
            object.__setattr__(self, one.name, one.check(getattr(self, one.name)))
        if self.start == "figure" and not self.fits_figure:
            raise ValueError("The article's figure is “hello”, read by a vanilla RNN of 3 hidden units.")
        if self.branches is None:
            read = tuple(Feed(self.vocab.index(symbol)) for symbol in split(self.word)[:-1])
            object.__setattr__(self, "branches", (read,))
        for acts in self.branches:
            check_acts(self, acts)
        if len(self.edits) > MOST_EDITS:
            raise ValueError(f"At most {MOST_EDITS} numbers of the matrices can be edited.")

    @property
    def vocab(self):
        """The word's different symbols in order of first appearance."""
        return tuple(dict.fromkeys(split(self.word)))

    @property
    def fits_figure(self):
        return (self.word, self.cell, self.hidden) == (FIGURE["text"], FIGURE["cell"], FIGURE["hidden"])

    @property
    def network(self):
        """The class of the network, as a notebook imports it."""
        return NETWORKS[self.cell]

    @property
    def given(self):
        """dict of name -> array: the weights it starts from; empty where its seed draws them."""
        if self.start == "random":
            return {}
        return figure_weights() if self.start == "figure" else trained(*self._key)

    @property
    def _key(self):
        return self.word, self.cell, self.hidden, self.seed

    def build(self):
        """A new network with these weights, its state 0."""
        net = self.network(len(self.vocab), self.hidden, len(self.vocab), seed=self.seed)
        for name, matrix in self.given.items():
            setattr(net, name, matrix)
        for (name, at), value in self.edits:
            net.params[name][at] = value
        return net

    def vector(self, x):
        """What a Feed reads -> (V,)."""
        return np.eye(len(self.vocab))[x] if isinstance(x, int) else np.array(x)

    @np.errstate(all="ignore")
    def now(self, branch) -> Now:
        """Do all the acts of a branch, with the network that a notebook would have."""
        net = self.build()
        now = Now(states_of(net))
        for act in self.branches[branch]:
            if isinstance(act, Feed):
                now = stepped(net, now, self.vector(act.x))
                continue
            if isinstance(act, Put):
                getattr(net, act.state)[act.unit] = act.value
            elif act.kind == "reset":
                net.reset()
            elif act.kind == "back":
                for name, value in now.kept.items():
                    setattr(net, name, value)
            kept = states_of(net) if act == Act("keep") else now.kept
            fresh = now.fresh and act == Act("keep")
            now = replace(now, states=states_of(net), kept=kept, fresh=fresh, said=(*now.said, None))
        return now

    # ---- what can be done: each gives a new Bench

    def choose(self, name, value):
        """Another word, cell, size, start or seed; what was done stays as far as it fits."""
        value = FIELD[name].check(value)
        if value == getattr(self, name):
            return self
        if name == "word":
            return Bench(
                value, self.cell, self.hidden, "trained" if self.start == "figure" else self.start, self.seed
            )
        chosen = {one.name: getattr(self, one.name) for one in FIELDS} | {name: value}
        if chosen["start"] == "figure" and name != "start":
            chosen["start"] = "trained"
        empty = Bench(**chosen, branches=((),))
        shared = [fits(empty, act) for act in self.branches[0][: self.forked]]
        branches = tuple(tuple(act for act in acts if fits(empty, act)) for acts in self.branches)
        layout = empty.network(len(empty.vocab), empty.hidden, len(empty.vocab)).params
        edits = tuple(one for one in self.edits if inside(layout, *one[0]))
        return replace(empty, branches=branches, forked=sum(shared), edits=edits)

    def act(self, branch, act):
        """Do something in one branch. A number that is set again replaces what it was set to."""
        acts = self.branches[branch]
        again = len(acts) > self.forked and isinstance(act, Put) and isinstance(acts[-1], Put)
        if again and (acts[-1].state, acts[-1].unit) == (act.state, act.unit):
            acts = acts[:-1]
        branches = tuple((*acts, act) if k == branch else other for k, other in enumerate(self.branches))
        return replace(self, branches=branches)

    def branch_off(self):
        """A second branch with the same past."""
        return replace(self, branches=self.branches[:1] * 2, forked=len(self.branches[0]))

    def clear(self):
        """The same network, and nothing done yet."""
        return replace(self, branches=((),), forked=0)

    def join(self):
        """Without the second branch."""
        return replace(self, branches=self.branches[:1], forked=0)

    def edit(self, name, at, value):
        """Set one number of a matrix, for both branches, from their beginning."""
        if not inside(self.build().params, name, at):
            raise ValueError(f"There is no number {quote(name)} at {at!r:.20}.")
        edits = dict(self.edits) | {(name, tuple(at)): NUMBER.check(value)}
        return replace(self, edits=tuple(edits.items()))


def states_of(net):
    """The states of a network, copied: they may be set in place later."""
    return {name: getattr(net, name).copy() for name in net.model.recurrent.states}


def stepped(net, now, x):
    """One step: what `net.step(x)` returns, and beside it everything that was computed on the way."""
    before = states_of(net)
    rows = SimpleNamespace(**{name: value[None] for name, value in before.items()})
    quantities = vars(net.model.recurrent.step(net.params, x[None], rows))
    y = net.step(x)
    seen = {name: value[0] for name, value in quantities.items()}
    said = (*now.said, int(y.argmax()))
    return Now(states_of(net), y, now.kept, x, before, seen, True, said)


def check_acts(bench, acts):
    """Raises ValueError with one sentence unless these acts can be done one after the other."""
    if len(acts) > MOST_ACTS:
        raise ValueError(f"At most {MOST_ACTS} things can be done in a row: undo some, or start over.")
    for k, act in enumerate(acts):
        if not fits(bench, act):
            raise ValueError(f"{quote(act.write())} cannot be done with this network.")
        if act == Act("back") and Act("keep") not in acts[:k]:
            raise ValueError("Nothing was kept that could be put back.")


def fits(bench, act):
    """Whether such a network has what the act asks for, and its numbers are legal."""
    match act:
        case Feed(x=int(letter)):
            return 0 <= letter < len(bench.vocab)
        case Feed(x=tuple(numbers)):
            return len(numbers) == len(bench.vocab) and all(abs(x) <= NUMBER.high for x in numbers)
        case Put(state=state, unit=unit, value=value):
            states = CELLS[bench.cell].states
            return state in states and 0 <= unit < bench.hidden and abs(value) <= NUMBER.high
        case Act(kind=kind):
            return kind in PLAIN_ACTS
    return False


def inside(params, name, at):
    """Whether there is a parameter of this name with a number at this index."""
    shape = params[name].shape if name in params.names else ()
    return len(shape) == len(at) > 0 and all(
        isinstance(k, int) and 0 <= k < n for k, n in zip(at, shape, strict=True)
    )


@lru_cache(maxsize=64)
def trained(word, cell, hidden, seed):
    """dict of name -> array: weights that have learned to spell the word, rounded: they are to be read."""
    experiment = Experiment(text=word, cell=cell, hidden=hidden, optimizer="adam", lr=RATE, seed=seed)
    session = Session(experiment)
    session.reach(UPDATES)
    params = experiment.model.params(
        np.round(session.details(UPDATES).theta_before, DECIMALS) + 0.0
    )  # never -0.0
    return {name: params[name] for name in params.names}
