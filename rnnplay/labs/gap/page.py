"""The page of the gap lab: cells compared across a gap, their gradients and gates, and a sentence."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import set_address
from rnnplay.app.controls import with_typed
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head, row
from rnnplay.app.refusals import show_refusals
from rnnplay.app.session_key import session_key
from rnnplay.app.visit import visit
from rnnplay.labs.gap.claims import CLAIMS
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.panels import accuracy_against_gap, gates, gradient, race, sentence, spectral_radius
from rnnplay.labs.gap.race_choices import GAP, GAPS, SEEDS, Race
from rnnplay.labs.gap.setup import RATE, SIZE, START, TASK, UNITS, UPDATES
from rnnplay.labs.gap.state import VIEWS, GapState
from rnnplay.nn.cells import CELLS

QUESTION = "Who remembers across the gap?"
PANELS = {
    "race": race,
    "curve": accuracy_against_gap,
    "why": gradient,
    "gates": gates,
    "radius": spectral_radius,
    "sentence": sentence,
}
NOTES = {
    "radius": "A plain RNN multiplies the gradient by W_hh at every step back. Make it a little too small, "
    "then a little too large: see how much gradient is left, and whether clipping helps.",
    "sentence": "The answer depends on one word. Stretch the sentence, and watch which cell still knows it, "
    "and how much gradient still reaches it.",
}
MORE = (UPDATES, RATE, UNITS, SIZE, START)
NO_CLAIM, NO_CLAIM_NOTE = "own", "Your own race. {learn}"
BY_SLUG = {claim.slug: claim for claim in CLAIMS}
OFFERED_CELLS = (
    *CELLS,
    "rnn:init=orthogonal",
    "rnn:init=identity:rate=0.001",
    "rnn:init=identity:activation=relu:rate=0.001",
    "lstm:chrono=0:forget_bias=1",
    "lstm:chrono=0:forget_bias=3",
    "gru:reset=after",
)
OTHER_CELLS = "Choose, or type others: lstm:forget_bias=2, rnn:init=orthogonal:rate=0.001"


def page():
    """Draw the question, the tabs of the views, the choices of the race and the chosen view."""
    visited = visit("gap", lambda query: GapState(query, visitor=session_key()))
    state = visited.state
    head(QUESTION, NOTES.get(state.view) or note(state.race))
    tabs(state, visited.controls)
    if state.view not in NOTES:
        choices(state, visited.controls)
    show_refusals(
        visited.controls, state.refusals, {"sentence": "gap-sentence-field", "filler": "gap-filler"}
    )
    if state.message:
        st.warning(escape_markdown(state.message))
    PANELS[state.view].panel(state)
    set_address(urlencode(state.to_query(), safe=",:="))


def show(state, query):
    """Show what a card of the tour asks for -> True. The runs that have ended are kept."""
    race, _ = Race.from_query(query)
    state.set_race(race)
    state.view, state.trained_gap = query.get("view", "race"), None
    return True


def note(race):
    """A sentence about this race: its claim, or the task to learn."""
    return race.claim.claim if race.claim else NO_CLAIM_NOTE.format(learn=race.setup.memory_task.learn)


def tabs(state, controls):
    """The row of tabs that chooses the view."""

    def viewed(name):
        state.view, state.message = controls.value(name) or state.view, ""

    controls.show({"view": state.view})
    controls.tabs("view", "View", VIEWS, viewed)


def choices(state, controls):
    """The widgets of the race. Each shows the value in force, or a text that was typed and refused."""
    chosen, claim = state.race, state.race.claim
    in_row = (TASK, GAPS if state.view == "curve" else GAP, SEEDS)
    texts, values = chosen.texts(), {"cells": list(chosen.cells)}
    for one in (*in_row, *MORE):
        is_text = one.kind in ("text", "choice")
        values[one.name] = texts[one.name] if is_text else getattr(chosen, one.name)
    controls.show(with_typed(values, state.refusals) | {"claim": claim.slug if claim else NO_CLAIM})

    def changed(name):
        state.choose(name, str(controls.value(name)))

    def cells_changed(name):
        state.choose(name, ",".join(controls.value(name)))

    def claim_changed(name):
        if controls.value(name) in BY_SLUG:
            state.set_race(Race.of_claim(BY_SLUG[controls.value(name)]))

    titles = {slug: one.title for slug, one in BY_SLUG.items()} | {NO_CLAIM: "Your own"}
    with row():
        controls.choice("claim", "Start from", titles, claim_changed)
        for one in in_row:
            controls.widget(one, changed)
        controls.several("cells", "Cells", OFFERED_CELLS, name_or_text, cells_changed, OTHER_CELLS)
        with st.popover("More"):
            for one in MORE:
                controls.widget(one, changed)


def name_or_text(cell):
    """The name of a contestant; a text that names none is returned unchanged."""
    try:
        return name_of(cell)
    except ValueError:
        return cell
