"""What a lab offers to take away: pictures of its drawing anywhere, and in hello the run itself."""

from functools import partial
from pathlib import Path

import streamlit as st

from rnnplay.app.component import component
from rnnplay.app.presentation import current
from rnnplay.labs.hello.export_csv import span, table
from rnnplay.labs.hello.export_html import page
from rnnplay.labs.hello.recording import length
from rnnplay.labs.hello.reproduce import command, python

USUAL = 60  # updates that are taken away at least, so that there is something to play

_picture = component(Path(__file__).with_name("save_picture"), box="keep")


def picture(of, part, name, *, inline=False):
    """Two buttons, SVG and PNG: all that matches the selector `part` in the element with the key `of`, or,
    without a key, on the page. inline: with its label beside it, not above.
    """
    data = {"of": of, "part": part, "name": name, "inline": inline}
    _picture(key=f"{name}-picture", data=data, width="content")


def charts(name):
    """Two buttons, SVG and PNG: the charts of the page."""
    picture(None, ".stVegaLiteChart", name, inline=True)


def take_away(state, of, part):
    """Everything of the training on this state. Nothing runs while the menu is closed."""
    menu = st.popover("Take it away", key=f"{of}-take", on_change="rerun")
    if menu.open:
        with menu:
            _offers(state, of, part)


def _offers(state, of, part):
    session, at = state.session, min(state.at, state.session.trained)
    last = max(state.head, at, USUAL)
    last = min(last, session.reach(last))
    look = {"speed": state.speed, "show": state.show, "palette": current().to_query().get("palette", "")}
    look["address"] = st.context.url or "/hello"
    html = _charged(state, partial(page, session, at, last, **look))
    csv = _charged(state, partial(table, session, at, last))
    quiet = {"on_click": "ignore"}
    with st.container(key="take-files", horizontal=True, vertical_alignment="bottom"):
        picture(of, part, "hello")
        name = f"hello-update-{at}"
        st.download_button("Page (HTML)", html, f"{name}.html", key="take-page", **quiet)
        st.download_button("Data (CSV)", csv, f"{name}.csv", key="take-data", **quiet)
    first, until = span(session.experiment, at, last)
    st.caption(
        f"The page plays the updates 0 to {length(session, last):,} anywhere, without a network. "
        f"The table holds the numbers of updates {first:,} to {until:,}, and the weights of update {at:,}."
    )
    line = command(session.experiment, at)
    st.caption(f"The numbers of update {at:,} on the command line, and in Python:")
    st.code(line or "# no command line can hold this text", "bash", wrap_lines=True)
    st.code(python(session.experiment, at), "python", height=220)


def _charged(state, make):
    """The same, at the cost of the one who asks for it."""

    def made():
        with state.budget.charge(state.visitor):
            return make()

    return made
