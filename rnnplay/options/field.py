"""A Field: the label and range of one choice, and functions that read, check and write its values."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Integral, Real

from rnnplay.options.refusal import Refusal
from rnnplay.tasks.symbols import split, visible

MAX_UPDATES = 100_000
MAX_CHANGES = 24  # of the learning rate
MAX_CODE_POINTS = 4_000  # longer texts are refused without being read
MAX_LETTERS = 2_000  # of a written number or schedule

_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,6})?")


@dataclass(frozen=True)
class Field:
    """One choice. kind: text, choice, integer, number or schedule; low and high: its legal range.

    options: the registry that a choice chooses from: name -> its title, or an object that has a title.
    log: a slider for it should be logarithmic.
    cells: the registry of cells if only some cells have this option; None for a choice of all.
    """

    name: str
    label: str
    help: str
    kind: str
    low: float = 0
    high: float = 0
    log: bool = False
    options: Mapping[str, object] | None = None
    cells: Mapping[str, object] | None = None

    def applies(self, experiment):
        """Whether the experiment's cell has this option; True for a choice of all cells."""
        return self.cells is None or hasattr(self.cells[experiment.cell], self.name)

    @property
    def titles(self):
        """Every legal name of a choice -> its title on the page, in the registry's order (dict)."""
        options = (self.options or {}).items()
        return {name: option if isinstance(option, str) else option.title for name, option in options}

    @property
    def rule(self):
        """The rule that a value must keep, as the beginning of a sentence."""
        between = f"from {_plain(self.low)} to {_plain(self.high)}"
        match self.kind:
            case "text":
                length = f"{self.low} to {self.high} symbols" if self.low < self.high else "one symbol"
                allowed = f"{length} long"
            case "choice":
                allowed = "one of " + ", ".join(self.options)
            case "integer":
                allowed = f"a whole number {between}"
            case _:
                allowed = f"a number {between}"
        return f"{self.label} must be {allowed}"

    def check(self, value):
        """value -> the same value in its canonical form.

        Raises ValueError with one sentence: the rule, and the value.
        """
        return _CHECKS[self.kind](self, value)

    def read(self, text):
        """text (str), as in a URL or on a command line -> value. Raises ValueError as check does."""
        return self.check(_parse(self, text))

    def read_or(self, text, default):
        """text (str or anything) -> (value, None), or (nearest legal value or default, Refusal)."""
        try:
            return self.read(text), None
        except ValueError as error:
            try:
                value = self.check(_nearest(self, _parse(self, text)))
            except ValueError:
                value = default
            return value, self.refuse(error, value)

    def refuse(self, error, used, typed=None):
        """error (ValueError), the value used instead, and the typed text, if there is one -> Refusal."""
        return Refusal.because(error, self.name, f"{self.quoted(self.write(used))} is used instead", typed)

    def write(self, value):
        """value (legal) -> str that reads back as exactly this value."""
        if self.kind == "schedule":
            first, *changes = value
            return "~".join([repr(first[1]), *(f"{update}:{rate!r}" for update, rate in changes)])
        return repr(value) if self.kind in ("integer", "number") else value

    def refusal(self, value, because=""):
        """ValueError of one sentence: the rule, the value, and a clause like ", which is empty"."""
        return ValueError(f"{self.rule}, not {quote(value)}{because}.")

    def quoted(self, text):
        """A legal value as `write` has it (str) -> at most 40 characters of it for a sentence."""
        written = quote(text) if self.kind == "text" else text.removesuffix(".0")
        return written if len(written) <= 40 else written[:39] + "…"


def quote(value, limit=24):
    """Any value -> printable text for a sentence, at most `limit` code points of the value."""
    if isinstance(value, Integral) and int(value).bit_length() > 128:
        return "a huge number"  # too long to read; Python does not print more than 4,300 digits
    if isinstance(value, Real | None):
        return str(value).removesuffix(".0")[:40]
    if not isinstance(value, str):
        return f"a {type(value).__name__}"
    more = "…" if len(value) > limit else ""
    return "“" + "".join(map(visible_in_prose, split(value[:limit]))) + more + "”"


