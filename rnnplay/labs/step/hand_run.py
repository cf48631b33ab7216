"""A network that is run by hand: its weights, the actions of each branch, and the resulting states.

weights:  random, trained on the word, or the article's figure; then single numbers edited
branch:   actions from h = 0 on: feed a letter or a vector, set a number of a state, reset, keep, back
fork:     a second branch, which shares the first actions of the first one
"""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from rnnplay.labs.step.actions import MOST_ACTIONS, NUMBER, STATE_ACTIONS, Feed, SetNumber, StateAction
from rnnplay.nn.cells import CELLS
from rnnplay.nn.stepper import network_class
from rnnplay.options.field import Field, quote
from rnnplay.tasks.symbols import split
from rnnplay.training.article_weights import FIGURE, figure_weights
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

STARTS = {"trained": "Trained on the word", "random": "Random", "figure": "The article's figure"}
UPDATES, RATE, DECIMALS = 100, 0.05, 1  # of Adam: every cell then spells "hello", from every seed
MOST_EDITS = 200
BRANCH_NAMES = ("rnn", "fork")  # as in the Python code

# fmt: off
FIELDS = (
    Field("word", "Word", "Its letters are what the network reads and expects.", "text", 2, 12),
    Field("cell", "Cell", "What computes the new state from the input and the old one.", "choice",
          options=CELLS),
    Field("hidden", "Hidden units", "How many numbers the network keeps from step to step.", "integer", 1, 8),
    Field("start", "Weights", "Where the weights come from. Trained: on spelling the word.", "choice",
          options=STARTS),
    Field("seed", "Seed", "Names one random start, so that it can be repeated.", "integer", 0, 2**31 - 1),
)
# fmt: on
FIELD = {one.name: one for one in FIELDS}


@dataclass(frozen=True)
class BranchState:
    """A branch after its last action: states (H,), the last step's scores y (V,) or None, and the kept copy.

    x, before, inside: the last step's input (V,), the states before it, and every quantity that it computed.
    fresh: whether the states are unchanged since that step.
    """

    states: dict
    y: np.ndarray | None = None
    kept: dict | None = None
    x: np.ndarray | None = None
    before: dict | None = None
    inside: dict | None = None
    fresh: bool = True
    expected: tuple = ()  # of each action: the index of the highest score after it, or None


@dataclass(frozen=True)
class HandRun:
    """All choices and actions. Raises ValueError with one sentence if they do not fit together.

    edits: ((name of a matrix, index), value) each. branches: one tuple of actions, or two.
    forked: the number of actions that the two share.
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
        for actions in self.branches:
            check_actions(self, actions)
        if len(self.edits) > MOST_EDITS:
            raise ValueError(f"At most {MOST_EDITS} numbers of the matrices can be edited.")

    @property
    def vocab(self):
        """The word's different symbols, in order of first appearance (V of them)."""
        return tuple(dict.fromkeys(split(self.word)))

    @property
    def fits_figure(self):
        return (self.word, self.cell, self.hidden) == (FIGURE["text"], FIGURE["cell"], FIGURE["hidden"])

    @property
    def network(self):
        """The class of the network in the public API."""
        return network_class(self.cell)

    @property
    def states(self):
        """The names of the cell's states; the scores are computed from the first."""
        return CELLS[self.cell].states

    @property
    def given(self):
        """The weights at the start, dict of name -> array; empty if the seed draws them."""
        if self.start == "random":
            return {}
        return figure_weights() if self.start == "figure" else trained(*self._key)

    @property
    def _key(self):
        return self.word, self.cell, self.hidden, self.seed

    def build(self):
        """A new network with these weights, its states 0."""
        net = self.network(len(self.vocab), self.hidden, len(self.vocab), seed=self.seed)
        for name, matrix in self.given.items():
            setattr(net, name, matrix)
        for (name, at), value in self.edits:
            net.params[name][at] = value
        return net

    def vector(self, x):
        """The x of a Feed -> input vector (V,)."""
        return np.eye(len(self.vocab))[x] if isinstance(x, int) else np.array(x)

    @np.errstate(all="ignore")
    def state_of(self, branch) -> BranchState:
        """Repeat all actions of a branch (its index) on a new network."""
        net = self.build()
        now = BranchState(states_of(net))
        for action in self.branches[branch]:
            if isinstance(action, Feed):
                now = stepped(net, now, self.vector(action.x))
                continue
            if isinstance(action, SetNumber):
                getattr(net, action.state)[action.unit] = action.value
            elif action.kind == "reset":
                net.reset()
            elif action.kind == "back":
                for name, value in now.kept.items():
                    setattr(net, name, value)
            keeps = action == StateAction("keep")
            kept, fresh = states_of(net) if keeps else now.kept, now.fresh and keeps
            expected = (*now.expected, None)
            now = replace(now, states=states_of(net), kept=kept, fresh=fresh, expected=expected)
        return now

    # Each of these returns a new HandRun.

    def choose(self, name, value):
        """Change the word, cell, size, start or seed. Actions and edits that still fit are kept."""
        value = FIELD[name].check(value)
        if value == getattr(self, name):
            return self
        if name == "word":
            start = "trained" if self.start == "figure" else self.start
            return HandRun(value, self.cell, self.hidden, start, self.seed)
        chosen = {one.name: getattr(self, one.name) for one in FIELDS} | {name: value}
        if chosen["start"] == "figure" and name != "start":
            chosen["start"] = "trained"
        empty = HandRun(**chosen, branches=((),))
        shared = [fits(empty, action) for action in self.branches[0][: self.forked]]
        branches = tuple(tuple(one for one in actions if fits(empty, one)) for actions in self.branches)
        layout = empty.network(len(empty.vocab), empty.hidden, len(empty.vocab)).params
        edits = tuple(one for one in self.edits if has_number(layout, *one[0]))
        return replace(empty, branches=branches, forked=sum(shared), edits=edits)

    def act(self, branch, action):
        """Append an action to a branch (its index). A second value for the same number replaces the first."""
        actions = self.branches[branch]
        last = actions[-1] if len(actions) > self.forked else None
        again = isinstance(action, SetNumber) and isinstance(last, SetNumber)
        if again and (last.state, last.unit) == (action.state, action.unit):
            actions = actions[:-1]
        branches = tuple((*actions, action) if k == branch else old for k, old in enumerate(self.branches))
        return replace(self, branches=branches)

    def add_fork(self):
        """Add a second branch with the same actions."""
        return replace(self, branches=self.branches[:1] * 2, forked=len(self.branches[0]))

    def clear(self):
        """Remove all actions and the second branch."""
        return replace(self, branches=((),), forked=0)

    def drop_fork(self):
        """Remove the second branch."""
        return replace(self, branches=self.branches[:1], forked=0)

    def edit(self, name, at, value):
        """Set the number at index `at` of a matrix, for both branches and from their start."""
        if not has_number(self.build().params, name, at):
            raise ValueError(f"There is no number {quote(name)} at {at!r:.20}.")
        edits = dict(self.edits) | {(name, tuple(at)): NUMBER.check(value)}
        return replace(self, edits=tuple(edits.items()))


