"""What can go in, and what can come out? The five ways of wiring inputs to outputs, each really trained."""

import streamlit as st

from rnnplay.app.downloads.save_picture import picture_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import head
from rnnplay.app.live_fragment import poll
from rnnplay.app.number_format import percent
from rnnplay.app.presentation import coloured, hides
from rnnplay.app.session_key import session_key
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.visit import visit
from rnnplay.app.waiting_text import left
from rnnplay.labs.shapes.chart import learned
from rnnplay.labs.shapes.component import five, wiring
from rnnplay.labs.shapes.network_data import wiring as drawn
from rnnplay.labs.shapes.run import SHAPE_FIELDS
from rnnplay.labs.shapes.state import Gallery
from rnnplay.tasks.wiring import SHAPES
from rnnplay.tasks.wiring.films import MOST
from rnnplay.tasks.wiring.phrases import ENGLISH
from rnnplay.tasks.wiring.reviews import WORDS

QUESTION = "What can go in, and what can come out?"
BEAT = 0.25  # seconds: a training takes a few
COLUMNS = [2, 1]
KNOWN = {"many-to-one": WORDS, "encoder-decoder": ENGLISH}
SHORT = {  # of the small pictures
    "one-to-one": ("one to one", "picture → name"),
    "one-to-many": ("one to many", "picture → sentence"),
    "many-to-one": ("many to one", "sentence → stars"),
    "encoder-decoder": ("many to many", "English → French"),
    "in-step": ("many to many", "film → moves, in step"),
}
ATTENTION = (
    "Unseen phrases by length, after training on up to {words} words. All of a phrase must pass through one "
    "summary of the same size: why attention, which looks back at every word, came later."
)
CAVEAT = (
    "A weak baseline: as all sentences are equally long, eleven separate linear models of the picture, one "
    "for each place, get 99\u00a0% too."
)


def page():
    """The lab: the five shapes, and the network of the one that is chosen, as it learns and when it has."""
    visited = visit("shapes", lambda query: Gallery(query, visitor=session_key()))
    gallery = visited.state
    gallery.collect()
    head(QUESTION, note(gallery))
    choices(gallery, visited.controls)
    if gallery.message:
        st.warning(escape_markdown(gallery.message))
    live(gallery)


def note(gallery):
    """The claim about this very network, or what is to be learned."""
    return gallery.scenarios[0].claim if gallery.scenarios else gallery.setup.task.learn


def choices(gallery, controls):
    """The shape, the cell, and behind More the rest."""
    shown = [one for one in SHAPE_FIELDS if one.name != "shape"]
    shown = [one for one in shown if one.name != "joined" or gallery.setup.shape == "encoder-decoder"]
    texts = {one.name: getattr(gallery.setup, one.name) for one in shown} | {
        name: text for name, text in gallery.drafts.items() if name == "cell"
    }
    controls.show(texts)

    def changed(name):
        gallery.choose(name, str(controls.value(name)))

    shapes = [{"slug": slug, "shape": shape, "learn": learn} for slug, (shape, learn) in SHORT.items()]
    with st.container(key="lab-controls"):
        wide, narrow = st.columns(COLUMNS, gap="medium", vertical_alignment="center")
    with wide:
        if not hides("shape"):
            five(
                {"shapes": shapes, "chosen": gallery.setup.shape},
                "shapes-five",
                lambda slug: chosen(gallery, slug),
            )
    with narrow, st.container(key="shapes-controls", horizontal=True, vertical_alignment="bottom"):
        controls.widget(shown[0], changed)
        with st.popover("More"):
            for one in shown[1:]:
                controls.widget(one, changed)
            picture_buttons("shapes-wiring", ".stage", "shapes")


def chosen(gallery, slug):
    """A shape was chosen in the page, from which anything may come."""
    if slug in SHORT:
        gallery.choose("shape", slug)


