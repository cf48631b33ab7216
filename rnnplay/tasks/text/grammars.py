"""Texts that are made up by rule: what has to be remembered, and for how long, is known exactly.

grammar(rng, size) -> str: whole lines, at most `size` characters; a longer text begins as a shorter one.
"""

from datetime import date

MONTHS = "January February March April May June July August September October November December".split()
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2099, 12, 31).toordinal()
PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
QUOTES = "\"'"
WORDS = "moon sun star rain snow wind fire stone tree leaf lake sea".split()
DEEPEST = 6
LISTS = "red blue green black white".split()


def arithmetic(rng, size):
    """Sums of two numbers from 0 to 99 each, like 37+58=95."""
    below = _dice(rng)

    def line():
        a, b = below(100), below(100)
        return f"{a}+{b}={a + b}\n"

    return _fill(size, line)


def dates(rng, size):
    """Lines that write one day of the years 1900 to 2099 four times, each time in another form."""
    below = _dice(rng)

    def line():
        day = date.fromordinal(FIRST_DAY + below(LAST_DAY - FIRST_DAY + 1))
        y, m, d, month = day.year, day.month, day.day, MONTHS[day.month - 1]
        return f"{day.isoformat()}, {d} {month} {y}, {d:02}.{m:02}.{y}, {month[:3]} {d} {y}\n"

    return _fill(size, line)


def brackets(rng, size):
    """Lines of words, some in quotes, in brackets of four kinds up to DEEPEST deep; all that opens closes."""
    below = _dice(rng)

    def line():
        parts, closing = [], []
        for _ in range(4 + below(12)):
            chance = below(10)
            if chance < 4 and len(closing) < DEEPEST:
                opening = "([{<"[below(4)]
                parts.append(opening)
                closing.append(PAIRS[opening])
            elif chance < 6 and closing and parts[-1] not in PAIRS:
                parts.append(closing.pop())
            else:
                parts.append(_words(below))
        if parts[-1] in PAIRS:
            parts.append(_words(below))
        return _spaced([*parts, *reversed(closing)]) + "\n"

    return _fill(size, line)


def nested_lists(rng, size):
    """Python lists in lists up to DEEPEST deep, an item a line, indented by two spaces for each open list."""
    below = _dice(rng)

    def statement():
        lines, depth = [f"{LISTS[below(len(LISTS))]} = ["], 1
        while depth:
            chance = below(10)
            just_opened = lines[-1].endswith("[")
            if chance < 3 and depth < DEEPEST:
                lines.append("  " * depth + "[")
                depth += 1
            elif chance < 6 and not just_opened:
                depth -= 1
                lines.append("  " * depth + ("]," if depth else "]"))
            else:
                lines.append("  " * depth + f"{below(10)},")
        return "\n".join(lines) + "\n\n"

    return _fill(size, statement)


def _dice(rng):
    """below(n) -> a whole number from 0 to n - 1. Drawn in blocks: one by one takes ten times as long."""

    def draws():
        while True:
            yield from rng.random(4096).tolist()

    numbers = draws()
    return lambda n: int(next(numbers) * n)


def _fill(size, piece):
    """piece() -> str, called as often as its pieces fit into `size` characters."""
    pieces, room = [], size
    while True:
        new = piece()
        if len(new) > room:
            return "".join(pieces)
        pieces.append(new)
        room -= len(new)


def _words(below):
    """One word, or one to three words in quotes."""
    words = [WORDS[below(len(WORDS))] for _ in range(1 + below(3))]
    if below(3):
        return words[0]
    quote = QUOTES[below(2)]
    return quote + " ".join(words) + quote


def _spaced(parts):
    """Parts joined by spaces, with none inside of a bracket's edge."""
    text = ""
    for before, part in zip(["(", *parts], parts, strict=False):
        text += part if before in PAIRS or part in PAIRS.values() else " " + part
    return text
