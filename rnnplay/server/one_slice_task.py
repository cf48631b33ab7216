"""Work that a worker process does in one slice of time: a function is called once."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, eq=False)
class OneSliceTask:
    """function(*arguments), or function(*arguments, corpus): takes a few seconds at most; all can be pickled.

    cost: how long it may take, in the arbitrary units of all tasks; result: None until it is done.
    corpus: a text, which is not sent to a worker that has read it before.
    """

    function: Callable
    cost: float
    arguments: tuple = ()
    corpus: object = None
    result: object = None

    def advance(self, seconds):
        """Do all of it, however few seconds are given -> OneSliceTask with its result."""
        text = () if self.corpus is None else (self.corpus,)
        return replace(self, result=self.function(*self.arguments, *text))

    @property
    def ended(self):
        """Whether it is done."""
        return self.result is not None

    @property
    def share(self):
        """The share of the work that is done: 0 or 1."""
        return float(self.ended)
