"""The view "Too small, too large": the gradient for a chosen spectral radius of W_hh."""

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.number_format import short
from rnnplay.app.presentation import coloured
from rnnplay.app.tour_facts import report_fact
from rnnplay.labs.gap.gradient_charts import gradient_against_distance, share_left
from rnnplay.labs.gap.spectral_radius import radius_experiment

HEIGHT = 330
RATE = 0.1


def panel(state):
    experiment()


@st.fragment
def experiment():
    first, second = st.columns([1, 2])
    with first:
        rho = st.slider("Spectral radius ρ of W_hh", 0.5, 1.5, 0.9, 0.05, key="gap-rho")
        T = st.slider("Steps T", 10, 150, 60, 10, key="gap-T")
        activation = st.segmented_control(
            "Activation", ["linear", "tanh"], default="linear", key="gap-activation", required=True
        )
        clip = st.slider("Clip the gradient's norm at", 0.1, 10.0, 1.0, 0.1, key="gap-clip")
        report_fact("rho", rho)
        result = radius_experiment(rho, activation or "linear", T, clip=clip, rate=RATE)
        st.caption(
            "W_hh = ρQ with Q a random rotation, 32 units, the moving cue, untrained. Linear: the gradient "
            "shrinks or grows by exactly ρ a step; broad and pale: ρᵏ. With tanh its slope, below 1, "
            "takes more."
        )
        chart_buttons("gap-radius")
    with second:
        lines = [
            ("RNN", "measured", share_left(result.reach)),
            ("RNN", "closed form", result.predicted[::-1]),
        ]
        table, description = gradient_against_distance(lines, ["RNN"])
        st.vega_lite_chart(
            table,
            coloured(description),
            height=HEIGHT,
            key="gap-radius",
            alt="What is left of the gradient against steps back",
        )
        tiles = st.columns(4)
        tiles[0].metric(
            "arrives from step 1", short(share_left(result.reach)[-1]), help="‖dL/dh₁‖ / ‖dL/dh_T‖"
        )
        tiles[1].metric(
            "gradient norm", short(result.grad_norm), help="Of all weights together, before clipping."
        )
        tiles[2].metric(
            "after clipping", short(result.clipped_norm), help="Same direction, no longer than the limit."
        )
        tiles[3].metric("loss", short(result.loss), help="Before the update, in nats.")
        st.markdown(
            f"One step of SGD at {RATE:g}: unclipped the loss becomes **{short(result.loss_after)}**, "
            f"clipped **{short(result.loss_after_clipped)}**. {observation(result)}"
        )


def observation(result):
    """A sentence that says what the numbers show."""
    if not result.loss_after < 10 * result.loss:
        return "The gradient exploded and threw the weights far away. Clipped, it goes a short way that way."
    if share_left(result.reach)[-1] < 1e-3:
        return "Almost nothing arrives from the first step. Clipping cannot mend that: it only ever shortens."
    return "Between the two extremes. Move ρ a little: 60 steps make 1.05 into 19 and 0.95 into 0.05."
