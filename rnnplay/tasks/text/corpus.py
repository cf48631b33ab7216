"""A text as numbers: its vocabulary, its training part and its held-out part.

bytes  --decode_upload-->  text  --fold rare characters-->  ids from 0 to V - 1  --cut-->  train, valid
"""

import codecs
import re
from dataclasses import dataclass, field
from numbers import Integral, Real

import numpy as np

MOST_BYTES = 5_000_000  # of an upload; also the largest number of characters of a text
FEWEST = 200  # characters
MOST_SYMBOLS = 500  # different characters
SHORTEST_PART = 20  # characters held out, however short the text is
FOLDED = "\ufffd"  # Unicode's replacement character

_BREAKS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_FORMATS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "a formatted document",
    codecs.BOM_UTF32_LE: "UTF-32",  # begins like UTF-16
}
_REMEDY = "save it as plain text in UTF-8 and send that"


@dataclass(frozen=True)
class Corpus:
    """A text and its vocabulary.

    fold: characters that occur fewer times than this all become the symbol FOLDED; 0 folds none.
    held_out: the share of the text, at its end, that is never trained on.
    vocab (V,): the characters in order of code point, FOLDED last. ids (n,): the text, uint8 or uint16.
    folded: the characters that were folded (str), and at how many places of the text they stood.
    Raises ValueError with one sentence for a text or a choice that cannot be used.
    """

    text: str = field(repr=False)
    fold: int = 0
    held_out: float = 0.1
    vocab: tuple[str, ...] = field(init=False, repr=False, compare=False)
    ids: np.ndarray = field(init=False, repr=False, compare=False)
    folded: tuple[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        _check_choices(self.fold, self.held_out)
        text = clean(self.text)
        if not FEWEST <= len(text) <= MOST_BYTES:
            raise ValueError(
                f"The text must have from {FEWEST} to {MOST_BYTES:,} characters, not {len(text):,}."
            )
        codes = _code_points(text)
        counts = np.bincount(codes)  # (largest code point + 1,)
        kept = [chr(code) for code in np.flatnonzero(counts >= max(self.fold, 1)) if chr(code) != FOLDED]
        rare = [chr(code) for code in np.flatnonzero((counts > 0) & (counts < self.fold))]
        vocab = (*kept, FOLDED) if rare or FOLDED in text else tuple(kept)
        _check_vocabulary(vocab, counts)
        ids = _look_up(codes, vocab, len(vocab) - 1).astype(np.uint8 if len(vocab) <= 256 else np.uint16)
        ids.flags.writeable = False
        rare = [char for char in rare if char != FOLDED]
        folded = "".join(rare), int(sum(counts[ord(char)] for char in rare))
        for name, value in {"text": text, "vocab": vocab, "ids": ids, "folded": folded}.items():
            object.__setattr__(self, name, value)

    @property
    def size(self):
        """V, the number of symbols."""
        return len(self.vocab)

    @property
    def train(self):
        """ids (n,) of the training text."""
        return self.ids[: self._cut]

    @property
    def valid(self):
        """ids (n,) of the held-out text, which follows the training text."""
        return self.ids[self._cut :]

    @property
    def _cut(self):
        return len(self.ids) - max(SHORTEST_PART, round(len(self.ids) * self.held_out))

    def encode(self, text, unknown="skip"):
        """text (str) -> ids, and the characters (tuple) that are not in the vocabulary, each once.

        unknown: "skip" leaves them out, "fold" turns them into FOLDED. Raises ValueError if this vocabulary
        does not have FOLDED, and for any other word.
        """
        if unknown not in ("skip", "fold"):
            raise ValueError(f"Unknown characters can be handled by skip or fold, not {unknown!r}.")
        if unknown == "fold" and self.vocab[-1] != FOLDED:
            raise ValueError("This vocabulary has no symbol to fold unknown characters into; skip them.")
        text = _break_lines(text)
        ids = _look_up(_code_points(text), self.vocab, len(self.vocab))
        missing = ids == len(self.vocab)
        strangers = tuple(dict.fromkeys(text[place] for place in np.flatnonzero(missing)))
        ids = np.where(missing, len(self.vocab) - 1, ids) if unknown == "fold" else ids[~missing]
        return ids.astype(self.ids.dtype), strangers

    def decode(self, ids):
        """ids (n,) -> str."""
        return "".join([self.vocab[k] for k in np.asarray(ids).tolist()])


def decode_upload(data):
    """data (bytes) -> text with every line break as a \\n, and the name of its encoding.

    It reads UTF-8, UTF-16 with its byte order mark, and data that is almost surely Latin-1 or Windows-1252.
    Raises ValueError with one sentence that names the problem.
    """
    if len(data) > MOST_BYTES:
        raise ValueError(f"The file has {len(data):,} bytes, more than the {MOST_BYTES:,} that are allowed.")
    for start, what in _FORMATS.items():
        if data.startswith(start):
            raise ValueError(f"The file is {what}, which cannot be read here; {_REMEDY}.")
    text, encoding = _decode(data)
    if not text:
        raise ValueError("The file is empty.")
    return clean(text), encoding


def clean(text):
    """text (str) -> the same with \\n for every kind of line break (form feeds and vertical tabs too).

    Nothing else changes, and nothing is composed to NFC: a model should write the code points that it read.
    Raises ValueError for control characters other than \\n and \\t, and for half a character (a surrogate).
    """
    text = _break_lines(text)
    unwanted = _UNWANTED.search(text)
    if unwanted:
        code, place = ord(unwanted[0]), unwanted.start() + 1
        what = "half of a character" if code >= 0xD800 else "a control character"
        raise ValueError(
            f"The text has {what} (U+{code:04X}, at place {place:,}); "
            "besides what can be printed only line breaks and tabs are allowed."
        )
    return text


def _break_lines(text):
    for form in _BREAKS:
        text = text.replace(form, "\n")
    return text


def _decode(data):
    """data (bytes) -> text, name of the encoding. Raises ValueError as decode_upload does."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError as error:
            raise ValueError(
                f"The file is UTF-16, but damaged at byte {error.start + 1:,}; {_REMEDY}."
            ) from None
    if b"\x00" in data:
        raise ValueError(f"The file has NUL bytes, so that it is not plain text in UTF-8; {_REMEDY}.")
    try:
        return data.decode("utf-8-sig"), "UTF-8"
    except UnicodeDecodeError as error:
        place = error.start + 1
    attempt = data.decode("utf-8", "replace")
    damaged = attempt.count(FOLDED)
    if len(attempt) - len(attempt.encode("ascii", "ignore")) > 2 * damaged:
        raise ValueError(f"The file is UTF-8, but damaged at byte {place:,}; {_REMEDY}.")
    if not _looks_western(data):
        raise ValueError(
            f"The file is not UTF-8 (byte {place:,} does not fit), nor does it look like Latin-1; {_REMEDY}."
        )
    is_latin = not re.search(b"[\x80-\x9f]", data)
    return data.decode("cp1252"), "Latin-1" if is_latin else "Windows-1252"


def _looks_western(data):
    """Whether bytes read as Windows-1252 are text: plain letters and spaces, some accents, no controls.

    Nearly all bytes can be read this way, but other alphabets give mostly accents, and binary data controls.
    """
    counts = np.bincount(np.frombuffer(data, np.uint8), minlength=256).tolist()
    chars = [bytes([byte]).decode("cp1252", "replace") for byte in range(256)]
    if any(n and char == FOLDED for n, char in zip(counts, chars, strict=True)):
        return False
    plain = sum(counts[byte] for byte in range(128) if chars[byte].isalnum() or chars[byte].isspace())
    return plain >= 0.6 * len(data)


def _code_points(text):
    """text (str) -> (n,) int32."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.int32)


def _look_up(codes, vocab, other):
    """codes (n,) -> (n,) index of each code point in the vocabulary, `other` for unknown ones."""
    known = [ord(char) for char in vocab]
    table = np.full(max(known) + 2, other, np.uint16)
    table[known] = np.arange(len(vocab))
    return table[np.minimum(codes, len(table) - 1)]


def _check_choices(fold, held_out):
    if not isinstance(fold, Integral) or isinstance(fold, bool) or fold < 0:
        raise ValueError(f"Fold must be a whole number from 0 up, not {fold!r}.")
    if not isinstance(held_out, Real) or isinstance(held_out, bool) or not 0.01 <= held_out <= 0.5:
        raise ValueError(f"The share held out must be a number from 0.01 to 0.5, not {held_out!r}.")


def _check_vocabulary(vocab, counts):
    """counts: how often each code point occurs. Raises ValueError that names a fold that is enough."""
    if len(vocab) < 2:
        raise ValueError("The text must have at least 2 different characters that are not folded into one.")
    if len(vocab) <= MOST_SYMBOLS:
        return
    by_count = np.sort(counts)[::-1]
    fold = by_count[MOST_SYMBOLS - 1] + 1  # keeps fewer than MOST_SYMBOLS, so that FOLDED fits in too
    remedy = f"with fold {fold:,}, those that occur less often become one and the rest fit"
    if by_count[0] < fold:
        remedy = "all are equally rare, so that folding does not help"
    raise ValueError(
        f"The text has {len(vocab):,} different characters, more than the {MOST_SYMBOLS} allowed; {remedy}."
    )
