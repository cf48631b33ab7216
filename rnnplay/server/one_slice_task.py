"""A task of the work queue that consists of one function call, done in one slice of time."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, eq=False)
class OneSliceTask:
    """The call function(*arguments), or function(*arguments, corpus). It takes a few seconds at most.

    Everything in it can be pickled.

    cost: its estimated computing time, in the arbitrary units of all tasks; result: None until it is done.
    corpus: a text; it is sent to each worker only once.
    """

    function: Callable
    cost: float
    arguments: tuple = ()
    corpus: object = None
    result: object = None

    def advance(self, seconds):
        """Call the function, whatever `seconds` is -> OneSliceTask with its result."""
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
