"""The view "Accuracy against gap": the gap at which each cell stops remembering."""

import streamlit as st

from rnnplay.app.live_fragment import live
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.panels.run_controls import run_controls
from rnnplay.labs.gap.race_charts import against_gap
from rnnplay.labs.gap.state import ended

HEIGHT = 360


def panel(state):
    live(state, "race", lambda: draw(state))


def draw(state):
    race = state.race
    run_controls(state, "curve", "Run the curve")
    names = [name_of(cell) for cell in race.cells]
    runs = [
        (name_of(cell), gap, seed, state.run_of(race.job(cell, gap, seed)))
        for cell in race.cells
        for gap in race.gaps
        for seed in race.seeds
    ]
    right = [(name, gap, seed, run.curve[-1].accuracy) for name, gap, seed, run in runs if ended(run)]
    table, description = against_gap(right, names, race.setup, race.gaps)
    alt = f"Held-out accuracy of {', '.join(names)} at the gaps {', '.join(map(str, race.gaps))}"
    st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-curve", alt=alt)
    st.caption(
        f"{race.setup.memory_task.title}. Each dot is one run with its own data and its own start, of at "
        f"most {race.setup.updates:,} updates; the line is their mean. Add gaps or seeds: only the missing "
        "runs are computed. A dot at the bottom did not learn it in these updates from this start: that is "
        "not “cannot”."
    )