def _plain(number):
    """A limit in digits: 0.00001, not 1e-05."""
    return f"{number:,}" if isinstance(number, int) else f"{number:.10f}".rstrip("0").rstrip(".")


def visible_in_prose(symbol):
    """symbol (str) -> str: a sign in place of an invisible symbol, except for a plain space."""
    return symbol if symbol == " " else visible(symbol)


def _parse(field, text):
    """text -> value of the field's type, whose range is not checked here."""
    if not isinstance(text, str):
        raise field.refusal(text)
    if field.kind in ("text", "choice"):
        return text
    if len(text) > MAX_LETTERS:
        raise field.refusal(text)
    text = text.strip()
    try:
        if field.kind == "schedule":
            first, *changes = text.split("~")
            pairs = [change.split(":") for change in changes]
            return ((0, _float(first)), *((_int(update), _float(rate)) for update, rate in pairs))
        return _int(text) if field.kind == "integer" else _float(text)
    except ValueError:
        raise (_schedule_refusal(field, quote(text)) if "~" in text else field.refusal(text)) from None


# int() and float() alone would also accept "1_000", "nan", digits of other scripts, and millions of digits.
def _int(text):
    if not _INTEGER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _float(text):
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return float(text)


def _nearest(field, value):
    """A number, or the rates of a schedule, moved into the legal range; any other value unchanged."""
    if field.kind in ("integer", "number"):
        return min(max(value, field.low), field.high)
    if field.kind == "schedule":
        first = value[: MAX_CHANGES + 1]
        return tuple((update, min(max(rate, field.low), field.high)) for update, rate in first)
    return value


def _check_text(field, text):
    if not isinstance(text, str):
        raise field.refusal(text)
    if len(text) > MAX_CODE_POINTS:
        raise field.refusal(text, f", which has {len(text):,} characters")
    half = next((char for char in text if "\ud800" <= char <= "\udfff"), None)
    if half:
        raise ValueError(
            f"{field.label} must be text of complete characters, not {quote(text)}: it contains half of one, "
            f"{visible(half)}."
        )
    text = unicodedata.normalize("NFC", text)
    count = len(split(text))
    if not field.low <= count <= field.high:
        raise field.refusal(text, f", which has {count}" if count else ", which is empty")
    return text


def _check_choice(field, value):
    if not isinstance(value, str) or value not in field.options:
        raise field.refusal(value)
    return value


def _check_integer(field, value):
    if not isinstance(value, Integral) or isinstance(value, bool) or not field.low <= value <= field.high:
        raise field.refusal(value)
    return int(value)


def _check_number(field, value):
    if not isinstance(value, Real) or isinstance(value, bool) or not field.low <= value <= field.high:
        raise field.refusal(value)
    return float(value) or 0.0  # -0.0 means the same but is written differently


def _check_schedule(field, value):
    """A number means a constant rate. Entries that repeat the rate before them are dropped."""
    pairs = ((0, value),) if isinstance(value, Real) else value
    try:
        pairs = [(update, rate) for update, rate in pairs]
    except (TypeError, ValueError):
        raise field.refusal(value) from None
    updates = [update for update, _ in pairs]
    whole = all(isinstance(update, Integral) and not isinstance(update, bool) for update in updates)
    if not whole or updates != sorted(set(updates)) or updates[:1] != [0] or updates[-1] > MAX_UPDATES:
        raise _schedule_refusal(field, ", ".join(map(quote, updates[:6])))
    rates = [_check_number(field, rate) for _, rate in pairs]
    kept = [
        (int(update), rate)
        for update, rate, before in zip(updates, rates, [None, *rates], strict=False)
        if rate != before
    ]
    if len(kept) > MAX_CHANGES + 1:
        raise _schedule_refusal(field, f"{len(kept) - 1} changes")
    return tuple(kept)


def _schedule_refusal(field, given):
    return ValueError(
        f"{field.label} may change at most {MAX_CHANGES} times, at rising updates up to {MAX_UPDATES:,}, "
        f"written like 0.1~25:0.05, not {given or 'nothing'}."
    )


_CHECKS = {
    "text": _check_text,
    "choice": _check_choice,
    "integer": _check_integer,
    "number": _check_number,
    "schedule": _check_schedule,
}
