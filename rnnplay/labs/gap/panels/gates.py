"""What the gates do on the way across the gap: how far each is open, step by step, unit by unit."""

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent, short
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.gradient_charts import gates, units
from rnnplay.labs.gap.options import name_of
from rnnplay.labs.gap.panels.gradient_controls import bar, chosen, moment, watched

HEIGHT = 280


def panel(board):
    live(board, "inside", lambda: draw(board))


def draw(board):
    looks = watched(board)
    bar(board, looks)
    named = dict(zip(map(name_of, board.race.cells), looks, strict=True))
    gated = {name: of for name, of in named.items() if of[-1].gates}
    if not gated:
        st.info("None of these cells has gates. Add an LSTM or a GRU under Cells.")
        return
    first, second = st.columns(2)
    with first:
        with st.container(horizontal=True, vertical_alignment="top", key="gap-gates-row"):
            name = st.segmented_control(
                "Cell", list(gated), default=next(iter(gated)), key="gap-gated", required=True
            )
            of = gated.get(name) or next(iter(gated.values()))
            one = chosen(of, moment([of]))
        table, description = gates(one, one.roles)
        st.vega_lite_chart(
            table,
            coloured(description),
            height=HEIGHT,
            key="gap-gates",
            alt=f"How far each gate of {name} is open at each step",
        )
        st.caption(f"Mean over all units and 32 held-out sequences. {kept(one)}Units differ: look right.")
    with second:
        quantity = st.segmented_control(
            "Every unit", list(one.units), default=keeping_gate(one), key="gap-units", required=True
        )
        quantity = quantity if quantity in one.units else keeping_gate(one)
        table, description = units(one, quantity)
        st.vega_lite_chart(
            table,
            coloured(description),
            height=HEIGHT,
            key="gap-unit-map",
            alt=f"{quantity} of every unit at every step of one sequence",
        )
        clue = ", ".join(f"“{escape_markdown(one.words[t])}” at step {t + 1}" for t in one.clue)
        st.caption(
            f"One held-out sequence of {len(one.words)} steps; its clue: {clue or 'none'}. Point at a place "
            "to see what is read there."
        )


def kept(one):
    """A sentence on the share of the memory that a step keeps, and all steps together; "" without one."""
    if one.kept is None:
        return ""
    return (
        f"Of {one.state} a step keeps the share {one.share.replace('-', '−')}, on average "
        f"{percent(one.kept.mean(), 1)}; an average unit would keep {short(one.kept.prod())} of what it held "
        f"over all {len(one.kept)} steps. "
    )


def keeping_gate(one):
    """The gate that decides what is kept, or else the first quantity."""
    return next(
        (gate for gate, role in one.roles.items() if role in ("keeps", "replaces")), next(iter(one.units))
    )
