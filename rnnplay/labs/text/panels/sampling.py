"""Draw by draw: how each character of what it writes came about, and what the temperature does to it."""

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import row
from rnnplay.app.tour_facts import report_fact
from rnnplay.labs.text.component import letters
from rnnplay.labs.text.letters_data import drawn
from rnnplay.labs.text.panels.waiting import asked
from rnnplay.labs.text.sampling import TEMPERATURE, TOP_K, draw

COUNT, MOST_PRIME = 240, 200
LESSONS = (
    "**Why does greedy text repeat?** Taking the likeliest each time, it comes back to a state it has been "
    "in, and from there goes the same way again. **What does the temperature do?** Below 1 it makes the "
    "likely likelier; above 1 it lets the unlikely in. Try 0.2, then 1, then 2, with the same seed."
)


def panel(study, controls):
    study.collect()
    network = asked(study)
    if network is not None:
        choices(study, network)


@st.fragment
def choices(study, network):
    network = study.network  # as far as it has come by now
    with row():
        usual = beginning(study, network)
        prime = st.text_input(
            "It begins with", usual, max_chars=MOST_PRIME, key=f"text-prime-{usual}", placeholder=usual
        )
        temperature = st.slider(
            TEMPERATURE.label, 0.1, 2.0, 1.0, 0.05, key="text-temperature", help=TEMPERATURE.help
        )
        top_k = st.number_input(TOP_K.label, 0, 500, 0, key="text-top-k", help=TOP_K.help, width=120)
        greedy = st.toggle("Greedy", key="text-greedy", help="Always the likeliest, nothing is drawn.")
        seed = st.number_input(
            "Seed", 0, 9999, 0, key="text-draw-seed", help="Other random numbers.", width=120
        )
    ids, strangers = network.encode(prime)
    said = ""
    if strangers:
        said = f"Not in its vocabulary, and skipped: {escape_markdown(' '.join(strangers))}. "
    if not len(ids):
        ids, _ = network.encode(network.vocab[0])
        said += "It has to begin somewhere: the first symbol of its vocabulary is taken."
    if said:
        st.warning(said)
    try:
        options = {"temperature": temperature, "top_k": int(top_k), "greedy": greedy, "seed": int(seed)}
        drawing = draw(network.model, network.theta, ids, COUNT, **options)
    except ValueError as refusal:
        st.error(escape_markdown(str(refusal)))
        return
    given = [network.vocab[k] for k in ids]
    report_fact("temperature", temperature)
    letters(drawn(given, network.vocab, drawing, temperature, greedy), key="text-drawn")
    st.caption(LESSONS)


def beginning(study, network):
    """Something to begin with that the network knows."""
    lines, printed = study.to_read(30).split("\n"), (symbol for symbol in network.vocab if symbol.strip())
    tries = ("The ", *(line for line in lines if line), *printed, *network.vocab)
    return next(text for text in tries if not network.encode(text)[1])
