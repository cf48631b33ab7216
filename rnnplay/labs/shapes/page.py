"""The page of the five shapes: a network that learns one of five orders of inputs and answers."""

import streamlit as st

from rnnplay.app.controls import with_typed
from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head
from rnnplay.app.live_fragment import poll
from rnnplay.app.number_format import percent
from rnnplay.app.presentation import coloured, hides
from rnnplay.app.refusals import show_refusals
from rnnplay.app.session_key import session_key
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.visit import visit
from rnnplay.app.waiting_text import time_left
from rnnplay.labs.shapes.charts import learning_curve
from rnnplay.labs.shapes.component import shape_choice, wiring
from rnnplay.labs.shapes.diagram_data import diagram_data
from rnnplay.labs.shapes.run import SHAPE_FIELDS
from rnnplay.labs.shapes.state import ShapesState
from rnnplay.tasks.wiring import SHAPES
from rnnplay.tasks.wiring.films import MOST
from rnnplay.tasks.wiring.phrases import ENGLISH
from rnnplay.tasks.wiring.reviews import WORDS

QUESTION = "What can go in, and what can come out?"
BEAT = 0.25  # seconds between two drawings; a training takes a few seconds
COLUMNS = [2, 1]
KNOWN = {"many-to-one": WORDS, "encoder-decoder": ENGLISH}
LABELS = {  # of the small pictures: the shape, an example
    "one-to-one": ("one to one", "picture → name"),
    "one-to-many": ("one to many", "picture → sentence"),
    "many-to-one": ("many to one", "sentence → stars"),
    "encoder-decoder": ("many to many", "English → French"),
    "in-step": ("many to many", "film → moves, in step"),
}
ATTENTION = (
    "Unseen phrases by length, after training on up to {words} words. The whole phrase must pass through one "
    "summary of a fixed size. Attention, which looks back at every word, was invented to avoid this."
)
CAVEAT = (
    "A weak baseline: as all sentences are equally long, eleven separate linear models of the picture, one "
    "for each place, get 99\u00a0% too."
)


def page():
    """Draw the page: the five shapes, and the network of the chosen one as it learns."""
    visited = visit("shapes", lambda query: ShapesState(query, visitor=session_key()))
    state = visited.state
    state.training.collect()
    head(QUESTION, note(state))
    choices(state, visited.controls)
    show_refusals(visited.controls, state.refusals)
    live(state)


def note(state):
    """The claim about this setup, or the task in one sentence."""
    return state.claims[0].claim if state.claims else state.setup.task.learn


def choices(state, controls):
    """The shape and the cell; the other controls behind More."""
    shown = [one for one in SHAPE_FIELDS if one.name != "shape"]
    shown = [one for one in shown if one.name != "joined" or state.setup.shape == "encoder-decoder"]
    values = {one.name: getattr(state.setup, one.name) for one in shown}
    controls.show(with_typed(values, state.refusals))

    def changed(name):
        state.choose(name, str(controls.value(name)))

    shapes = [{"slug": slug, "shape": shape, "learn": learn} for slug, (shape, learn) in LABELS.items()]
    with st.container(key="lab-controls"):
        wide, narrow = st.columns(COLUMNS, gap="medium", vertical_alignment="center")
    with wide:
        if not hides("shape"):
            shape_choice(
                {"shapes": shapes, "chosen": state.setup.shape},
                "shapes-five",
                lambda slug: choose_shape(state, slug),
            )
    with narrow, st.container(key="shapes-controls", horizontal=True, vertical_alignment="bottom"):
        controls.widget(shown[0], changed)
        with st.popover("More"):
            for one in shown[1:]:
                controls.widget(one, changed)
            picture_buttons("shapes-wiring", ".drawing-area", "shapes")


def choose_shape(state, slug):
    """A shape chosen in the page; the message may hold anything."""
    if slug in LABELS:
        state.choose("shape", slug)


