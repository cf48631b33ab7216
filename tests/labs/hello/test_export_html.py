"""The exported page holds the training's numbers, says what it leaves out, and shows text as text only."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from rnnplay.labs.hello.diagram_data import block, details_arrays
from rnnplay.labs.hello.export_html import page
from rnnplay.labs.hello.export_theme import theme
from rnnplay.labs.hello.recording import FULL, MOST, record
from rnnplay.labs.hello.state import HelloState
from rnnplay.nn.cells import CELLS
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.training.diverging import DivergingExperiment

HELLO = Path(page.__code__.co_filename).parent
HOSTILE = "</script><img src=x onerror=alert(1)><!--&lt;"
SENTENCE = "the cat sat on the mat and the dog sat on the log"


class Parts(HTMLParser):
    """The tags of a page with their attributes, and the content of its scripts."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.scripts, self.words = [], [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.scripts[-1] += data
        elif self.cdata_elem is None:
            self.words += data

    @property
    def run(self):
        return json.loads(self.scripts[0])


def numbers(run, name):
    """The arrays of one recorded answer, as the player will read them."""
    _, table, at = run["messages"][name]
    found, everything = {}, base64.b64decode(run["numbers"])
    for one in run["tables"][table]:
        kind = np.dtype("<" + one["kind"])
        count = int(np.prod(one["shape"], initial=1))
        found[one["name"]] = np.frombuffer(everything, kind, count, at).reshape(one["shape"])
        at += count * kind.itemsize
    return found


def same(found, wanted):
    assert found.keys() == wanted.keys()
    for name, values in wanted.items():
        assert np.array_equal(found[name], values, equal_nan=True), name


@pytest.mark.parametrize("cell", CELLS)
def test_it_holds_the_numbers_of_the_session_and_stays_small(cell):
    session = Session(Experiment(cell=cell, lr=0.5))
    text = page(session, 12, 60)
    assert len(text.encode()) < 1_000_000
    run = Parts(text).run
    assert run["header"]["at"] == 12 and run["header"]["last"] == run["header"]["head"] == 60
    fresh = Session(session.experiment)
    frames = fresh.frames(0, 61)
    assert run["messages"]["first"][0]["block"] == block(frames)[0] | {"columns": [0, 4]}
    same(numbers(run, "first"), {"frames": block(frames)[1], "losses": fresh.losses})
    for update in (0, 12, 60):
        same(numbers(run, f"details {update}"), details_arrays(fresh.details(update)))
        for first in range(4):
            said, y = fresh.sample(update, 4, first=first)
            assert run["messages"][f"sample {update} {first}"][0]["sampled"]["said"] == said.tolist()
            p = numbers(run, f"sample {update} {first}")["sampled.p"]
            assert np.allclose(p, np.exp(y) / np.exp(y).sum(1, keepdims=True), atol=1e-6)


@pytest.mark.parametrize("text", [HOSTILE, "\u2028\u2029\0\n'\"", "ab{}</template></style></title>"])
def test_text_stays_text(text):
    found = Parts(page(Session(Experiment(text=text)), 3, 3, address="https://a.b/<script>"))
    plain = Parts(page(Session(Experiment(text="hello")), 3, 3))
    assert [tag for tag, _ in found.tags] == [tag for tag, _ in plain.tags]
    assert not {name for _, attributes in found.tags for name in attributes if name.startswith("on")}
    assert all(symbol in found.words for symbol in found.run["header"]["diagram"]["vocab"])
    assert not set("<>&") & set(found.scripts[0])
    assert found.run["header"]["diagram"]["T"] == Experiment(text=text).T
    assert "https://a.b/<script>?text=" in found.words


def test_nothing_is_fetched_and_no_other_script_runs():
    found = Parts(page(Session(Experiment()), 0, 5))
    assert not [one for one in found.tags if {"src", "href", "action", "data"} & one[1].keys()]
    policy = next(a["content"] for _, a in found.tags if a.get("http-equiv") == "Content-Security-Policy")
    digest = base64.b64encode(hashlib.sha256(found.scripts[1].encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == f"'sha256-{digest}'"
    assert rules.keys() == {"default-src", "base-uri", "form-action", "script-src", "style-src"}
    assert len(found.scripts) == 2


def test_the_script_is_the_players_own_and_closed():
    script = Parts(page(Session(Experiment()), 0, 1)).scripts[1]
    assert script.startswith("(() => {") and "export " not in script and "import " not in script
    assert "class Player" in script


@pytest.mark.parametrize(
    ("choices", "seen", "whole"),
    [({}, 1_000, False), ({"text": SENTENCE, "hidden": 64}, 500, False), ({}, 20, True)],
)
def test_what_is_too_much_is_left_out_and_said(choices, seen, whole):
    session = Session(Experiment(**choices))
    recording = record(session, seen, seen, 2, "scores")
    assert recording.whole == whole and len(recording.numbers) <= (FULL if whole else MOST)
    assert (recording.last == seen) or (recording.last < seen and len(recording.numbers) > 0.9 * MOST)
    assert recording.header["at"] == recording.last
    found = Parts(page(session, seen, seen))
    assert f"This file holds the updates 0 to {recording.last:,}." in " ".join(found.words.split())
    assert ("not those of the walk" in found.words) == (not whole)
    assert (f"details {recording.last}" in found.run["messages"]) == whole


def test_a_training_that_stopped_ends_there():
    session = Session(DivergingExperiment())
    assert session.reach(60) < 60
    run = Parts(page(session, 60, 60)).run
    assert run["header"]["at"] == run["header"]["last"] == session.stopped.update
    assert run["header"]["stopped"] is None  # a file cannot continue the training


def test_it_says_where_the_app_has_it():
    state = HelloState({"text": "hi there", "cell": "gru", "lr": "0.5"})
    found = Parts(page(state.session, 7, 9, address="https://rnn.example/hello"))
    link = re.search(r"https://rnn\.example/hello\?(\S+)", found.words)[1]
    query = dict(part.split("=") for part in link.split("&"))
    assert query == {"text": "hi+there", "cell": "gru", "lr": "0.5", "update": "7"}


def test_the_theme_names_every_colour_that_the_player_asks_for():
    sources = [*HELLO.glob("component/*.css"), *HELLO.glob("component/*.js"), *HELLO.glob("offline/page.css")]
    asked = {name for path in sources for name in re.findall(r"--st-[a-z-]+", path.read_text("utf-8"))}
    given = dict(re.findall(r"(--st-[a-z-]+): ([^;]+);", theme()))
    assert asked <= given.keys()
    light, dark = theme().split("@media")
    assert "prefers-color-scheme: dark" in dark and "--st-background-color" in light and dark
