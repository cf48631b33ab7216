"""The choices of the loop lab: the text, the counted letter and the window; their link, and their symbols."""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

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


@dataclass(frozen=True)
class LoopChoices:
    """The text, the counted letter, and the length of the window. Raises ValueError with one sentence.

    count: one of the text's symbols; "" for the most frequent one.
    """

    text: str = "banana"
    count: str = ""
    window: int = 3

    def __post_init__(self):
        object.__setattr__(self, "text", TEXT.check(self.text))
        letters, count = self.letters, self.count or self.most_frequent
        if count not in letters:
            raise ValueError(f"The counted letter must occur in the text, and {quote(count)} does not.")
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "window", WINDOW.check(self.window))

    @property
    def letters(self):
        """The text's symbols, one for each step."""
        return tuple(split(self.text))

    @property
    def most_frequent(self):
        """The most frequent symbol of the text; of several, the first."""
        return Counter(self.letters).most_common(1)[0][0]

    @property
    def alphabet(self):
        """The symbols that the networks know, at least two; the counted one is the first."""
        others = sorted(set(self.letters) - {self.count})
        return (self.count, *(others or ("b" if self.count == "a" else "a",)))

    @property
    def x(self):
        """The text as indices into the alphabet (T,); the counted symbol is 0."""
        place = {symbol: k for k, symbol in enumerate(self.alphabet)}
        return np.array([place[symbol] for symbol in self.letters])

    def with_text(self, text):
        """The choices with another text; its most frequent letter is counted if the old one is not in it."""
        try:
            return replace(self, text=text)
        except ValueError:
            return replace(self, text=text, count="")

    def with_choice(self, name, text):
        """The choices with one of them read from text (str). Raises ValueError with one sentence."""
        value = FIELD[name].read(text)
        return self.with_text(value) if name == "text" else replace(self, **{name: value})

    def longer(self):
        """The choices with the text twice, cut at LONGEST symbols."""
        return self.with_text("".join((self.letters * 2)[:LONGEST]))

    @classmethod
    def from_query(cls, query):
        """A link's parameters (str to str) -> (LoopChoices, dict of name to Refusal). Never raises."""

        def change(choices, name, text):
            # A link without a counted letter means the most frequent one of its text.
            return cls(TEXT.read(text)) if name == "text" else choices.with_choice(name, text)

        return read_in_turn(cls(), FIELDS, query, change)

    def texts(self):
        """Every choice as a link has it, dict of name to str."""
        return {field.name: field.write(getattr(self, field.name)) for field in FIELDS}

    def to_query(self):
        """The link's parameters, dict of str to str: the text, and the choices that are not the default."""
        default = LoopChoices(self.text).texts()
        return {name: text for name, text in self.texts().items() if name == "text" or text != default[name]}
