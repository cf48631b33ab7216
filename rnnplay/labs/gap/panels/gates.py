"""The view "What the gates do": the opening of each gate, step by step and unit by unit."""

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent, short
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.gate_charts import gate_chart, unit_map
from rnnplay.labs.gap.panels.monitoring import at_update, measurements_of, training_controls, update_slider

HEIGHT = 280


def panel(state):
    live(state, "monitoring", lambda: draw(state))


def draw(state):
    measurements = measurements_of(state)
    training_controls(state)
    by_name = dict(zip(map(name_of, state.race.cells), measurements, strict=True))
    gated = {name: measured for name, measured in by_name.items() if measured[-1].gates}
    if not gated:
        st.info("None of these cells has gates. Add an LSTM or a GRU under Cells.")
        return
    first, second = st.columns(2)
    with first:
        with st.container(horizontal=True, vertical_alignment="top", key="gap-gates-row"):
            name = st.segmented_control(
                "Cell", list(gated), default=next(iter(gated)), key="gap-gated", required=True
            )
            measured = gated.get(name) or next(iter(gated.values()))
            measurement = at_update(measured, update_slider([measured]))
        table, description = gate_chart(measurement, measurement.roles)
        st.vega_lite_chart(
            table,
            coloured(description),
            height=HEIGHT,
            key="gap-gates",
            alt=f"How far each gate of {name} is open at each step",
        )
        share = share_text(measurement)
        st.caption(f"Mean over all units and 32 held-out sequences. {share}Units differ: look right.")
    with second:
        quantity = st.segmented_control(
            "Every unit",
            list(measurement.units),
            default=keeping_gate(measurement),
            key="gap-units",
            required=True,
        )
        quantity = quantity if quantity in measurement.units else keeping_gate(measurement)
        table, description = unit_map(measurement, quantity)
        st.vega_lite_chart(
            table,
            coloured(description),
            height=HEIGHT,
            key="gap-unit-map",
            alt=f"{quantity} of every unit at every step of one sequence",
        )
        words = measurement.words
        clue = ", ".join(f"“{escape_markdown(words[t])}” at step {t + 1}" for t in measurement.clue)
        st.caption(
            f"One held-out sequence of {len(words)} steps; its clue: {clue or 'none'}. Point at a place "
            "to see its input."
        )


def share_text(measurement):
    """A sentence on the share of the memory that a step keeps, and that all steps keep; "" without one."""
    kept = measurement.kept
    if kept is None:
        return ""
    return (
        f"Of {measurement.state} a step keeps the share {measurement.share.replace('-', '−')}, on average "
        f"{percent(kept.mean(), 1)}; an average unit would keep {short(kept.prod())} of what it held "
        f"over all {len(kept)} steps. "
    )


def keeping_gate(measurement):
    """The gate that decides what is kept, else the first quantity."""
    return next(
        (gate for gate, role in measurement.roles.items() if role in ("keeps", "replaces")),
        next(iter(measurement.units)),
    )
