"""Card: the data of one card of the guided tour."""

import re
from dataclasses import dataclass, field

# Facts of a lab that its address does not hold: the lab reports them with report_fact.
FACTS = {
    "shown": "hello: the update that is shown, in playing too",
    "phase": "hello: the part of the slow update that is shown",
    "right": "shapes: the share of held-out answers that are right",
    "trained": "text: updates that the network at hand has made",
    "temperature": "text: the temperature at which characters are drawn",
    "learned": "gap: the gap across which the networks have learned the sentence",
    "raced": "gap: whether every run of the race has ended",
    "rho": "gap: the spectral radius that is set",
    "watched": "gap: whether the networks that are looked into are trained",
}
NUMBER = r"-?\d+(\.\d+)?"
OR = " or "
CONDITION = re.compile(rf"absent|[<>]={NUMBER}|(=|!=|\^).+")


@dataclass(frozen=True)
class Card:
    """One card of the tour. Raises ValueError for conditions that can never be met.

    text: the explanation, at most 45 words; ask: the task or the question; lesson: the result, shown when the
    card is done. query: the lab's own URL parameters, which set up its page.
    choices, answer: the guesses to choose from, and the place of the right one among them.
    done: name -> condition on a parameter of the address or on one of FACTS; all must hold:
        absent          it is not there          =text, !=text   it is this, it is there and is not this
        >=12, <=0.3     a number so large        ^0,1,2          it begins like this
        absent or ^h    one of these
    focus: key of the element that the card is about, if it is not the lab's `focus`.
    """

    slug: str
    lab: str
    title: str
    text: str
    ask: str
    lesson: str
    query: dict
    done: dict = field(default_factory=dict)
    choices: tuple = ()
    answer: int = 0
    focus: str = ""

    def __post_init__(self):
        for name, condition in self.done.items():
            if not all(map(CONDITION.fullmatch, condition.split(OR))):
                raise ValueError(f"{self.slug}: {name} cannot be judged by {condition!r}.")
        if not self.done and not self.choices:
            raise ValueError(f"{self.slug} asks for nothing that could be done.")
        if self.choices and not 0 <= self.answer < len(self.choices):
            raise ValueError(f"{self.slug}: no choice is number {self.answer}.")

    @property
    def link(self):
        """Its permalink, from the root of the site."""
        return f"/{self.lab}?tour={self.slug}"
