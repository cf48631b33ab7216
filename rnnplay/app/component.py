"""A component of the page: one box, and the module and style sheet that fill it."""

import streamlit as st

from rnnplay.app.js_bundle import module_name, script


def component(path, *, box=None, sheets=None):
    """What mounts the module `path`.js in an element of the class `box`, which is called like it by default.

    sheets: paths of its style sheets, `path`.css if nothing else is said.
    """
    path, sheets = path.with_suffix(".js"), [path.with_suffix(".css")] if sheets is None else sheets
    return st.components.v2.component(
        f"rnnplay.{module_name(path)}",
        html=f'<div class="{box or path.stem}"></div>',
        css="\n".join(sheet.read_text("utf-8") for sheet in sheets) or None,
        js=script(path),
    )


def said(key, name):
    """What the page's component of that key said last of `name`, or None.

    A message can arrive when the page has moved on, and the component it came from is gone.
    """
    state = st.session_state.get(key)
    return None if state is None else state.get(name)
