"""A part of the page that is redrawn while work is in progress, without a run of the whole page."""

import streamlit as st


def poll(draw, *, goes_on, outside, seconds):
    """Draw now, and every `seconds` while goes_on() is true.

    outside() -> the values that the rest of the page shows. When these or goes_on() change, the whole page
    runs.
    """
    before = goes_on(), outside()

    @st.fragment(run_every=seconds if before[0] else None)
    def part():
        draw()
        if (goes_on(), outside()) != before:
            st.rerun()

    part()


def live(state, kind, draw):
    """Collect results and draw: now, and twice a second while the state's work of this kind is in
    progress.
    """

    def goes_on():
        work = state.working(kind)
        return work is not None and work.status != "paused"

    def collect_and_draw():
        state.collect()
        draw()

    poll(collect_and_draw, goes_on=goes_on, outside=lambda: (state.message, state.to_query()), seconds=0.5)
