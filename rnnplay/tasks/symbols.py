"""Splits a text into the characters that its reader sees, and gives invisible characters a visible sign.

text  --NFC-->  code points  --one letter each-->  kinds  --CLUSTER-->  symbols
"""

import re
import unicodedata
from functools import lru_cache

_INDIC = (0x900, 0x980, 0xA80, 0xB00, 0xC00, 0xD00)  # six scripts whose blocks are laid out alike
# Classes of code points by their effect at the boundary of two characters. The category decides on the
# others.
_RANGES = {
    "Z": ((0x200D, 0x200D),),  # zero-width joiner
    "F": ((0x1F1E6, 0x1F1FF),),  # regional indicators: two make a flag
    "J": tuple((block + 0x4D, block + 0x4D) for block in _INDIC),  # viramas
    "K": tuple(  # the consonants that viramas join
        (block + low, block + high) for block in _INDIC for low, high in ((0x15, 0x39), (0x58, 0x5F))
    ),
    "L": ((0x1100, 0x115F), (0xA960, 0xA97C)),  # Hangul: leading consonants, vowels, trailing consonants
    "V": ((0x1160, 0x11A7), (0xD7B0, 0xD7C6)),
    "T": ((0x11A8, 0x11FF), (0xD7CB, 0xD7FB)),
    "P": ((0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2)),  # before a number
    "X": (  # extenders that no category shows: non-joiner, kana marks, skin tones, tags of a flag
        (0x200C, 0x200C),
        (0xFF9E, 0xFF9F),
        (0x1F3FB, 0x1F3FF),
        (0xE0020, 0xE007F),
    ),
    "M": ((0xE33, 0xE33), (0xEB3, 0xEB3)),  # Thai and Lao AM
}
_CATEGORIES = {"Cc": "C", "Cf": "C", "Zl": "C", "Zp": "C", "Cs": "C", "Mn": "X", "Me": "X", "Mc": "M"}

# Table 1c of Unicode Standard Annex #29 (Unicode 15.1), its classes written as the letters above.
CLUSTER = re.compile(
    r"""RN | [RNC]                                    # line breaks and controls stand alone
      | P* (?: L* (?: V+ | SV* | W ) T* | L+ | T+     # a Hangul syllable
             | FF                                     # a flag
             | E (?: [XJ]* Z E )*                     # pictures joined into one
             | K (?: [XZ]* J [XJZ]* K )*              # an Indic conjunct
             | [^RNC] )
        [XJZM]*                                       # and all that leans on it
    """,
    re.VERBOSE,
)

_NAMED = {" ": "␣", "\n": "⏎", "\t": "⇥", "\x7f": "␡"}
_NO_INK = {"Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"}
# Letters, marks and signs by category, but invisible: fillers, selectors, the empty Braille cell.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufdd0-\ufdef"
                    "\ufffe\uffff\U000e0000-\U000e0fff]")  # fmt: skip


def split(text):
    """text (str) -> list of str: its user-perceived characters, composed (NFC).

    Combining marks, joined emoji, skin tones, flags, keycaps, CR LF, Hangul, Indic conjuncts stay whole.
    A simplified https://www.unicode.org/reports/tr29/: pictures and Indic letters are recognized by their
    block.
    """
    text = unicodedata.normalize("NFC", text)
    kinds = "".join(map(_kind, text))
    return [text[cluster.start() : cluster.end()] for cluster in CLUSTER.finditer(kinds)]


def visible(symbol):
    """symbol (str) -> the str that shows it: itself, or a sign for an invisible one (space, NUL, ...)."""
    if all(_has_no_ink(char) for char in symbol):
        return "".join(map(_sign, symbol))
    # A combining mark without a base would be drawn on the character before it.
    return "◌" + symbol if unicodedata.category(symbol[0]).startswith("M") else symbol


@lru_cache(maxsize=4096)
def _kind(char):
    code = ord(char)
    for kind, ranges in _RANGES.items():
        if any(low <= code <= high for low, high in ranges):
            return kind
    if char in "\r\n":
        return "R" if char == "\r" else "N"
    if 0xAC00 <= code <= 0xD7A3:  # Hangul syllables: every 28th has no trailing consonant
        return "S" if (code - 0xAC00) % 28 == 0 else "W"
    category = unicodedata.category(char)
    # Emoji that are newer than the Unicode tables of this Python have no category.
    if (code >= 0x2190 and category in ("So", "Sm")) or (0x1F000 <= code <= 0x1FAFF and category == "Cn"):
        return "E"
    return _CATEGORIES.get(category, "O")


def _has_no_ink(char):
    return unicodedata.category(char) in _NO_INK or _BLANK.match(char) is not None


def _sign(char):
    if char in _NAMED:
        return _NAMED[char]
    return chr(0x2400 + ord(char)) if char < " " else f"U+{ord(char):04X}"
