"""Scenes of a lecture: a file written by hand, one link, and nothing that a hostile one could do."""

import base64
import random
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnplay.app.presentation.choices import FRAME
from rnnplay.app.presentation.scenes import LONGEST, LONGEST_LINK, MOST, Scene, pack, read, unpack
from rnnplay.labs.registry import LABS

SHIPPED = Path(__file__).parents[2] / "assets" / "scenes.txt"
ONE = "Title | /hello?text=hello&update=12 | note"


def link(text, level=9):
    """Any bytes as a link packs them."""
    return base64.urlsafe_b64encode(zlib.compress(text, level)).decode().rstrip("=")


def test_the_shipped_file_is_a_list_without_a_mistake_and_fits_a_link():
    scenes, problems = read(SHIPPED.read_text("utf-8"), LABS, FRAME)
    assert len(scenes) >= 6 and not problems and all(scene.note for scene in scenes)
    assert len({scene.lab for scene in scenes}) >= 4
    assert unpack(pack(scenes), LABS, FRAME) == (scenes, [])


def test_a_scene_is_a_title_an_address_and_a_note():
    ((scene,), problems) = read(f"\ufeff# a remark\r\n\r\n{ONE}\r\n", LABS, FRAME)
    assert scene == Scene("Title", "hello", (("text", "hello"), ("update", "12")), "note") and not problems
    assert scene.line == ONE


def test_what_belongs_to_the_app_is_not_a_scenes_to_say():
    more = "hide=play&scenes=abc&tour=2&embed=true&Embed_Options=a"
    ((scene,), _) = read(f"T | /hello?lecture=0&{more}&update=1", LABS, FRAME)
    assert scene.query == (("update", "1"),)


BAD = {
    "no address": ("Only a title", "a scene is written Title"),
    "no title": ("| /hello |", "a scene is written Title"),
    "another site": ("T | https://example.org/hello", "an address is / and a page"),
    "another site, hidden": ("T | //example.org/hello", "an address is / and a page"),
    "a script": ("T | javascript:alert(1)", "an address is / and a page"),
    "a broken address": ("T | http://[", "an address is / and a page"),
    "no such page": ("T | /admin", "the page must be one of"),
    "up and out": ("T | /../hello", "the page must be one of"),
    "too long a line": ("T | /hello?text=" + "x" * 3000, "may be up to 2,000"),
    "too long a title": ("T" * 81 + " | /hello", "not 81"),
    "too many choices": ("T | /hello?" + "a=1&" * 100, "up to 60 choices"),
}


@pytest.mark.parametrize(("line", "said"), BAD.values(), ids=BAD)
def test_a_bad_line_is_named_by_its_number_and_the_others_stay(line, said):
    scenes, problems = read(f"{ONE}\n{line}\n{ONE}", LABS, FRAME)
    assert len(scenes) == 2 and len(problems) == 1
    assert problems[0].startswith("Line 2: ") and said in problems[0] and len(problems[0]) < 300


def test_a_list_has_an_end():
    scenes, problems = read("\n".join([ONE] * (MOST + 5)), LABS, FRAME)
    assert len(scenes) == MOST and problems == [
        f"Line {MOST + 1} and what follows: a list may have 40 scenes."
    ]
    assert read("x" * (LONGEST + 1), LABS, FRAME)[0] == () and read(None, LABS, FRAME)[1]
    assert read("\n# nothing\n", LABS, FRAME)[1]


def test_too_many_words_for_a_link_are_refused():
    draw = random.Random(0)
    noise = [Scene(f"{k}", "hello", (("text", draw.randbytes(200).hex()),)) for k in range(MOST)]
    with pytest.raises(ValueError, match="share the file instead"):
        pack(noise)


HOSTILE = {
    "nothing": "",
    "no text": None,
    "not base64": "%%%%",
    "not deflated": base64.urlsafe_b64encode(b"plain text").decode(),
    "cut off": link(ONE.encode() * 20)[:-8],
    "not UTF-8": link(b"\xff\xfe\xfd"),
    "a bomb": link(b"a" * 5_000_000),
    "too long": "A" * (LONGEST_LINK + 1),
    "another site": link(b"T | https://example.org/"),
}


@pytest.mark.parametrize("packed", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_link_brings_no_scene_and_one_sentence(packed):
    scenes, problems = unpack(packed, LABS, FRAME)
    assert scenes == () and len(problems) == 1 and len(problems[0]) < 200


def test_a_bomb_is_not_inflated(monkeypatch):
    inflated = []

    class Watched:
        def __init__(self):
            self.inner = zlib_decompressobj()

        def decompress(self, raw, most=0):
            found = self.inner.decompress(raw, most)
            inflated.append(len(found))
            return found

        @property
        def eof(self):
            return self.inner.eof

    zlib_decompressobj = zlib.decompressobj
    monkeypatch.setattr("rnnplay.app.presentation.scenes.zlib.decompressobj", Watched)
    unpack(link(b"a" * 5_000_000), LABS, FRAME)
    assert inflated == [4 * LONGEST]


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_whatever_is_read_can_be_packed_and_read_again(text):
    for line in (text, f"{text} | /hello?{text} | {text}"):
        scenes, _ = read(line, LABS, FRAME)
        if scenes:
            assert unpack(pack(scenes), LABS, FRAME) == (scenes, [])
