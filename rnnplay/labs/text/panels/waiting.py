"""What stands where a network would be asked, while there is none that is worth it."""

import streamlit as st

from rnnplay.app.live_fragment import live

UPDATES, SECONDS = 300, 5  # of training, after either of which it is


def asked(study):
    """The network to be asked, or None: then this says so, and the page goes on when there is one."""
    if study.network is not None and not young(study):
        return study.network
    if study.working() is None:
        st.info("There is no network yet. Train one under Train, or load one under Keep it.")
        return None

    def draw():
        if study.network is not None and not young(study):
            st.rerun()
        st.info("It is being trained. In a moment it can be asked.")

    live(study, "text", draw)
    return None


def young(study):
    """Whether it is still noise, and in a moment will not be."""
    run, work = study.run, study.working()
    going = study.kept is None and work is not None and work.status != "paused"
    return going and run.update < UPDATES and run.seconds < SECONDS