def states_of(net):
    """Copies of a network's states, dict of name -> (H,); the network may change its own in place."""
    return {name: getattr(net, name).copy() for name in net.model.recurrent.states}


def stepped(net, now, x):
    """`net.step(x)` after the BranchState `now` -> the next BranchState, with every computed quantity."""
    before = states_of(net)
    rows = SimpleNamespace(**{name: value[None] for name, value in before.items()})
    quantities = vars(net.model.recurrent.step(net.params, x[None], rows))
    y = net.step(x)
    inside = {name: value[0] for name, value in quantities.items()}
    expected = (*now.expected, int(y.argmax()))
    return BranchState(states_of(net), y, now.kept, x, before, inside, True, expected)


def check_actions(run, actions):
    """Raises ValueError with one sentence unless these actions are possible one after the other."""
    if len(actions) > MOST_ACTIONS:
        raise ValueError(f"At most {MOST_ACTIONS} actions are possible in a row: undo some, or begin again.")
    for k, action in enumerate(actions):
        if not fits(run, action):
            raise ValueError(f"{quote(action.write())} is not possible with this network.")
        if action == StateAction("back") and StateAction("keep") not in actions[:k]:
            raise ValueError("Nothing was kept that could be put back.")


def fits(run, action):
    """Whether the network has the letter, the unit or the state of the action, and its numbers are legal."""
    match action:
        case Feed(x=int(letter)):
            return 0 <= letter < len(run.vocab)
        case Feed(x=tuple(numbers)):
            return len(numbers) == len(run.vocab) and all(abs(x) <= NUMBER.high for x in numbers)
        case SetNumber(state=state, unit=unit, value=value):
            return state in run.states and 0 <= unit < run.hidden and abs(value) <= NUMBER.high
        case StateAction(kind=kind):
            return kind in STATE_ACTIONS
    return False


def has_number(params, name, at):
    """Whether there is a parameter of this name with a number at this index."""
    shape = params[name].shape if name in params.names else ()
    return len(shape) == len(at) > 0 and all(
        isinstance(k, int) and 0 <= k < n for k, n in zip(at, shape, strict=True)
    )


@lru_cache(maxsize=64)
def trained(word, cell, hidden, seed):
    """Weights trained to spell the word, dict of name -> array, rounded so that they can be read."""
    experiment = Experiment(text=word, cell=cell, hidden=hidden, optimizer="adam", lr=RATE, seed=seed)
    session = Session(experiment)
    session.reach(UPDATES)
    theta = np.round(session.details(UPDATES).theta_before, DECIMALS) + 0.0  # never -0.0
    params = experiment.model.params(theta)
    return {name: params[name] for name in params.names}