def live(state):
    """The network and its curve, drawn again and again while it trains."""

    def draw():
        state.training.collect()
        wide, narrow = st.columns(COLUMNS, gap="medium")
        with wide:
            network(state)
        with narrow:
            bar(state)
            curve(state)

    def outside():
        return state.refusals, state.setup

    poll(draw, goes_on=lambda: state.training.goes_on, outside=outside, seconds=BEAT)


def network(state):
    """The network on the visitor's input."""
    text, refusal = state.refused_input or (state.input, None)
    words = KNOWN.get(state.setup.shape)
    data = diagram_data(state.setup, *state.answer()) | {
        "visit": state.visitor,
        "turn": state.turn,
        "input": text,
        "refusal": refusal,
        "words": words and list(words),
        "most": MOST,
        "link": state.link,
        "update": state.training.run.update,
        "learning": state.training.goes_on,
    }
    wiring(data, "shapes-wiring", state.receive)


def bar(state):
    """The buttons for pause, go on and train again; the progress."""
    training = state.training
    with st.container(key="shapes-bar", horizontal=True, vertical_alignment="center"):
        match training.status:
            case "done":
                st.button("Train again", key="shapes-again", on_click=training.restart)
            case "failed":
                st.button("Train again", key="shapes-again", on_click=training.restart, type="primary")
            case "paused":
                st.button("Go on", key="shapes-on", on_click=training.resume, type="primary")
            case _:
                st.button("Pause", key="shapes-pause", on_click=training.pause)
        st.progress(training.run.share, progress_text(training))
    if training.trouble:
        st.error(escape_markdown(training.trouble))


def progress_text(training):
    """The progress of the training in words."""
    run = training.run
    if training.status == "done":
        over = "ended in an overflow after" if training.overflowed else "learned in"
        return f"{over} {run.update:,} updates, {run.cpu_s:.1f} s"
    how = "paused" if training.status == "paused" else time_left(training.work) if training.work else "begins"
    return f"update {run.update:,} · {how}"


def curve(state):
    """The score on held-out data against updates, beside the baseline."""
    run, setup = state.training.run, state.setup
    task = SHAPES[setup.shape]
    baseline, chance = task.baseline_score(), task.chance
    table, description = learning_curve(run.curve, baseline, chance, setup.updates)
    with st.container(key="shapes-score"):
        st.markdown(score(run, baseline), help=measured_before(state))
    report_fact("right", 0 if run.score is None else run.score)
    high = "low" if setup.shape == "encoder-decoder" else "high"  # low leaves room for the lengths below
    alt = "Share of held-out answers that are right, against updates"
    with st.container(key=f"shapes-curve-{high}"):
        st.vega_lite_chart(table, coloured(description), height="stretch", key="shapes-learning", alt=alt)
    st.caption(f"**Right:** {task.right} **Baseline:** {task.baseline}")
    if setup.shape == "one-to-many":
        st.caption(CAVEAT)
    if setup.shape == "encoder-decoder":
        lengths(state)


def score(run, baseline):
    """The latest score in words."""
    if run.score is None:
        return "Not measured yet."
    points = 100 * (run.score - baseline)
    side = "above" if points >= 0 else "below"
    return f"**{percent(run.score, 1)}** right, {abs(points):.0f} points {side} the baseline"


def measured_before(state):
    """The claims about this setup with the figures measured for them, or None."""
    lines = [f"{c.claim} Measured before, on {c.seeds} seeds: {c.measured}." for c in state.claims]
    return "\n\n".join(lines) or None


def lengths(state):
    """The score for longer phrases; a button for each length shows an example."""
    by_length = state.training.by_length
    if by_length is None:
        st.caption("Its score on longer phrases will appear here after the training.")
        return
    with st.container(key="shapes-lengths", horizontal=True, vertical_alignment="center"):
        for joined, (words, share) in enumerate(by_length.items(), 1):
            label = f"{words} words: {percent(share)}"
            st.button(label, key=f"shapes-length-{joined}", on_click=state.show_example, args=(joined,))
    st.caption(ATTENTION.format(words=6 * state.setup.joined - 1))
