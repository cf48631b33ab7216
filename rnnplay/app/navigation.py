"""What stands on a lab's page for one visitor, and going to a page with its stage set."""

import streamlit as st


def standing(lab, arrive):
    """What stands on the page of `lab` (slug): on the first run what arrive(query) makes, then the same."""
    if lab not in st.session_state:
        st.session_state[lab] = arrive(st.query_params.to_dict())
    return st.session_state[lab]


def go(lab, query, *, kept=False):
    """Leave for `lab`, made anew from `query` (dict of str to str), or kept as it stands. Does not return."""
    if not kept:
        st.session_state.pop(lab, None)
    st.session_state["arrivals"] = arrivals() + 1
    # A page is known by its address alone: this stands for the one in the navigation.
    st.switch_page(st.Page(_elsewhere, title=lab, url_path=lab), query_params=query)


def arrivals() -> int:
    """How often this visitor was brought to a page: what the browser showed of it before is then over."""
    return st.session_state.get("arrivals", 0)


def _elsewhere():
    """Never run."""
