"""A part of the page that is drawn anew, twice a second, for as long as work goes on behind it."""

import streamlit as st

BEAT = 0.5  # seconds


def live(board, what, draw):
    """Draw now, and again while the board's work of this kind goes on. Nothing else is run meanwhile."""
    going = goes_on(board, what)

    @st.fragment(run_every=BEAT if going else None)
    def part():
        board.collect()
        draw()
        if goes_on(board, what) != going:
            st.rerun()  # begun, paused or over: only a whole run changes the beat

    part()


def goes_on(board, what):
    work = board.working(what)
    return work is not None and work.status != "paused"
