"""Mounts a component of the page: an element, its module and its style sheet."""

import streamlit as st

from rnnplay.app.js_bundle import module_name, script


def component(path, *, box=None, sheets=None):
    """-> function that mounts the module `path`.js in an element of the class `box`, by default its own name.

    sheets: paths of its style sheets; by default `path`.css.
    """
    path, sheets = path.with_suffix(".js"), [path.with_suffix(".css")] if sheets is None else sheets
    return st.components.v2.component(
        f"rnnplay.{module_name(path)}",
        html=f'<div class="{box or path.stem}"></div>',
        css="\n".join(sheet.read_text("utf-8") for sheet in sheets) or None,
        js=script(path),
    )


def trigger_value(key, name):
    """The last value that the component of this key sent under `name`, or None.

    A message may come from a component that is no longer on the page; its value is then None.
    """
    state = st.session_state.get(key)
    return None if state is None else state.get(name)
