"""The view "Draw by draw": the drawing of each character, and the effect of the temperature."""

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import row
from rnnplay.app.tour_facts import report_fact
from rnnplay.labs.text.component import letters
from rnnplay.labs.text.letters_data import sampling_data
from rnnplay.labs.text.panels.no_network_notice import network_or_notice
from rnnplay.labs.text.sampling import TEMPERATURE, TOP_K, sample_recorded

COUNT, MOST_PRIME = 240, 200
LESSONS = (
    "**Why does greedy text repeat?** Taking the likeliest each time, it comes back to an earlier state and "
    "repeats itself from there. **What does the temperature do?** Below 1 it makes the "
    "likely likelier; above 1 it draws unlikely ones more often. Try 0.2, then 1, then 2, with the same seed."
)


def panel(state, controls):
    state.collect()
    network = network_or_notice(state)
    if network is not None:
        choices(state, network)


@st.fragment
def choices(state, network):
    network = state.network  # with the latest weights
    with row():
        usual = default_beginning(state, network)
        prime = st.text_input(
            "It begins with", usual, max_chars=MOST_PRIME, key=f"text-prime-{usual}", placeholder=usual
        )
        temperature = st.slider(
            TEMPERATURE.label, 0.1, 2.0, 1.0, 0.05, key="text-temperature", help=TEMPERATURE.help
        )
        top_k = st.number_input(TOP_K.label, 0, 500, 0, key="text-top-k", help=TOP_K.help, width=120)
        greedy = st.toggle("Greedy", key="text-greedy", help="Takes the likeliest character each time.")
        seed = st.number_input(
            "Seed", 0, 9999, 0, key="text-draw-seed", help="Other random numbers.", width=120
        )
    ids, strangers = network.encode(prime)
    warning = ""
    if strangers:
        warning = f"Not in its vocabulary, and skipped: {escape_markdown(' '.join(strangers))}. "
    if not len(ids):
        ids, _ = network.encode(network.vocab[0])
        warning += "It has to begin somewhere: the first symbol of its vocabulary is taken."
    if warning:
        st.warning(warning)
    try:
        options = {"temperature": temperature, "top_k": int(top_k), "greedy": greedy, "seed": int(seed)}
        record = sample_recorded(network.model, network.theta, ids, COUNT, **options)
    except ValueError as refusal:
        st.error(escape_markdown(str(refusal)))
        return
    given = [network.vocab[k] for k in ids]
    report_fact("temperature", temperature)
    letters(sampling_data(given, network.vocab, record, temperature, greedy), key="text-drawn")
    st.caption(LESSONS)


def default_beginning(state, network):
    """A beginning in characters that the network knows."""
    lines, printed = (
        state.default_text(30).split("\n"),
        (symbol for symbol in network.vocab if symbol.strip()),
    )
    tries = ("The ", *(line for line in lines if line), *printed, *network.vocab)
    return next(text for text in tries if not network.encode(text)[1])
