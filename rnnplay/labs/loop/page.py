"""The page of the loop lab: a network that passes its state on to itself, folded and unfolded."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.controls import with_typed
from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head, row
from rnnplay.app.navigation import arrivals
from rnnplay.app.presentation import hides
from rnnplay.app.refusals import show_refusals
from rnnplay.app.visit import visit
from rnnplay.labs.loop.chain_data import chain
from rnnplay.labs.loop.choices import COUNT, LONGEST, TEXT, WINDOW
from rnnplay.labs.loop.component import loop
from rnnplay.labs.loop.state import LoopState
from rnnplay.tasks.symbols import visible

QUESTION = "What is recurrence?"


def page():
    """The lab: a question, the controls, and the drawing."""
    lab(visit("loop", open_lab))


def open_lab(query):
    """The state of a visitor who comes with this query (dict of str to str)."""
    return LoopState(query, arrivals())


@st.fragment(key="loop-lab")
def lab(visited):
    state, choices = visited.state, visited.state.choices
    count = escape_markdown(visible(choices.count))
    head(
        QUESTION,
        f"One small network reads the text letter by letter. It has learned to say whether **{count}** came "
        "an odd or an even number of times so far.",
    )
    show_controls(state, visited.controls)
    place = {"link": urlencode(choices.to_query()), "arrival": state.arrival}
    loop({**chain(choices, state.place), **place}, key="loop-drawn")


def show_controls(state, controls):
    """The widgets of the choices, and the refused values below them."""
    choices = state.choices
    values = {"text": choices.text, "count": choices.count, "window": choices.window}
    controls.show(with_typed(values, state.refusals))

    def changed(name):
        state.choose(name, controls.value(name))

    with row():
        controls.widget(TEXT, changed)
        if not hides("longer"):
            full = len(choices.letters) >= LONGEST
            longer = {"on_click": lambda: state.set_choices(choices.longer()), "disabled": full}
            st.button("Make it longer", key="loop-longer", **longer)
        titles = {symbol: visible(symbol) for symbol in dict.fromkeys(choices.letters)}
        controls.choice("count", COUNT.label, titles, changed, help=COUNT.help)
        controls.widget(WINDOW, changed)
        picture_buttons("loop-drawn", ".drawing-area", "loop")
    show_refusals(controls, state.refusals)
