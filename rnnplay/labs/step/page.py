"""Why does the same letter get another answer? The article's class, worked by hand, one step at a time."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import address
from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head, row
from rnnplay.app.presentation import hides
from rnnplay.app.visit import visit
from rnnplay.labs.step.code import code
from rnnplay.labs.step.component import bench
from rnnplay.labs.step.link import to_query
from rnnplay.labs.step.network import FIELDS, NAMES
from rnnplay.labs.step.network_data import advice, branches, matrices
from rnnplay.labs.step.state import BOTH, Workbench
from rnnplay.tasks.symbols import visible

QUESTION = "Why does the same letter get another answer?"
SIDES = {"python": "Python", "weights": "Weights"}
HEIGHT = 440


def page():
    """The lab. Everything runs in one fragment: a click reruns nothing else."""
    lab(visit("step", Workbench))


@st.fragment(key="step-bench")
def lab(visited):
    work, controls = visited.state, visited.controls
    head(QUESTION, escape_markdown(advice(work.bench)))
    choices(work, controls)
    # Always there, so that what comes after it keeps its place, and what is being typed in it.
    with st.container(key="step-message"):
        if work.message:
            st.warning(escape_markdown(work.message))
    with st.container(key="step-bench-row"):
        hands, middle, side = st.columns([1.6, 4.2, 3.2], gap="medium")
    with hands:
        feeding(work, controls)
        if not hides("doing"):
            doing(work)
    with middle:
        bench(branches(work.bench), "step-branches", work.hear)
    with side:
        beside(work, controls)
    address(urlencode(to_query(work.bench), safe=",:"))


def choices(work, controls):
    """The widgets show what the bench is, however it came about, or what was typed and refused."""
    controls.show({one.name: work.drafts.get(one.name, getattr(work.bench, one.name)) for one in FIELDS})
    with row():
        for one in FIELDS:
            controls.widget(one, lambda name: work.choose(name, controls.value(name)))
        picture_buttons("step-branches", ".branches", "step")


def feeding(work, controls):
    """The letters as buttons, and a vector of one's own."""
    st.caption("Feed: `y = rnn.step(x)`")
    if work.forked:

        def chosen(name):
            work.who = controls.value(name) or work.who

        controls.show({"who": work.who})
        controls.tabs("who", "Feed", {name: name for name in (*NAMES, BOTH)}, chosen)
    with st.container(key="step-letters", horizontal=True):
        for index, symbol in enumerate(() if hides("letters") else work.bench.vocab):
            label, key = escape_markdown(visible(symbol)), f"step-letter-{index}"
            st.button(label, key=key, on_click=work.letter, args=(index,))
    if not hides("vector"):
        vector(work)


def vector(work):
    """A vector of one's own, typed."""
    size = len(work.bench.vocab)
    key = f"step-x-{size}"
    in_a_row = {"horizontal": True, "vertical_alignment": "bottom"}
    with st.form("step-vector", border=False), st.container(key="step-x-row", **in_a_row):
        halfway = ", ".join(["0.5", "0.5", *["0"] * size][:size])
        st.text_input("A vector x", halfway, key=key, autocomplete="off")
        st.form_submit_button("Feed x", on_click=lambda: work.vector(st.session_state[key]))


def doing(work):
    """What else can be done to a state."""
    with st.container(key="step-doing", horizontal=True):
        if work.forked:
            st.button("Drop the fork", key="step-join", on_click=work.join)
        else:
            how = "Two networks with the same weights and the same state, to be fed differently."
            st.button("Fork", key="step-fork", type="primary", on_click=work.branch_off, help=how)
        st.button("Undo", key="step-undo", on_click=work.undo, disabled=not work.past)
        how = "From nothing: the same network, its state 0, no fork."
        st.button("Begin again", key="step-clear", on_click=work.clear, help=how)
        st.button("Reset h", key="step-reset", on_click=work.plain, args=("reset",))
        st.button("Keep h", key="step-keep", on_click=work.plain, args=("keep",))
        kept = all(work.bench.now(k).kept for k in work.fed)
        st.button("Put back", key="step-back", on_click=work.plain, args=("back",), disabled=not kept)


def beside(work, controls):
    """The code of what was done, or the matrices."""

    def chosen(name):
        work.side = controls.value(name) or work.side

    controls.show({"side": work.side})
    controls.tabs("side", "Beside", SIDES, chosen)
    if work.side == "python":
        with st.container(key="step-code"):
            st.code(code(work.bench), "python", height=HEIGHT, wrap_lines=True)
        return
    bench(matrices(work.bench), "step-weights", work.hear)
    st.caption("Type over any number: both branches are computed anew, from their first step.")
