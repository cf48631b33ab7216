"""A text is split into the characters that a reader sees, and an invisible one has a visible sign."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.tasks.symbols import split, visible

# Each list is what split should make of its elements written in a row.
WHOLE = {
    "letters": ["h", "e", "l", "l", "o"],
    "composed accents": ["n", "é", "e"],
    "marks without a composed form": ["q\u0307\u0323", "x\u0304"],
    "an enclosing circle": ["a\u20dd", "b"],
    "a keycap": ["1\ufe0f\u20e3", "2\ufe0f\u20e3", "3"],
    "a family": ["👨‍👩‍👧‍👦", "👩‍💻", "!"],
    "a heart on fire": ["❤\ufe0f‍🔥", "❤\ufe0f"],
    "skin tones": ["👍🏽", "👍🏿", "👍"],
    "a tone and a joiner": ["👩🏽‍🚀", "🚀"],
    "a joiner between letters": ["a\u200d", "b"],
    "flags": ["🇩🇪", "🇫🇷", "🇮"],
    "flags of countries in a country": [
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "🏴",
    ],
    "an emoji younger than Unicode 14": ["\U0001fae8‍\U0001fae8", "\U0001fae8"],
    "Hangul": ["한", "글"],
    "old Hangul that has no composed form": ["\u1112\u119e\u11ab", "\u1100\u1100\u1161"],
    "Indic vowel signs": ["कि", "ता", "ब"],
    "Indic conjuncts": ["क्ष", "त्रि", "क्\u200dष", "न्"],
    "Bengali": ["ক্ষ", "কো"],
    "Tamil": ["நி", "கொ", "ள்"],
    "Thai": ["ก\u0e33", "นี้"],
    "right to left with points": ["שׁ", "לּ", "م\u064e"],
    "line breaks": ["a", "\r\n", "\n", "\r", "\r\n", "b"],
    "controls": ["\x00", "\x1b", "\u202e", "\u2066", "a", "\u200b"],
    "a mark with nothing before it": ["\u0301", "a"],
    "a mark after a line break": ["\n", "\u0301"],
    "a sign before a number": ["\u0600\u0661", "\u0662"],
    "markup": [*"<b>${}"],
}


@pytest.mark.parametrize("symbols", WHOLE.values(), ids=WHOLE)
def test_what_a_reader_calls_one_character_stays_whole(symbols):
    assert split("".join(symbols)) == [unicodedata.normalize("NFC", symbol) for symbol in symbols]


def test_two_ways_to_write_a_letter_are_one_symbol():
    assert split("e\u0301") == split("\u00e9") == ["é"]
    assert split("\u1112\u1161\u11ab") == split("한")


@given(st.text())
def test_nothing_is_lost_or_added(text):
    symbols = split(text)
    assert "".join(symbols) == unicodedata.normalize("NFC", text)
    assert all(symbols)


@given(st.text(min_size=1))
def test_splitting_a_symbol_again_leaves_it_whole(text):
    assert all(split(symbol) == [symbol] for symbol in split(text))


@given(st.text(min_size=1))
def test_every_symbol_leaves_ink(text):
    for symbol in split(text):
        shown = visible(symbol)
        # Cn: perhaps a letter or an emoji that is younger than this Python and that the browser can draw.
        assert shown.isprintable() or len(symbol) > 1 or unicodedata.category(symbol) == "Cn"
        assert shown.strip()
        assert "\n" not in shown and "\x00" not in shown


@pytest.mark.parametrize(
    ("symbol", "shown"),
    [
        (" ", "␣"),
        ("\n", "⏎"),
        ("\t", "⇥"),
        ("\x00", "␀"),
        ("\x1b", "␛"),
        ("\x7f", "␡"),
        ("\r\n", "␍⏎"),
        ("\x85", "U+0085"),
        ("\xa0", "U+00A0"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
        ("\u200b", "U+200B"),
        ("\u200d", "U+200D"),
        ("\ufe0f", "U+FE0F"),
        ("\u2028", "U+2028"),
        ("\u3164", "U+3164"),
        ("\ud800", "U+D800"),
        ("\U000e0041", "U+E0041"),
        ("\u0301", "◌\u0301"),
        ("é", "é"),
        ("👩‍💻", "👩‍💻"),
        ("ש", "ש"),
        ("<", "<"),
    ],
)
def test_a_symbol_without_ink_is_shown_by_a_sign(symbol, shown):
    assert visible(symbol) == shown


@pytest.mark.parametrize(
    "run", ["e\u0301", "a" + "\u0301" * 50, "👨‍", "क्", "\u1100", "🇩", "\u0600", "\u200d"]
)
def test_a_long_text_takes_time_in_proportion(run):
    assert "".join(split(run * 2000)) == unicodedata.normalize("NFC", run * 2000)
