"""Opens another page with a query."""

import streamlit as st


def go(lab, query, *, kept=False):
    """Open the page of `lab` (slug) with `query` (dict of str to str) in its address. Does not return.

    kept: whether the visitor's state of the lab is kept; else the lab makes a new one from the query.
    """
    if not kept:
        st.session_state.pop(lab, None)
    st.session_state["arrivals"] = arrivals() + 1
    # Streamlit identifies a page by its address alone, so this page opens the one in the navigation.
    st.switch_page(st.Page(_never_run, title=lab, url_path=lab), query_params=query)


def arrivals() -> int:
    """The number of times that the app sent this visitor to a page. A change resets the state in the
    browser.
    """
    return st.session_state.get("arrivals", 0)


def _never_run():
    """Never called, because Streamlit runs the page in the navigation."""