def live(gallery):
    """The network and its curve, drawn again and again while something goes on."""

    def draw():
        gallery.collect()
        wide, narrow = st.columns(COLUMNS, gap="medium")
        with wide:
            network(gallery)
        with narrow:
            bar(gallery)
            progress(gallery)

    def outside():
        return gallery.message, gallery.setup

    poll(draw, goes_on=lambda: gallery.goes_on, outside=outside, seconds=BEAT)


def network(gallery):
    """The network on the visitor's own input."""
    own, refusal = gallery.refusal or (gallery.input, None)
    words = KNOWN.get(gallery.setup.shape)
    data = drawn(gallery.setup, *gallery.answer()) | {
        "visit": gallery.visitor,
        "turn": gallery.turn,
        "own": own,
        "refusal": refusal,
        "words": words and list(words),
        "most": MOST,
        "link": gallery.link,
        "update": gallery.run.update,
        "learning": gallery.goes_on,
    }
    wiring(data, "shapes-wiring", gallery.hear)


def bar(gallery):
    """Pause, go on, and train again; how far it is."""
    run, setup = gallery.run, gallery.setup
    with st.container(key="shapes-bar", horizontal=True, vertical_alignment="center"):
        match gallery.status:
            case "done":
                st.button("Train again", key="shapes-again", on_click=gallery.again)
            case "failed":
                st.button("Train again", key="shapes-again", on_click=gallery.again, type="primary")
            case "paused":
                st.button("Go on", key="shapes-on", on_click=gallery.go_on, type="primary")
            case _:
                st.button("Pause", key="shapes-pause", on_click=gallery.pause)
        st.progress(run.share, state(gallery, run, setup))
    if gallery.trouble:
        st.error(escape_markdown(gallery.trouble))


def state(gallery, run, setup):
    """Where the training is, in words."""
    if gallery.status == "done":
        over = "ended in an overflow after" if gallery.overflowed else "learned in"
        return f"{over} {run.update:,} updates, {run.cpu_s:.1f} s"
    how = "paused" if gallery.status == "paused" else left(gallery.work) if gallery.work else "begins"
    return f"update {run.update:,} · {how}"


def progress(gallery):
    """The curve on held-out data, beside what a simpler model gets."""
    run, setup = gallery.run, gallery.setup
    task = SHAPES[setup.shape]
    baseline, chance = task.baseline_score(), task.chance
    table, description = learned(run.curve, baseline, chance, setup.updates)
    with st.container(key="shapes-score"):
        st.markdown(score(run, baseline), help=before(gallery))
    report_fact("right", 0 if run.score is None else run.score)
    high = "low" if setup.shape == "encoder-decoder" else "high"  # where more stands under it, and elsewhere
    alt = "Share of held-out answers that are right, against updates"
    with st.container(key=f"shapes-curve-{high}"):
        st.vega_lite_chart(table, coloured(description), height="stretch", key="shapes-learning", alt=alt)
    st.caption(f"**Right:** {task.right} **Baseline:** {task.baseline}")
    if setup.shape == "one-to-many":
        st.caption(CAVEAT)
    if setup.shape == "encoder-decoder":
        by_length(gallery)


def score(run, baseline):
    """What it gets now, in words."""
    if run.score is None:
        return "Not measured yet."
    points = 100 * (run.score - baseline)
    side = "above" if points >= 0 else "below"
    return f"**{percent(run.score, 1)}** right, {abs(points):.0f} points {side} the baseline"


def before(gallery):
    """What is claimed was measured before."""
    told = [
        f"{one.claim} Measured before, on {one.seeds} seeds: {one.measured}." for one in gallery.scenarios
    ]
    return "\n\n".join(told) or None


def by_length(gallery):
    """How quality falls with length; each length can be tried."""
    if gallery.lengths is None:
        st.caption("How well it does on longer phrases will stand here when it has learned.")
        return
    with st.container(key="shapes-lengths", horizontal=True, vertical_alignment="center"):
        for joined, (words, share) in enumerate(gallery.lengths.items(), 1):
            label = f"{words} words: {percent(share)}"
            st.button(label, key=f"shapes-length-{joined}", on_click=gallery.show, args=(joined,))
    st.caption(ATTENTION.format(words=6 * gallery.setup.joined - 1))
