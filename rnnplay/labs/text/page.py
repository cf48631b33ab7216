"""Can it learn to write? A character-level language model, from noise to sentences, on the learner's text."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import set_address
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head
from rnnplay.app.session_key import session_key
from rnnplay.app.visit import visit
from rnnplay.labs.text.panels import inspect as inside
from rnnplay.labs.text.panels import samples, train
from rnnplay.labs.text.panels import sampling as draw
from rnnplay.labs.text.panels import save_and_load as keep
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.state import VIEWS, Study
from rnnplay.server.saved_sessions import SavedSessions
from rnnplay.server.worker_processes import call_every
from rnnplay.tasks.text import TEXTS

QUESTION = "Can it learn to write?"
PANELS = {"train": train, "samples": samples, "draw": draw, "inside": inside, "keep": keep}
NOTES = {
    "samples": "The same beginning and the same random numbers at each time: what changes is the network.",
    "draw": "One character at a time: scores, divided by the temperature, become probabilities; one is drawn "
    "and fed back.",
    "inside": "Colour the text by one number inside the network, and ask each letter what it hangs on.",
    "keep": "Take the network with you, bring one back, and run it without this page.",
}
SAVED_SESSIONS = SavedSessions()  # studies, for a page that is loaded anew
call_every(60, SAVED_SESSIONS.tidy)


def page():
    """The lab: a question, the views, and the view that is chosen."""
    visited = visit("text", open_lab)
    study, controls = visited.state, visited.controls
    SAVED_SESSIONS.find(study.room)  # it is in use
    head(QUESTION, NOTES.get(study.view) or about(study))

    def viewed(name):
        study.view, study.message = controls.value(name) or study.view, ""

    controls.show({"view": study.view})
    controls.tabs("view", "View", VIEWS, viewed)
    if study.message:
        st.warning(escape_markdown(study.message))
    PANELS[study.view].panel(study, controls)
    set_address(urlencode(study.to_query() | {"room": study.room}, safe=",:"))


def open_lab(query):
    """The state that the address names, if it is still kept; else a new one that starts to train."""
    left = SAVED_SESSIONS.find(query.get("room"))
    if left is not None:
        left.visitor = session_key()
        return left
    study = Study({name: value for name, value in query.items() if name != "room"}, visitor=session_key())
    if not query or ("tour" in query and study.view != "train"):  # a card asks a network
        study.start()
    study.room = SAVED_SESSIONS.keep(study)
    return study


def show(study, query):
    """Show the view that a card of the tour asks for -> whether there is a network, which is then kept."""
    study.view = query.get("view", "train")
    return study.run is not None


def about(study):
    """What is being tried here."""
    preset = TEXT_PRESETS.get(study.preset)
    if preset is not None:
        return preset.note
    text = TEXTS.get(study.source)
    return text.note if text else "Your own text, character by character: what will it pick up first?"
