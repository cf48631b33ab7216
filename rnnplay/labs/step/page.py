"""The page of the step lab: the article's class, run by hand one step at a time."""

from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.address import set_address
from rnnplay.app.controls import with_typed
from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head, row
from rnnplay.app.presentation import hides
from rnnplay.app.refusals import show_refusals
from rnnplay.app.visit import visit
from rnnplay.labs.step.advice import advice
from rnnplay.labs.step.branch_data import branches, matrices
from rnnplay.labs.step.component import by_hand
from rnnplay.labs.step.hand_run import BRANCH_NAMES, FIELDS
from rnnplay.labs.step.link import to_query
from rnnplay.labs.step.python_code import python_code
from rnnplay.labs.step.state import BOTH, StepState
from rnnplay.tasks.symbols import visible

QUESTION = "Why does the same letter get another answer?"
SIDES = {"python": "Python", "weights": "Weights"}
HEIGHT = 440


def page():
    """The lab. Everything runs in one fragment: a click reruns nothing else."""
    lab(visit("step", StepState))


@st.fragment(key="step-lab")
def lab(visited):
    state, controls = visited.state, visited.controls
    head(QUESTION, escape_markdown(advice(state.run)))
    choices(state, controls)
    # The container always exists: the elements after it then keep their places and the text typed in them.
    with st.container(key="step-message"):
        if state.message:
            st.warning(escape_markdown(state.message))
    with st.container(key="step-columns"):
        left, middle, right = st.columns([1.6, 4.2, 3.2], gap="medium")
    with left:
        inputs(state, controls)
        if not hides("doing"):
            actions(state)
    with middle:
        by_hand(branches(state.run) | {"refused": state.refused_number}, "step-branches", state.receive_edit)
    with right:
        code_or_weights(state, controls)
    set_address(urlencode(to_query(state.run), safe=",:"))


def choices(state, controls):
    """The widgets, which show the choices of the run, or the text that was typed and refused."""
    controls.show(with_typed({one.name: getattr(state.run, one.name) for one in FIELDS}, state.refusals))
    with row():
        for one in FIELDS:
            controls.widget(one, lambda name: state.choose(name, controls.value(name)))
        picture_buttons("step-branches", ".branches", "step")
    refusals = {name: refusal for name, refusal in state.refusals.items() if name != "number"}
    show_refusals(controls, refusals, {"vector": vector_key(state)})


def inputs(state, controls):
    """The letters as buttons, and a vector to type."""
    st.caption("Feed: `y = rnn.step(x)`")
    if state.forked:

        def chosen(name):
            state.fed = controls.value(name) or state.fed

        controls.show({"who": state.fed})
        controls.tabs("who", "Feed", {name: name for name in (*BRANCH_NAMES, BOTH)}, chosen)
    with st.container(key="step-letters", horizontal=True):
        for index, symbol in enumerate(() if hides("letters") else state.run.vocab):
            label, key = escape_markdown(visible(symbol)), f"step-letter-{index}"
            st.button(label, key=key, on_click=state.feed_letter, args=(index,))
    if not hides("vector"):
        vector_form(state)


def vector_form(state):
    """A vector to type and feed."""
    size = len(state.run.vocab)
    key = vector_key(state)
    in_a_row = {"horizontal": True, "vertical_alignment": "bottom"}
    with st.form("step-vector", border=False), st.container(key="step-x-row", **in_a_row):
        halfway = ", ".join(["0.5", "0.5", *["0"] * size][:size])
        st.text_input("A vector x", halfway, key=key, autocomplete="off")
        st.form_submit_button("Feed x", on_click=lambda: state.feed_vector(st.session_state[key]))


def vector_key(state):
    """The key of the field for a vector: another one for each length."""
    return f"step-x-{len(state.run.vocab)}"


def actions(state):
    """The buttons that fork the network, take an action back, or change a state."""
    with st.container(key="step-doing", horizontal=True):
        if state.forked:
            st.button("Drop the fork", key="step-join", on_click=state.drop_fork)
        else:
            how = "Two networks with the same weights and the same state, to be fed differently."
            st.button("Fork", key="step-fork", type="primary", on_click=state.add_fork, help=how)
        st.button("Undo", key="step-undo", on_click=state.undo, disabled=not state.past)
        how = "From nothing: the same network, its state 0, no fork."
        st.button("Begin again", key="step-clear", on_click=state.clear, help=how)
        h = state.run.states[0]
        st.button(f"Reset {h}", key="step-reset", on_click=state.change_state, args=("reset",))
        st.button(f"Keep {h}", key="step-keep", on_click=state.change_state, args=("keep",))
        kept = all(state.run.state_of(k).kept for k in state.fed_branches)
        st.button("Put back", key="step-back", on_click=state.change_state, args=("back",), disabled=not kept)


def code_or_weights(state, controls):
    """The run as Python code, or the matrices."""

    def chosen(name):
        state.side = controls.value(name) or state.side

    controls.show({"side": state.side})
    controls.tabs("side", "Beside", SIDES, chosen)
    if state.side == "python":
        with st.container(key="step-code"):
            st.code(python_code(state.run), "python", height=HEIGHT, wrap_lines=True)
        return
    by_hand(matrices(state.run) | {"refused": state.refused_number}, "step-weights", state.receive_edit)
    st.caption("Type over any number: both branches are computed anew, from their first step.")
