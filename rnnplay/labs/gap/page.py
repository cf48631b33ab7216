"""Where does a plain RNN forget, and what do gates do about it? A race, its reasons, and a sentence."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import address
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head, row
from rnnplay.app.session_key import session_key
from rnnplay.app.visit import visit
from rnnplay.labs.gap.claims import GAP_SCENARIOS
from rnnplay.labs.gap.options import GAP, GAPS, SEEDS, Race, name_of
from rnnplay.labs.gap.panels import accuracy_against_gap as curve
from rnnplay.labs.gap.panels import gates, race, sentence
from rnnplay.labs.gap.panels import gradient as why
from rnnplay.labs.gap.panels import spectral_radius as radius
from rnnplay.labs.gap.setup import RATE, SIZE, START, TASK, UNITS, UPDATES
from rnnplay.labs.gap.state import VIEWS, Board

QUESTION = "Who remembers across the gap?"
PANELS = {"race": race, "curve": curve, "why": why, "gates": gates, "radius": radius, "sentence": sentence}
NOTES = {
    "radius": "A plain RNN multiplies the gradient by W_hh at every step back. Make it a little too small, "
    "then a little too large: see what is left of the gradient, and what clipping can mend.",
    "sentence": "The answer hangs on one word. Stretch the sentence, and watch which cell still knows it, "
    "and how much gradient still reaches it.",
}
MORE = (UPDATES, RATE, UNITS, SIZE, START)
OWN, OWN_NOTE = "own", "Your own race. {learn}"
CLAIMS = {scenario.slug: scenario for scenario in GAP_SCENARIOS}
KNOWN_CELLS = (
    "rnn",
    "lstm",
    "gru",
    "rnn:init=orthogonal",
    "rnn:init=identity:rate=0.001",
    "rnn:init=identity:activation=relu:rate=0.001",
    "lstm:chrono=0:forget_bias=1",
    "lstm:chrono=0:forget_bias=3",
    "gru:reset=after",
)
OTHER_CELLS = "Choose, or type others: lstm:forget_bias=2, rnn:init=orthogonal:rate=0.001"


def page():
    """The lab: a question, the views, the set-up of the race where it matters, and the view itself."""
    visited = visit("gap", lambda query: Board(query, visitor=session_key()))
    board = visited.state
    head(QUESTION, NOTES.get(board.view) or note(board.race))
    tabs(board, visited.controls)
    if board.view not in NOTES:
        choices(board, visited.controls)
    if board.message:
        st.warning(escape_markdown(board.message))
    PANELS[board.view].panel(board)
    address(urlencode(board.to_query(), safe=",:="))


def show(board, query):
    """Show what a card of the tour asks for -> True. The runs that have ended are kept."""
    race, _ = Race.from_query(query)
    board.take(race)
    board.view, board.reading = query.get("view", "race"), None
    return True


def note(race):
    """What this race is about."""
    return race.scenario.claim if race.scenario else OWN_NOTE.format(learn=race.setup.what.learn)


def tabs(board, controls):
    """The views, of which one is shown."""

    def viewed(name):
        board.view, board.message = controls.value(name) or board.view, ""

    controls.show({"view": board.view})
    controls.tabs("view", "View", VIEWS, viewed)


def choices(board, controls):
    """The widgets show what the race is, however it came about, or what was typed and refused."""
    now, claim = board.race, board.race.scenario
    beside = (TASK, GAPS if board.view == "curve" else GAP, SEEDS)
    texts = now.texts() | board.drafts
    for one in (*beside, *MORE):
        typed = one.kind in ("text", "choice")
        controls.show({one.name: texts[one.name] if typed else getattr(now, one.name)})
    controls.show({"cells": list(now.cells), "claim": claim.slug if claim else OWN})

    def changed(name):
        board.choose(name, str(controls.value(name)))

    def picked(name):
        board.choose(name, ",".join(controls.value(name)))

    def chosen(name):
        if controls.value(name) in CLAIMS:
            board.take(Race.of(CLAIMS[controls.value(name)]))

    titles = {slug: one.title for slug, one in CLAIMS.items()} | {OWN: "Your own"}
    with row():
        controls.choice("claim", "Start from", titles, chosen)
        for one in beside:
            controls.widget(one, changed)
        controls.several("cells", "Cells", KNOWN_CELLS, name_or_text, picked, OTHER_CELLS)
        with st.popover("More"):
            for one in MORE:
                controls.widget(one, changed)


def name_or_text(cell):
    """What a contestant is called; what was typed and is none stays as it is."""
    try:
        return name_of(cell)
    except ValueError:
        return cell
