"""Going to another page, set up by a query."""

import streamlit as st


def go(lab, query, *, kept=False):
    """Open the page of `lab` (slug) with `query` (dict of str to str) in its address. Does not return.

    kept: whether the lab keeps the visitor's state of it; else it is made anew from the query.
    """
    if not kept:
        st.session_state.pop(lab, None)
    st.session_state["arrivals"] = arrivals() + 1
    # Streamlit finds a page by its address alone: this one stands for the page in the navigation.
    st.switch_page(st.Page(_never_run, title=lab, url_path=lab), query_params=query)


def arrivals() -> int:
    """How often this visitor was sent to a page. When it changes, the browser forgets what it showed."""
    return st.session_state.get("arrivals", 0)


def _never_run():
    """The page in the navigation is run in its place."""
