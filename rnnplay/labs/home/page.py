"""Where to begin: the labs at a glance, each with a picture of a real result."""

import re
from functools import cache
from pathlib import Path

import streamlit as st

from rnnplay.labs.gap.state import shipped
from rnnplay.labs.home import previews as thumbs
from rnnplay.labs.home.component import thumb
from rnnplay.tour.cards import CARDS, FIRST
from rnnplay.training.experiment import FIELD

SAMPLES = Path(__file__).parents[3] / "assets" / "samples.txt"
OLD = {*FIELD, "update"}  # in the address: from the time when “hello” stood here
# Lab -> what one learns there, in a line.
TILES = {
    "loop": "One small network, used again at every step: unfold it, feed it, watch the state go round.",
    "shapes": "Picture to words, words to stars, English to French: five wirings, each trained in seconds.",
    "step": "y = rnn.step(x), one input at a time, by your own hand; the state is yours to fork.",
    "hello": "Every score of the article's figure, moving under each update, until it spells the word.",
    "text": "Your own text, character by character: from noise to words in a minute.",
    "gap": "The cue is long past. The plain RNN guesses, LSTM and GRU still know; and you see why.",
}


def page(pages):
    """pages: lab -> its st.Page."""
    query = st.query_params.to_dict()
    if OLD & query.keys():
        st.switch_page(pages["hello"], query_params=query)
    with st.container(key="home-head", horizontal=True, vertical_alignment="center"):
        with st.container(key="home-what"):
            st.title("Watch a network learn to remember", anchor=False)
            st.markdown(
                "Recurrent networks, trained in front of you, on your own text. Every number was computed by "
                "the network you see, and can be asked where it came from."
            )
        with st.container(key="home-begin"):
            st.page_link(pages["hello"], label="Watch it learn “hello”", icon=":material/play_arrow:")
        first = CARDS[FIRST]
        tour = {"label": f"Take the tour, {len(CARDS)} cards", "icon": ":material/route:"}
        st.page_link(pages[first.lab], query_params={"tour": first.slug}, **tour)
    with st.container(key="home-labs"):
        for slug, learn in ((slug, TILES[slug]) for slug in pages if slug in TILES):
            with st.container(key=f"home-{slug}"):
                st.page_link(pages[slug], label=pages[slug].title)
                thumb(pictures()[slug], key=f"home-thumb-{slug}")
                st.caption(learn)


@cache
def pictures():
    """Lab -> its picture; made once for all visitors."""
    return {
        "loop": thumbs.loop(),
        "shapes": thumbs.shapes(),
        "step": thumbs.step(),
        "hello": thumbs.hello(),
        "text": thumbs.text(samples()),
        "gap": thumbs.gap(shipped()[1]),
    }


def samples():
    """[(update, text)] of the training that ships: the text lab's “A minute”, as “What it wrote” keeps it."""
    parts = re.split(r"^=== update (\d+) ===\n", SAMPLES.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return [(int(update), text.strip()) for update, text in zip(parts[::2], parts[1::2], strict=True)]
