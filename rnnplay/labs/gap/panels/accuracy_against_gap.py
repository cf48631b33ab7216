"""Accuracy against gap: where each cell stops remembering. More gaps or seeds make the curve grow."""

import streamlit as st

from rnnplay.app.live_fragment import live
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.options import name_of
from rnnplay.labs.gap.panels.race import bar
from rnnplay.labs.gap.race_charts import against_gap
from rnnplay.labs.gap.state import ended

HEIGHT = 360


def panel(board):
    live(board, "race", lambda: draw(board))


def draw(board):
    race = board.race
    bar(board, "curve", "Run the curve")
    names = [name_of(cell) for cell in race.cells]
    runs = [
        (name_of(cell), gap, seed, board.found(race.job(cell, gap, seed)))
        for cell in race.cells
        for gap in race.gaps
        for seed in race.seeds
    ]
    right = [(name, gap, seed, run.curve[-1].accuracy) for name, gap, seed, run in runs if ended(run)]
    table, description = against_gap(right, names, race.setup, race.gaps)
    alt = f"Held-out accuracy of {', '.join(names)} at the gaps {', '.join(map(str, race.gaps))}"
    st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-curve", alt=alt)
    st.caption(
        f"{race.setup.what.title}. Each dot is one run with its own data and its own start, of at most "
        f"{race.setup.updates:,} updates; the line is their mean. Add gaps or seeds: only what is missing "
        "runs. A dot at the bottom did not learn it in these updates from this start: that is not “cannot”."
    )
