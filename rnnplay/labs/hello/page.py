"""The page of the hello lab: the article's network learns “hello”, update by update."""

from dataclasses import replace

import streamlit as st

from rnnplay.app.component import trigger_value
from rnnplay.app.controls import with_typed
from rnnplay.app.frame import head, row
from rnnplay.app.navigation import arrivals
from rnnplay.app.presentation import current
from rnnplay.app.refusals import show_refusals
from rnnplay.app.session_key import session_key
from rnnplay.app.visit import visit
from rnnplay.labs.hello.component import messages, player, report_position
from rnnplay.labs.hello.panels.downloads import downloads
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.labs.hello.state import HelloState
from rnnplay.training.experiment import FIELD, FIELDS

QUESTION = "What does one update do to every score?"
BESIDE = ("hidden", "optimizer")  # widgets beside the text
BELOW = ("lr", "start")  # the player has a control for the first, the presets set the second
OWN = "own"
OWN_NOTE = "Your own settings. Watch every score move under each update."
FIGURE_NOTE = "The article's network, your own settings. Watch every score move under each update."
LINE = "⏎"  # shown for a line break, because the text field has one line


def page():
    """Draw the lab in two fragments: one for choices and the player's requests, one for its position."""
    visited = visit("hello", open_lab)
    player_and_controls(visited)
    reported_position(visited.state)


def open_lab(query):
    """The state of a visitor who comes with this query (dict of str to str)."""
    state = HelloState(query, visitor=session_key())
    state.arrival = arrivals()
    state.autoplay = state.autoplay and not current().lecture  # a lecture begins paused
    return state


@st.fragment(key="hello-player-and-controls")
def player_and_controls(visited):
    state = visited.state
    head(QUESTION, note(state.experiment))
    choices(state, visited.controls)
    player(key="hello-player")
    messages(
        key="hello-messages",
        data=state.payload(),
        height=1,
        on_ask_change=lambda: state.receive(trigger_value("hello-messages", "ask")),
    )


@st.fragment(key="hello-reported-position")
def reported_position(state):
    """Record the position that the player reports. This fragment draws nothing, so a report redraws
    nothing.
    """
    key = "hello-position"
    report_position(key=key, height=1, on_position_change=lambda: state.move(trigger_value(key, "position")))


def note(experiment):
    """The note under the title: the network, and a hint for the learner."""
    preset = PRESETS.get(preset_of(experiment))
    if preset is not None:
        return preset.note
    return FIGURE_NOTE if experiment.start == "figure" else OWN_NOTE


def preset_of(experiment):
    """The preset with this experiment, later changes of the learning rate aside, or OWN if there is none."""
    start = replace(experiment, lr=experiment.lr[:1])
    return next((slug for slug, preset in PRESETS.items() if preset.experiment == start), OWN)


def choices(state, controls):
    """Draw the widgets. Each shows the experiment's value, or a value that was typed and refused."""
    more = [f.name for f in FIELDS if f.name not in ("text", *BESIDE, *BELOW) and f.applies(state.experiment)]
    values = {name: getattr(state.experiment, name) for name in ("text", *BESIDE, *more)}
    shown = with_typed(values, state.refusals)
    shown["text"] = shown["text"].replace("\r\n", "\n").replace("\n", LINE)
    controls.show({**shown, "preset": preset_of(state.experiment)})

    def changed(name):
        value = controls.value(name)
        state.choose(**{name: value.replace(LINE, "\n") if name == "text" else value})

    def chosen(name):
        slug = controls.value(name)
        if slug in PRESETS:
            state.open_preset(PRESETS[slug].experiment)

    titles = {slug: preset.title for slug, preset in PRESETS.items()} | {OWN: "Your own settings"}
    with row():
        controls.widget(FIELD["text"], changed)
        controls.choice("preset", "Start from", titles, chosen)
        for name in BESIDE:
            controls.widget(FIELD[name], changed)
        with st.popover("More"):
            for name in more:
                controls.widget(FIELD[name], changed)
        downloads(state, "hello-player", ".diagram-holder")
    by_player = state.typed_rate_refusal
    refusals = {name: refusal for name, refusal in state.refusals.items() if refusal is not by_player}
    show_refusals(controls, refusals)
