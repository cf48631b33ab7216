"""What does one update do to every score? The article's "hello" network, trained in front of the learner."""

import streamlit as st

from rnnplay.training.experiment import FIELD
from rnnplay.training.presets import PRESETS
from rnnplay.ui.controls import control
from rnnplay.ui.desk import Desk
from rnnplay.ui.player import player

TITLE = "Hello, one update at a time"
QUESTION = "What does one update do to every score?"
MORE = ("cell", "scale", "seed", "clip", "clip_by")
OWN = "own"


def page():
    """The lab. Everything below runs in one fragment: a request of the player reruns nothing else."""
    desk = st.session_state.get("hello")
    if desk is None:
        desk = st.session_state["hello"] = Desk(st.query_params.to_dict())
    bench(desk)


@st.fragment(key="hello-bench")
def bench(desk):
    fill(desk)
    controls(desk)
    player(
        key="hello-player",
        data=desk.payload(),
        on_ask_change=lambda: desk.hear(st.session_state["hello-player"]["ask"]),
    )
    address = desk.query()
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)


def fill(desk):
    """The widgets show what the experiment is, however it came about."""
    for name in ("text", "hidden", "optimizer", *MORE):
        st.session_state[f"hello-{name}"] = desk.drafts.get(name, getattr(desk.experiment, name))
    st.session_state["hello-preset"] = preset_of(desk.experiment)


def preset_of(experiment):
    """The preset that this is, learning rate changes aside; else the learner's own."""
    return next((slug for slug, preset in PRESETS.items() if preset.experiment == experiment), OWN)


def controls(desk):
    def changed(name):
        desk.choose(**{name: st.session_state[f"hello-{name}"]})

    def chosen():
        slug = st.session_state["hello-preset"]
        if slug in PRESETS:
            desk.take(PRESETS[slug].experiment)

    slug = preset_of(desk.experiment)
    note = (
        PRESETS[slug].note
        if slug in PRESETS
        else "Your own network. Watch every score move under each update."
    )
    with st.container(key="hello-head", horizontal=True, vertical_alignment="center"):
        st.header(QUESTION, anchor=False, width="content")
        st.caption(note)
    with st.container(key="hello-controls", horizontal=True, vertical_alignment="bottom"):
        control(FIELD["text"], key="hello-text", on_change=changed, label="Training string")
        titles = {slug: preset.title for slug, preset in PRESETS.items()} | {OWN: "Your own"}
        st.selectbox(
            "Start from", list(titles), format_func=titles.__getitem__, key="hello-preset", on_change=chosen
        )
        control(FIELD["hidden"], key="hello-hidden", on_change=changed)
        control(FIELD["optimizer"], key="hello-optimizer", on_change=changed)
        with st.popover("More"):
            for name in MORE:
                control(FIELD[name], key=f"hello-{name}", on_change=changed)
