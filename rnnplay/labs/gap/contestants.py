"""The contestants of a comparison: a cell with some options, read from text and named in words.

"rnn:init=identity:rate=0.001" = the cell rnn, with the options init and rate
"""

from functools import lru_cache

from rnnplay.labs.gap.setup import RATE
from rnnplay.nn.cells import CELLS
from rnnplay.options.common_fields import CELL, CELL_OPTIONS, INITS
from rnnplay.options.field import quote

SHORT_TITLES = {"rnn": "RNN"}


def read_contestant(text):
    """ "rnn:init=identity:rate=0.001" -> (cell, overrides as of Job). Raises ValueError with one sentence."""
    cell, *options = text.split(":")
    overrides = {}
    for option in options:
        name, _, value = option.partition("=")
        field = CELL_OPTIONS.get(name, RATE if name == "rate" else None)
        if field is None:
            raise ValueError(f"An option must be one of {', '.join(CELL_OPTIONS)}, rate, not {quote(name)}.")
        overrides[name] = field.read(value)
    return CELL.read(cell), tuple(overrides.items())


@lru_cache(maxsize=256)
def name_of(contestant):
    """The name of a contestant on the page: "rnn:init=identity" -> "RNN, identity start"."""
    cell, overrides = read_contestant(contestant)
    title = SHORT_TITLES.get(cell, CELLS[cell].title)
    return ", ".join([title, *options_in_words(dict(overrides))])


def options_in_words(options):
    """A cell's options (dict) -> a list of words, one entry for each option."""
    entries = []
    for name, value in options.items():
        match name:
            case "init":
                entries.append(f"{INITS[value] if value == 'pytorch' else INITS[value].lower()} start")
            case "activation":
                entries.append({"relu": "ReLU", "linear": "no tanh"}.get(value, value))
            case "forget_bias":
                entries.append(f"forget bias {value:g}")
            case "chrono":
                entries.append(f"open for {value} steps (chrono)" if value else "no chrono")
            case "reset":
                entries.append(f"reset {value} the product")
            case _:
                entries.append(f"{name} {value}" if isinstance(value, str) else f"{name} {value:g}")
    return entries
