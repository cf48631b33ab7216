"""The downloads of the hello lab: a picture; the training as a page, table, command and program."""

from functools import partial

import streamlit as st

from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.presentation import current
from rnnplay.labs.hello.export_csv import span, table
from rnnplay.labs.hello.export_html import page
from rnnplay.labs.hello.recording import length
from rnnplay.labs.hello.reproduce import command, python

LEAST = 60  # updates in a file, so that it has enough to play


def downloads(state, of, part):
    """The menu of downloads. Nothing is computed for it while it is closed.

    of: key of the player; part: selector of the diagram in it.
    """
    menu = st.popover("Download", key=f"{of}-downloads", on_change="rerun")
    if menu.open:
        with menu:
            _files(state, of, part)
            _programs(state.session.experiment, min(state.at, state.session.trained))


def _files(state, of, part):
    session, at = state.session, min(state.at, state.session.trained)
    last = max(state.head, at, LEAST)
    last = min(last, session.reach(last))
    look = {"speed": state.speed, "show": state.show, "palette": current().to_query().get("palette", "")}
    look["address"] = st.context.url or "/hello"
    html = _charged(state, partial(page, session, at, last, **look))
    csv = _charged(state, partial(table, session, at, last))
    quiet = {"on_click": "ignore"}
    with st.container(key="hello-files", horizontal=True, vertical_alignment="bottom"):
        picture_buttons(of, part, "hello")
        name = f"hello-update-{at}"
        st.download_button("Page (HTML)", html, f"{name}.html", key="hello-html", **quiet)
        st.download_button("Data (CSV)", csv, f"{name}.csv", key="hello-csv", **quiet)
    first, until = span(session.experiment, at, last)
    st.caption(
        f"The page plays the updates 0 to {length(session, last):,} anywhere, without a network. "
        f"The table holds the numbers of updates {first:,} to {until:,}, and the weights of update {at:,}."
    )


def _programs(experiment, at):
    line = command(experiment, at)
    st.caption(f"The numbers of update {at:,} on the command line, and in Python:")
    st.code(line or "# no command line can hold this text", "bash", wrap_lines=True)
    st.code(python(experiment, at), "python", height=220)


def _charged(state, make):
    """make() with its seconds of computing charged to the visitor."""

    def made():
        with state.quotas.timing(state.visitor):
            return make()

    return made
