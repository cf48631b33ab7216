"""The state of the step lab for one visitor: the hand run, the runs before it, and refused input.

No Streamlit: clicks and typed text go in; a HandRun and a message come out.
"""

import re
from dataclasses import replace

from rnnplay.labs.step.actions import NUMBER, Feed, SetNumber, StateAction
from rnnplay.labs.step.hand_run import BRANCH_NAMES, FIELD
from rnnplay.labs.step.link import from_query
from rnnplay.options.field import quote
from rnnplay.options.refusal import Refusal, still_open

MOST_UNDOS = 200
LONGEST_NUMBER = 200  # characters of a refused number that stay in its field
PLACE = ("branch", "state", "unit", "name", "at")  # where an edit of a number is, in a message of the page
BOTH = "both"


class StepState:
    """The hand run with its past, the branch that is fed, and the refused input."""

    def __init__(self, query):
        """query: the page's URL parameters, str to str; bad values in them are in `refusals`."""
        self.run, self.refusals = from_query(query)
        self.message, self.past = "", []
        self.refused_edit = {}  # the last message about a number that was refused
        self.fed = BRANCH_NAMES[0]  # the branch that is fed: one of BRANCH_NAMES, or BOTH
        self.side = "python"  # the view beside the branches: "python" or "weights"

    @property
    def forked(self):
        return len(self.run.branches) > 1

    @property
    def fed_branches(self):
        """The indices of the branches that are fed."""
        if not self.forked:
            return (0,)
        return (0, 1) if self.fed == BOTH else (BRANCH_NAMES.index(self.fed),)

    def change(self, make, name="", refuse=None) -> bool:
        """Replace the run by make(run). If that raises ValueError, the run stays, and `message` says why.

        For a typed value, its name and refuse(error) -> Refusal: that goes to `refusals` instead.
        """
        self.message, self.refusals = "", still_open(self.refusals, name)
        try:
            run = make(self.run)
        except ValueError as error:
            if refuse is None:
                self.message = f"{str(error).removesuffix('.')}. Nothing was changed."
            else:
                self.refusals |= {name: refuse(error)}
            return False
        if run != self.run:
            self.past = [*self.past, self.run][-MOST_UNDOS:]
            self.run = run
        return True

    def undo(self):
        """Return to the run before the last change."""
        if self.past:
            self.run, self.message, self.refusals = self.past.pop(), "", {}

    def choose(self, name, value):
        """Change the word, cell, size, start or seed."""

        def refuse(error):
            return FIELD[name].refuse(error, getattr(self.run, name), typed=value)

        if self.change(lambda run: run.choose(name, value), name, refuse):
            # The fields of other refused numbers may be gone.
            self.refusals = still_open(self.refusals, "vector", "number")

    def act(self, action) -> bool:
        """Append an action to every branch that is fed."""

        def make(run):
            for k in self.fed_branches:
                run = run.act(k, action)
            return run

        return self.change(make)

    def feed_letter(self, index):
        self.act(Feed(index))

    def change_state(self, kind):
        """kind: one of STATE_ACTIONS."""
        self.act(StateAction(kind))

    def feed_vector(self, text):
        """Feed the numbers in a typed text, which has commas or spaces between them."""

        def read(run):
            parts = re.split(r"[\s,;]+", str(text)[:2000].strip(" \t\n,;[]()"))
            size = len(run.vocab)
            if len(parts) != size:
                raise ValueError(f"x must be {size} numbers, one for each letter, not {quote(text)}")
            numbers = tuple(read_number("x", part) for part in parts)
            for k in self.fed_branches:
                run = run.act(k, Feed(numbers))
            return run

        def refuse(error):
            return Refusal.because(error, "vector", "no vector is used instead", typed=str(text))

        return self.change(read, "vector", refuse)

    def add_fork(self):
        """Add a second branch. It is fed next, so that the two pasts differ."""
        if self.change(lambda run: run.add_fork()):
            self.fed = BRANCH_NAMES[1]

    def clear(self):
        if self.change(lambda run: run.clear()):
            self.fed = BRANCH_NAMES[0]

    def drop_fork(self):
        if self.change(lambda run: run.drop_fork()):
            self.fed = BRANCH_NAMES[0]

    def receive_edit(self, message):
        """Set a number of a state or of a matrix that was typed on the page. message: any value.

        The text None says that a refused number was taken back.
        """
        if isinstance(message, dict) and message.get("text", "") is None:
            self.refusals = still_open(self.refusals, "number")
            return

        def make(run):
            match message:
                case {"branch": int(k), "state": str(state), "unit": int(unit), "text": str(text)}:
                    if not 0 <= k < len(run.branches):
                        raise ValueError("There is no such branch")
                    return run.act(k, SetNumber(state, unit, read_number(f"{state[:1]}[{unit}]", text)))
                case {"name": str(name), "at": [*at], "text": str(text)} if all(type(k) is int for k in at):
                    return run.edit(name, tuple(at), read_number(f"{name[:5]}{at}", text))
            raise ValueError("The page sent something that is no number")

        def refuse(error):
            typed = message.get("text") if isinstance(message, dict) else None
            typed = typed[:LONGEST_NUMBER] if isinstance(typed, str) else None
            return Refusal.because(error, "number", "the number before is used instead", typed)

        if message is not None and not self.change(make, "number", refuse):
            self.refused_edit = message if isinstance(message, dict) else {}

    @property
    def refused_number(self):
        """The refused number for the component: its place, text and sentence; None if there is none."""
        refusal = self.refusals.get("number")
        if refusal is None or refusal.text is None:
            return None
        place = {name: at for name, at in self.refused_edit.items() if name in PLACE}
        return {**place, "text": refusal.text, "sentence": refusal.sentence}


def read_number(label, text):
    """A typed number, with "−" or a decimal comma allowed -> float. Raises ValueError."""
    return replace(NUMBER, label=label[:40]).read(text.strip().replace("−", "-").replace(",", "."))
