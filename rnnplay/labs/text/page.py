"""The page of the text lab: a character-level language model learns a text, from noise to sentences."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import set_address
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head
from rnnplay.app.refusals import show_refusals
from rnnplay.app.session_key import session_key
from rnnplay.app.visit import visit
from rnnplay.labs.text.panels import inspect, samples, sampling, save_and_load, train
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.state import VIEWS, TextState
from rnnplay.server.saved_sessions import SavedSessions
from rnnplay.server.worker_processes import call_every
from rnnplay.tasks.text import TEXTS

QUESTION = "Can it learn to write?"
PANELS = {
    "train": train,
    "samples": samples,
    "draw": sampling,
    "inside": inspect,
    "keep": save_and_load,
}
NOTES = {
    "samples": "The same beginning and the same random numbers at each time: what changes is the network.",
    "draw": "One character at a time: scores, divided by the temperature, become probabilities; one is drawn "
    "and fed back.",
    "inside": "Colour the text by one number inside the network, and see what each guess depends on.",
    "keep": "Take the network with you, bring one back, and run it without this page.",
}
SAVED_SESSIONS = SavedSessions()  # a TextState each, for a page that is loaded again
call_every(60, SAVED_SESSIONS.tidy)


def page():
    """Draw the page: the question, the tabs of the views, and the chosen view."""
    visited = visit("text", open_lab)
    state, controls = visited.state, visited.controls
    SAVED_SESSIONS.find(state.saved_as)  # marks it as used
    head(QUESTION, NOTES.get(state.view) or note(state))

    def viewed(name):
        state.view, state.message = controls.value(name) or state.view, ""

    controls.show({"view": state.view})
    controls.tabs("view", "View", VIEWS, viewed)
    if state.message:
        st.warning(escape_markdown(state.message))
    if state.view != "train":  # the view "train" shows them itself, below its controls
        show_refusals(controls, state.refusals)
    PANELS[state.view].panel(state, controls)
    set_address(urlencode(state.to_query() | {"room": state.saved_as}, safe=",:"))


def open_lab(query):
    """The state that the address names, if it is still kept; else a new one that starts to train."""
    saved = SAVED_SESSIONS.find(query.get("room"))
    if saved is not None:
        saved.visitor = session_key()
        return saved
    choices = {name: value for name, value in query.items() if name != "room"}
    state = TextState(choices, visitor=session_key())
    if not query or ("tour" in query and state.view != "train"):  # a card of the tour needs a network
        state.start()
    state.saved_as = SAVED_SESSIONS.keep(state)
    return state


def show(state, query):
    """Show the view that a card of the tour asks for -> whether there is a network, which is then kept."""
    state.view = query.get("view", "train")
    return state.run is not None


def note(state):
    """A hint for the learner: the note of the preset, or of the text."""
    preset = TEXT_PRESETS.get(state.preset)
    if preset is not None:
        return preset.note
    text = TEXTS.get(state.source)
    return text.note if text else "Your own text, character by character: what will it pick up first?"
