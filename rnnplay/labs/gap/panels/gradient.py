"""Where the gradient goes: how much of it is left on its way back, before and while a cell trains."""

from math import log10

import streamlit as st

from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import power
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.gradient_charts import FLOOR, fading, left, over_training
from rnnplay.labs.gap.options import name_of
from rnnplay.labs.gap.panels.gradient_controls import bar, chosen, moment, watched

HEIGHT = 270


def panel(board):
    live(board, "inside", lambda: draw(board))


def draw(board):
    looks = watched(board)
    bar(board, looks)
    names = [name_of(cell) for cell in board.race.cells]
    first, second = st.columns([3, 2])
    with first:
        with st.container(horizontal=True, vertical_alignment="bottom", key="gap-why-row"):
            at = moment(looks)
            with_h = st.toggle(
                "dL/dh for the LSTM too",
                key="gap-with-h",
                help="Its gradient travels along the cell c. That of h drops in one step, and misleads.",
            )
        lines, shown = [], list(names)
        for name, of in zip(names, looks, strict=True):
            one = chosen(of, at)
            lines.append((name, "measured", left(one.reach)))
            if one.kept is not None and one.update == 0:
                lines.append((name, "closed form", one.closed[::-1]))
            if with_h and one.state != "h":
                shown.append(f"{name}, dL/dh")
                lines.append((shown[-1], "measured", left(one.reach_h)))
        table, description = fading(lines, shown, board.race.gap)
        alt = "What is left of the gradient, on a log scale, against the steps back from the loss"
        st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-fading", alt=alt)
        st.caption(
            "‖dL/dh‖ (LSTM: ‖dL/dc‖), as a share of its value at the loss; mean of 32 held-out sequences; "
            f"{power(round(log10(FLOOR)))} stands for less, too. Broad and pale, at update 0: σ(b)ᵏ, what "
            "the bias b of the gate that keeps would leave by itself. Move to update 0, then on: the plain "
            "RNN has some gradient at the start, and loses it in training."
        )
    with second:
        which = st.segmented_control(
            "As training goes on", names, default=names[0], key="gap-heat", required=True
        )
        of = looks[names.index(which)] if which in names else looks[0]
        table, description = over_training(of)
        alt = f"What is left of {which}'s gradient: steps back across, updates downwards"
        st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-over", alt=alt)
        st.caption(
            "Each row is one moment of the training, each column a distance from the loss. Where it is dark, "
            "no gradient arrives, and what was read there cannot be learned."
        )
