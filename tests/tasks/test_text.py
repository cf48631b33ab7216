"""Texts agree with their descriptions, ids decode to the same text, and every upload is read or refused."""

import ast
import re
from datetime import datetime

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnplay.tasks.text import TEXTS, grammars
from rnnplay.tasks.text.corpus import FEWEST, FOLDED, MOST_BYTES, MOST_SYMBOLS, Corpus, clean, decode_upload

each_text = pytest.mark.parametrize("name", TEXTS)
GRAMMARS = (grammars.arithmetic, grammars.dates, grammars.brackets, grammars.nested_lists)

allowed = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")) | st.sampled_from("\n\t" + FOLDED)
texts = st.builds(
    lambda often, seldom: often * (1 + FEWEST // len(often)) + seldom,
    st.text(allowed, min_size=2, max_size=60).filter(lambda text: len(set(text)) > 1),
    st.text(allowed, max_size=60),
)


def refusal(function, *arguments, **choices):
    """The text of the ValueError, which must be one printable sentence."""
    with pytest.raises(ValueError) as caught:
        function(*arguments, **choices)
    said = str(caught.value)
    assert type(caught.value) is ValueError and said.isprintable() and len(said) < 200
    assert re.fullmatch(r"[A-Z](?:[^.!?]|[.!?](?=\S))*\.", said), said
    return said


# ---- the texts that come with the project


@each_text
def test_a_text_introduces_itself_and_is_made_once(name):
    text = TEXTS[name]
    assert text.title and text.source.endswith(".") and 0 < len(text.note.split()) <= 40
    assert text.make() is text.make() and clean(text.make()) == text.make()
    corpus = Corpus(text.make())
    assert 10 < corpus.size < 128 and not corpus.folded[1] and corpus.ids.dtype == np.uint8


@pytest.mark.parametrize("grammar", GRAMMARS, ids=lambda grammar: grammar.__name__)
def test_a_longer_text_begins_as_a_shorter_one(grammar):
    short, long = (grammar(np.random.default_rng(5), size) for size in (1_000, 10_000))
    assert 500 < len(short) <= 1_000 and 9_500 < len(long) <= 10_000
    assert long.startswith(short) and grammar(np.random.default_rng(6), 1_000) != short


def test_the_sums_are_right():
    for line in TEXTS["arithmetic"].make().splitlines():
        a, b, total = map(int, re.fullmatch(r"(\d{1,2})\+(\d{1,2})=(\d{1,3})", line).groups())
        assert a + b == total


def test_the_dates_of_a_line_agree():
    for line in TEXTS["dates"].make().splitlines():
        forms = zip(line.split(", "), ("%Y-%m-%d", "%d %B %Y", "%d.%m.%Y", "%b %d %Y"), strict=True)
        days = {datetime.strptime(written, form) for written, form in forms}
        assert len(days) == 1 and 1900 <= days.pop().year <= 2099


def test_all_that_opens_closes():
    depths = set()
    for line in TEXTS["brackets"].make().splitlines():
        left, depth = re.sub(r"""(["'])[a-z]+(?: [a-z]+){,2}\1""", "word", line), 0
        while set(left) & set("()[]{}<>\"'"):
            shorter = re.sub(r"\([a-z ]+\)|\[[a-z ]+\]|\{[a-z ]+\}|<[a-z ]+>", "word", left)
            assert shorter != left, line
            left, depth = shorter, depth + 1
        depths.add(depth)
    assert depths == set(range(grammars.DEEPEST + 1))


def test_lists_are_indented_as_deep_as_they_lie():
    def written(item, depth):
        inside = "".join(written(one, depth + 1) for one in item) if isinstance(item, list) else ""
        body = f"[\n{inside}{'  ' * depth}]" if isinstance(item, list) else str(item)
        return "  " * depth + body + ",\n"

    for statement in TEXTS["lists"].make().split("\n\n")[:-1]:
        name, value = statement.split(" = ")
        assert name in grammars.LISTS
        assert written(ast.literal_eval(value), 0) == value + ",\n"


def test_no_paragraph_of_the_held_out_help_was_trained_on():
    paragraphs = TEXTS["python"].make().rstrip().split("\n\n")
    assert len(paragraphs) > 1000 and len(set(paragraphs)) == len(paragraphs)


@pytest.mark.parametrize(("name", "choices"), [("arithmetic", 100**2), ("dates", 73_049)])
def test_a_note_names_the_least_bits_that_there_are(name, choices):
    text = TEXTS[name].make()
    least = np.log2(choices) * text.count("\n") / len(text)
    assert f"{least:.2f} bits" in TEXTS[name].note


# From text to numbers and back


@settings(deadline=None)
@given(text=texts, fold=st.integers(0, 5), held_out=st.floats(0.01, 0.5))
def test_a_text_survives_as_numbers(text, fold, held_out):
    corpus = Corpus(text, fold, held_out)
    rare, places = corpus.folded
    shown = text.translate(dict.fromkeys(map(ord, rare), FOLDED))
    assert corpus.text == text and corpus.decode(corpus.ids) == shown
    assert all(text.count(char) < fold for char in rare) and sum(map(text.count, rare)) == places
    assert set(corpus.vocab) == set(shown) and corpus.size == len(corpus.vocab)
    plain = [char for char in corpus.vocab if char != FOLDED]
    assert plain == sorted(plain) and FOLDED not in corpus.vocab[:-1]
    ids, strangers = corpus.encode(text, "fold" if rare else "skip")
    assert np.array_equal(ids, corpus.ids) and ids.dtype == corpus.ids.dtype and set(strangers) == set(rare)
    assert np.array_equal(np.concatenate([corpus.train, corpus.valid]), corpus.ids)
    assert len(corpus.valid) == max(20, round(len(text) * held_out)) and len(corpus.train) >= 20


def test_an_unknown_character_is_named_and_skipped_or_folded():
    corpus = Corpus("abc" * 100 + "xyz", fold=2)
    ids, strangers = corpus.encode("a\ud800bäx\uffffä")
    assert corpus.decode(ids) == "ab" and strangers == ("\ud800", "ä", "x", "\uffff")
    ids, strangers = corpus.encode("aäb", "fold")
    assert corpus.decode(ids) == f"a{FOLDED}b" and strangers == ("ä",)
    assert corpus.encode("")[1] == () and corpus.decode(corpus.encode("")[0]) == ""
    refusal(Corpus("abc" * 100).encode, "a", "fold")
    refusal(corpus.encode, "a", "guess")


def test_nothing_but_line_breaks_is_changed():
    text = clean("e\u0301 é\r\n\r\n\rﬁ\x0c½\x85\u2028\u2029\t\ufeff ")
    assert text == "e\u0301 é\n\n\nﬁ\n½\n\n\n\t\ufeff "
    assert Corpus("a\r\nb" * 100) == Corpus("a\nb" * 100)


def test_many_characters_take_two_bytes_each():
    corpus = Corpus("".join(map(chr, range(0x4E00, 0x4E00 + MOST_SYMBOLS))))
    assert corpus.ids.dtype == np.uint16 and corpus.decode(corpus.ids) == corpus.text


@pytest.mark.parametrize(("V", "most"), [(501, 2), (501, 40), (700, 3), (2000, 6), (4000, 1000)])
def test_too_many_characters_are_refused_with_the_fold_that_does(V, most):
    counts = np.random.default_rng(V).integers(1, most + 1, V)
    text = "".join(chr(0x4E00 + k) * count for k, count in enumerate(counts.tolist()))
    said = refusal(Corpus, text)
    fold = int(re.search(r"with fold ([\d,]+),", said)[1].replace(",", ""))
    assert Corpus(text, fold).size <= MOST_SYMBOLS
    if fold > 2:
        refusal(Corpus, text, fold - 1)


@pytest.mark.parametrize(
    ("text", "choices", "complaint"),
    [
        ("a" * 199, {}, "from 200 to 5,000,000 characters, not 199"),
        ("ab" * 2_500_001, {}, "not 5,000,002"),
        ("a" * 300, {}, "at least 2 different"),
        ("ab" * 200, {"fold": 201}, "at least 2 different"),
        ("".join(map(chr, range(0x4E00, 0x5200))), {}, "folding does not help"),
        ("ab\x00" * 200, {}, r"control character \(U\+0000, at place 3\)"),
        ("ab\x1b" * 200, {}, r"U\+001B"),
        ("ab\x9d" * 200, {}, r"U\+009D"),
        ("ab\ud83d" * 200, {}, r"half of a character \(U\+D83D"),
        ("ab" * 200, {"fold": -1}, "from 0 up, not -1"),
        ("ab" * 200, {"fold": True}, "not True"),
        ("ab" * 200, {"held_out": 0.6}, "from 0.01 to 0.5, not 0.6"),
        ("ab" * 200, {"held_out": float("nan")}, "not nan"),
    ],
)
def test_a_text_that_will_not_do_is_refused(text, choices, complaint):
    assert re.search(complaint, refusal(Corpus, text, **choices))


# Uploads


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("Grüße, 你好 👋".encode(), "UTF-8"),
        ("Grüße, 你好 👋".encode("utf-8-sig"), "UTF-8"),
        ("Grüße, 你好 👋".encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + "Grüße, 你好 👋".encode("utf-16-be"), "UTF-16"),
        ("Viele Grüße aus Köln".encode("latin-1"), "Latin-1"),
        ("Elle était “très” gaie — l’été".encode("cp1252"), "Windows-1252"),
    ],
)
def test_an_upload_is_read_in_the_encoding_it_has(data, encoding):
    text, name = decode_upload(data)
    assert name == encoding and text in (
        "Grüße, 你好 👋",
        "Viele Grüße aus Köln",
        "Elle était “très” gaie — l’été",
    )


