"""The notice in place of a network that is missing or has hardly been trained."""

import streamlit as st

from rnnplay.app.live_fragment import live

UPDATES, SECONDS = 300, 5  # of training: after one of these a network is shown


def network_or_notice(state):
    """-> the LanguageModel, or None; then the page shows a notice until there is one."""
    if state.network is not None and not hardly_trained(state):
        return state.network
    if state.working() is None:
        st.info("There is no network yet. Train one under Train, or load one under Keep it.")
        return None

    def draw():
        if state.network is not None and not hardly_trained(state):
            st.rerun()
        st.info("It is being trained. In a moment it will be shown here.")

    live(state, "text", draw)
    return None


def hardly_trained(state):
    """Whether the network in training still writes noise."""
    run, work = state.run, state.working()
    in_training = state.loaded is None and work is not None and work.status != "paused"
    return in_training and run.update < UPDATES and run.seconds < SECONDS
