"""The view "Look inside": a text coloured by one number of the network, and the network's guesses."""

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import row
from rnnplay.labs.text.component import letters
from rnnplay.labs.text.features import FEATURES
from rnnplay.labs.text.inspection import dependence, inspect
from rnnplay.labs.text.letters_data import inspection_data
from rnnplay.labs.text.panels.no_network_notice import network_or_notice

MOST, LAGS, WORK = 400, 40, 12_000_000  # at most: letters on the page, steps back, steps back × weights
SURPRISE, UNIT = "surprise", "unit"


def panel(state, controls):
    state.collect()
    if network_or_notice(state) is not None:
        look(state)


@st.fragment
def look(state):
    network = state.network
    usual = state.default_text(MOST)
    with row():
        text = st.text_area(
            "A text to read", usual, max_chars=MOST, height=80, key=f"text-read-{hash(usual)}"
        )
        titles = {SURPRISE: "Surprise", UNIT: "A unit"} | {name: f.title for name, f in FEATURES.items()}
        colour = st.selectbox(
            "Colour by", list(titles), key="text-colour", format_func=titles.__getitem__, width=230
        )
        values_of = chosen(state, network, colour)
    ids, strangers = network.encode(text)
    if strangers:
        st.warning(f"Not in its vocabulary, and skipped: {escape_markdown(' '.join(strangers))}")
    if len(ids) < 2:
        st.info("Type at least two letters that the network knows.")
        return
    found = inspect(network.model, network.theta, ids)
    raw, name = values_of(found.states)
    lags = min(LAGS, max(4, WORK // network.model.layout.size))  # fewer steps back for a large network
    depends_on = dependence(network.model, network.theta, ids, lags)
    letters(
        inspection_data([network.vocab[k] for k in ids], network.vocab, found, depends_on, raw, name),
        key="text-inside",
    )
    st.caption(
        "Point at a letter, or go there with the arrow keys: underlined are the letters that the guess "
        "after it depends on; the thicker, the more."
    )


def chosen(state, network, colour):
    """-> a function: states -> the numbers (T,) that colour the text, None for the surprise; a name."""
    if colour == SURPRISE:
        return lambda states: (None, "")
    if colour == UNIT:
        state = st.selectbox("State", list(network.model.recurrent.states), key="text-state", width=90)
        unit = st.number_input("Unit", 1, network.model.hidden, 1, key="text-unit", width=120) - 1
        return _unit(state, unit)
    units, combination = state.ranked_units(colour)
    if not units:
        st.caption("This does not occur in the text.")
        return lambda states: (None, "")
    options = [f"{u.state}, unit {u.unit + 1}: {u.score:.2f}" for u in units]
    options.append(f"all units together: {combination.score:.2f}")
    best = st.selectbox(
        "Which, and how well it tells them apart",
        range(len(options)),
        format_func=options.__getitem__,
        key=f"text-best-{colour}",
        help="On held-out text: of two letters, one with and one without, how often the right one is higher "
        "(1: always, 0.5: by chance); for a number, the correlation.",
    )
    if best < len(units):
        return _unit(units[best].state, units[best].unit)
    return lambda states: (combination.values(states) - 0.5, "the combination")


def _unit(state, unit):
    return lambda states: (states[state][:, unit], f"{state}, unit {unit + 1}")
