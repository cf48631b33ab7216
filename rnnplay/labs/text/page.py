"""Can it learn to write? A character-level language model, from noise to sentences, on the learner's text."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import address
from rnnplay.app.controls import Controls
from rnnplay.app.escape_markdown import plain
from rnnplay.app.frame import head
from rnnplay.app.navigation import standing
from rnnplay.app.session_key import who
from rnnplay.labs.text.panels import inspect as inside
from rnnplay.labs.text.panels import samples, train
from rnnplay.labs.text.panels import sampling as draw
from rnnplay.labs.text.panels import save_and_load as keep
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.state import VIEWS, Study
from rnnplay.server.saved_sessions import Rooms
from rnnplay.server.worker_processes import every
from rnnplay.tasks.text import TEXTS

TITLE = "A chunk of text"
QUESTION = "Can it learn to write?"
PANELS = {"train": train, "samples": samples, "draw": draw, "inside": inside, "keep": keep}
NOTES = {
    "samples": "The same beginning and the same random numbers at each time: what changes is the network.",
    "draw": "One character at a time: scores, divided by the temperature, become probabilities; one is drawn "
    "and fed back.",
    "inside": "Colour the text by one number inside the network, and ask each letter what it hangs on.",
    "keep": "Take the network with you, bring one back, and run it without this page.",
}
ROOMS = Rooms()  # studies, for a page that is loaded anew
every(60, ROOMS.tidy)


@dataclass
class Visit:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    study: Study
    room: str
    controls: Controls = field(default_factory=lambda: Controls("text"))

    def stage(self, query):
        """Be what a card of the tour asks for; a network that learns or has learned is not thrown away."""
        self.study.view = query.get("view", "train")
        return self.study.run is not None


def page():
    """The lab: a question, the views, and the view that is chosen."""
    visit = standing("text", arrive)
    study = visit.study
    ROOMS.find(visit.room)  # it is in use
    head(QUESTION, NOTES.get(study.view) or about(study))

    def viewed(name):
        study.view, study.message = visit.controls.value(name) or study.view, ""

    visit.controls.show({"view": study.view})
    visit.controls.tabs("view", "View", VIEWS, viewed)
    if study.message:
        st.warning(plain(study.message))
    PANELS[study.view].panel(study, visit.controls)
    address(urlencode(study.to_query() | {"room": visit.room}, safe=",:"))


def arrive(query):
    """A visitor who has been here finds what was left; a new one finds a network that begins to learn."""
    left = ROOMS.find(query.get("room"))
    if left is not None:
        left.visitor = who()
        return Visit(left, query["room"])
    study = Study({name: value for name, value in query.items() if name != "room"}, visitor=who())
    if not query or ("tour" in query and study.view != "train"):  # a card asks a network
        study.start()
    return Visit(study, ROOMS.keep(study))


def about(study):
    """What is being tried here."""
    preset = TEXT_PRESETS.get(study.preset)
    if preset is not None:
        return preset.note
    text = TEXTS.get(study.source)
    return text.note if text else "Your own text, character by character: what will it pick up first?"
