"""A part of the page that is drawn anew, twice a second, for as long as work goes on behind it."""

import streamlit as st

BEAT = 0.5  # seconds


def live(board, what, draw):
    """Draw now, and again while the board's work of this kind goes on. Nothing else is run meanwhile."""
    around = rest(board, what)

    @st.fragment(run_every=BEAT if goes_on(board, what) else None)
    def part():
        board.collect()
        draw()
        if rest(board, what) != around:
            st.rerun()

    part()


def rest(board, what):
    """What only a whole run can show: the beat, what is said of a bad choice, the address."""
    return goes_on(board, what), board.message, board.to_query()


def goes_on(board, what):
    work = board.working(what)
    return work is not None and work.status != "paused"
