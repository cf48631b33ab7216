"""One visitor's workbench: the bench as it is, what it was before each change, and what was refused.

No Streamlit in here: clicks and typed text go in, a Bench comes out.
"""

import re
from dataclasses import replace

from rnnplay.labs.step.actions import NUMBER, Act, Feed, Put
from rnnplay.labs.step.link import from_query
from rnnplay.labs.step.network import FIELD, NAMES
from rnnplay.options.field import quote

MOST_UNDOS = 200
BOTH = "both"


class Workbench:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    def __init__(self, query):
        """`query`: the page's URL parameters. Whatever is wrong in them is said in `message`."""
        self.bench, problems = from_query(query)
        self.message, self.drafts, self.past = " ".join(problems), {}, []
        self.who = NAMES[0]
        self.side = "python"  # the view beside the branches: "python" or "weights"

    @property
    def forked(self):
        return len(self.bench.branches) > 1

    @property
    def fed(self):
        """The numbers of the branches that are fed."""
        if not self.forked:
            return (0,)
        return (0, 1) if self.who == BOTH else (NAMES.index(self.who),)

    def change(self, make):
        """Go on with make(bench); a ValueError is a sentence for the page, and changes nothing."""
        self.message, self.drafts = "", {}
        try:
            bench = make(self.bench)
        except ValueError as refusal:
            self.message = f"{str(refusal).removesuffix('.')}. Nothing was changed."
            return False
        if bench != self.bench:
            self.past = [*self.past, self.bench][-MOST_UNDOS:]
            self.bench = bench
        return True

    def undo(self):
        """Take the last change back."""
        if self.past:
            self.bench, self.message, self.drafts = self.past.pop(), "", {}

    def choose(self, name, value):
        """Another word, cell, size, start or seed."""
        if not self.change(lambda bench: bench.choose(name, value)):
            self.drafts = {name: value} if FIELD[name].kind == "text" else {}

    def do(self, act):
        """Feed, reset, keep or put back, in every branch that is fed."""

        def make(bench):
            for k in self.fed:
                bench = bench.act(k, act)
            return bench

        return self.change(make)

    def letter(self, index):
        self.do(Feed(index))

    def plain(self, kind):
        self.do(Act(kind))

    def vector(self, text):
        """Feed numbers as somebody typed them, with commas or spaces between them."""

        def read(_):
            parts = re.split(r"[\s,;]+", str(text)[:2000].strip(" \t\n,;[]()"))
            size = len(self.bench.vocab)
            if len(parts) != size:
                raise ValueError(f"x must be {size} numbers, one for each letter, not {quote(text)}")
            numbers = tuple(read_number("x", part) for part in parts)
            bench = self.bench
            for k in self.fed:
                bench = bench.act(k, Feed(numbers))
            return bench

        return self.change(read)

    def branch_off(self):
        """Two branches; the new one is fed next, as its other past is what there is to see."""
        if self.change(lambda bench: bench.branch_off()):
            self.who = NAMES[1]

    def clear(self):
        if self.change(lambda bench: bench.clear()):
            self.who = NAMES[0]
        self.side = "python"  # the view beside the branches: "python" or "weights"

    def join(self):
        if self.change(lambda bench: bench.join()):
            self.who = NAMES[0]
        self.side = "python"  # the view beside the branches: "python" or "weights"

    def hear(self, message):
        """A number that was typed into the page: of a state or of a matrix. Anything may come from there."""

        def make(bench):
            match message:
                case {"branch": int(k), "state": str(state), "unit": int(unit), "text": str(text)}:
                    if not 0 <= k < len(bench.branches):
                        raise ValueError("There is no such branch")
                    return bench.act(k, Put(state, unit, read_number(f"{state[:1]}[{unit}]", text)))
                case {"name": str(name), "at": [*at], "text": str(text)} if all(type(k) is int for k in at):
                    return bench.edit(name, tuple(at), read_number(f"{name[:5]}{at}", text))
            raise ValueError("The page sent something that is no number")

        if message is not None:
            self.change(make)


def read_number(label, text):
    """A number as somebody may type it, with a real minus or a decimal comma. Raises ValueError."""
    return replace(NUMBER, label=label[:40]).read(text.strip().replace("−", "-").replace(",", "."))
