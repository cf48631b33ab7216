"""The view "Where the gradient goes": the share that is left on its way back, before and during training."""

from math import log10

import streamlit as st

from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import power
from rnnplay.app.presentation import coloured
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.gradient_charts import (
    FLOOR,
    gradient_against_distance,
    gradient_over_training,
    share_left,
)
from rnnplay.labs.gap.panels.monitoring import at_update, measurements_of, training_controls, update_slider

HEIGHT = 270


def panel(state):
    live(state, "monitoring", lambda: draw(state))


def draw(state):
    measurements = measurements_of(state)
    training_controls(state)
    names = [name_of(cell) for cell in state.race.cells]
    memories = memories_apart(names, measurements)
    first, second = st.columns([3, 2])
    with first:
        with st.container(horizontal=True, vertical_alignment="bottom", key="gap-why-row"):
            update = update_slider(measurements)
            with_h = st.toggle(
                f"dL/dh for the {' and the '.join(memories) or 'LSTM'} too",
                key="gap-with-h",
                help="Its gradient travels along its memory. That of h drops in one step, and misleads.",
            )
        lines, legend = [], list(names)
        for name, measured in zip(names, measurements, strict=True):
            measurement = at_update(measured, update)
            lines.append((name, "measured", share_left(measurement.reach)))
            if measurement.kept is not None and measurement.update == 0:
                lines.append((name, "closed form", measurement.predicted[::-1]))
            if with_h and name in memories:
                legend.append(f"{name}, dL/d{measurement.readout}")
                lines.append((legend[-1], "measured", share_left(measurement.reach_readout)))
        table, description = gradient_against_distance(lines, legend, state.race.gap)
        alt = "What is left of the gradient, on a log scale, against the steps back from the loss"
        st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-fading", alt=alt)
        others = "; ".join(f"{name}: ‖dL/d{memory}‖" for name, memory in memories.items())
        others = f" ({others})" if others else ""
        st.caption(
            f"‖dL/dh‖{others}, as a share of its value at the loss; mean of 32 held-out sequences; "
            f"{power(round(log10(FLOOR)))} stands for less, too. Broad and pale, at update 0: σ(b)ᵏ, what "
            "the bias b of the gate that keeps would leave by itself. Move to update 0, then on: the plain "
            "RNN has some gradient at the start, and loses it in training."
        )
    with second:
        which = st.segmented_control(
            "As training goes on", names, default=names[0], key="gap-heat", required=True
        )
        measured = measurements[names.index(which)] if which in names else measurements[0]
        table, description = gradient_over_training(measured)
        alt = f"What is left of {which}'s gradient: steps back across, updates downwards"
        st.vega_lite_chart(table, coloured(description), height=HEIGHT, key="gap-over", alt=alt)
        st.caption(
            "Each row is one update of the training, each column a distance from the loss. Where it is dark, "
            "no gradient arrives, and what was read there cannot be learned."
        )


def memories_apart(names, measurements):
    """Contestant -> its memory, a state, for those whose scores are computed from another state."""
    firsts = {name: measured[0] for name, measured in zip(names, measurements, strict=True)}
    return {name: first.state for name, first in firsts.items() if first.state != first.readout}
