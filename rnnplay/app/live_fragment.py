"""A part of the page that is drawn again and again while work goes on, without a run of the whole page."""

import streamlit as st


def poll(draw, *, goes_on, outside, seconds):
    """Draw now, and every `seconds` while goes_on() is true.

    outside() -> all that the rest of the page shows: where it or goes_on() changes, the whole page is run.
    """
    before = goes_on(), outside()

    @st.fragment(run_every=seconds if before[0] else None)
    def part():
        draw()
        if (goes_on(), outside()) != before:
            st.rerun()

    part()


def live(state, kind, draw):
    """Draw now, and twice a second while the state's work of this kind goes on; collect its results first."""

    def goes_on():
        work = state.working(kind)
        return work is not None and work.status != "paused"

    def collect_and_draw():
        state.collect()
        draw()

    poll(collect_and_draw, goes_on=goes_on, outside=lambda: (state.message, state.to_query()), seconds=0.5)
