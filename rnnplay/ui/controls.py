"""One widget a choice, made from the table of fields: label, help, range and options stand there once."""

import streamlit as st


def control(field, *, key, on_change, label=None):
    """The widget for one field of an Experiment. Its value is read and set in `st.session_state[key]`."""
    options = {"key": key, "on_change": on_change, "args": (field.name,), "help": field.help}
    label = label or field.label
    if field.kind == "choice":
        titles = field.titles
        return st.selectbox(label, list(titles), format_func=titles.__getitem__, **options)
    if field.kind == "text":
        return st.text_input(label, autocomplete="off", **options)
    whole = field.kind == "integer"
    kind = int if whole else float
    step = 1 if whole else 0.1
    return st.number_input(
        label, kind(field.low), kind(field.high), step=step, format=None if whole else "%g", **options
    )