HOSTILE = {
    "nothing": (b"", "empty"),
    "a mark and nothing": (b"\xef\xbb\xbf", "empty"),
    "too much": (b"a" * (MOST_BYTES + 1), "5,000,001 bytes"),
    "NULs": (b"abc\x00def" * 50, "NUL"),
    "UTF-16 without a mark": ("hello".encode("utf-16-le"), "NUL"),
    "UTF-16 cut short": ("hello".encode("utf-16")[:-1], "damaged at byte"),
    "UTF-16 with half a pair": (b"\xff\xfe\x00\xd8a\x00", "damaged at byte"),
    "UTF-32": ("hello".encode("utf-32"), "UTF-32"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "an office document": (b"PK\x03\x04\x14\x00", "office document"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "picture"),
    "controls": (b"\x1b[31mred\x1b[0m", "control character"),
    "UTF-8 cut short": ("Привет, как дела?".encode() + b"\xd0", "UTF-8, but damaged at byte 31"),
    "surrogates in UTF-8": (b"abc\xed\xa0\x80", "Latin-1"),
    "an overlong NUL": (b"\xc0\x80" * 100, "Latin-1"),
    "Cyrillic in one byte": ("Привет, как дела?".encode("cp1251"), "Latin-1"),
    "Japanese in Shift JIS": ("こんにちは、元気ですか".encode("shift-jis"), "Latin-1"),
    "noise": (np.random.default_rng(0).integers(1, 256, 5000, np.uint8).tobytes(), "Latin-1"),
}


@pytest.mark.parametrize(("data", "complaint"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_upload_is_refused_in_one_sentence(data, complaint):
    assert complaint in refusal(decode_upload, data)


@settings(deadline=None)
@given(
    st.binary(max_size=300) | st.builds(str.encode, st.text(), st.sampled_from(["utf-8", "utf-16", "utf-7"]))
)
@example(b"\xff\xfe")
@example(b"\xfe\xff\xd8")
def test_whatever_is_uploaded_becomes_a_clean_text_or_a_sentence(data):
    try:
        text, _ = decode_upload(data)
    except ValueError:
        refusal(decode_upload, data)
    else:
        assert text and clean(text) == text
