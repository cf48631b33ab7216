"""What is recurrence? One chunk of network that hands its state on to itself, folded and unfolded."""

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
from rnnplay.labs.loop.component import loop as drawn
from rnnplay.labs.loop.networks import COUNT, LONGEST, TEXT, WINDOW
from rnnplay.labs.loop.state import LoopState
from rnnplay.tasks.symbols import visible

QUESTION = "What is recurrence?"


def page():
    """The lab: a question, what is read, and the loop."""
    loop_and_controls(visit("loop", open_lab))


def open_lab(query):
    """The state of a visitor who comes with this query (dict of str to str)."""
    return LoopState(query, arrivals())


@st.fragment(key="loop-bench")
def loop_and_controls(visited):
    state, loop = visited.state, visited.state.loop
    count = escape_markdown(visible(loop.count))
    head(
        QUESTION,
        f"One small network reads the text letter by letter. It has learned to say whether **{count}** came "
        "an odd or an even number of times so far.",
    )
    choices(state, visited.controls)
    place = {"link": urlencode(loop.to_query()), "arrival": state.arrival}
    drawn({**chain(loop, state.place), **place}, key="loop-drawn")


def choices(state, controls):
    loop = state.loop
    values = {"text": loop.text, "count": loop.count, "window": loop.window}
    controls.show(with_typed(values, state.refusals))

    def changed(name):
        state.choose(name, controls.value(name))

    with row():
        controls.widget(TEXT, changed)
        if not hides("longer"):
            full = len(loop.letters) >= LONGEST
            longer = {"on_click": lambda: state.set_loop(loop.longer()), "disabled": full}
            st.button("Make it longer", key="loop-longer", **longer)
        titles = {symbol: visible(symbol) for symbol in dict.fromkeys(loop.letters)}
        controls.choice("count", COUNT.label, titles, changed, help=COUNT.help)
        controls.widget(WINDOW, changed)
        picture_buttons("loop-drawn", ".stage", "loop")
    show_refusals(controls, state.refusals)
