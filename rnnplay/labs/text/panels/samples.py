"""The view "From noise to language": samples of the network at set updates, from the same random numbers."""

import pandas as pd
import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent
from rnnplay.labs.text.charts import real_words, vocabulary


def panel(state, controls):
    live(state, "text", lambda: draw(state))


def draw(state):
    run = state.run
    if run is None or not run.samples:
        st.info("Nothing is written yet. Train a network first, under Train.")
        return
    known = vocabulary(run.corpus.text)
    first, second = st.columns([3, 2])
    with first:
        by_update = {sample.update: sample for sample in run.samples}
        updates = list(by_update)
        shown = state.sample_update if state.sample_update in by_update else updates[-1]
        key = f"text-sample-at-{updates[-1]}"
        at = st.select_slider("After so many updates", updates, shown, key=key) if len(updates) > 1 else shown
        state.sample_update = (
            at if at != updates[-1] else None
        )  # None: the latest, also when there is a newer one
        beginning = escape_markdown(run.corpus.decode(run.prime))
        st.caption(f"It was given “{beginning}” and drew these {len(by_update[at].text)} characters:")
        with st.container(key="text-wrote"):
            st.code(by_update[at].text, language=None, wrap_lines=True)
    with second, st.container(key="text-samples"):
        st.caption("Its whole words of two letters or more, and how many of them occur in the text:")
        st.table(
            pd.DataFrame([line(sample, known) for sample in run.samples]).set_index("update"),
            border="horizontal",
        )


def line(sample, known):
    """A sample as a row of the table."""
    count, share = real_words(sample.text, known)
    return {
        "update": f"{sample.update:,}",
        "words": str(count),
        "in the text": "–" if share is None else percent(share),
        "it begins": escape_markdown(sample.text[:24].replace("\n", "⏎")),
    }
