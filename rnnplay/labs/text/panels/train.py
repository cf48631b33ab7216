"""The view "Train": the text, the network, and the loss in bits per character beside the baselines."""

import streamlit as st

from rnnplay.app.controls import with_typed
from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import row
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent, short
from rnnplay.app.presentation import coloured
from rnnplay.app.refusals import show_refusals
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import time_left
from rnnplay.labs.text.charts import learning_curve, real_words, vocabulary
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.setup import FIELD, FOLD
from rnnplay.labs.text.state import SOURCES, UPLOADED
from rnnplay.server.limits import limits

BESIDE = ("cell", "hidden", "rate")
MORE = tuple(name for name in FIELD if name not in BESIDE)
WHY_CARRIED = (
    "**Why is the state carried?** The text goes on where a chunk ends; a state of zero would have forgotten "
    "all that came before. **Why only the last state?** It is all that the next chunk can see: the steps "
    "before it are over, and the gradient stops at the chunk's edge (truncated backpropagation through time)."
)


def panel(state, controls):
    source(state, controls)
    live(state, "text", lambda: draw(state))


def source(state, controls):
    """The controls: preset, text, upload, and the choices of the training."""
    texts = state.setup.texts()
    values = {
        name: texts[name] if FIELD[name].kind == "choice" else getattr(state.setup, name) for name in FIELD
    }
    values |= {"source": state.source, "fold": state.fold}
    titles = {slug: preset.title for slug, preset in TEXT_PRESETS.items()} | {UPLOADED: "Your own settings"}
    sources = {
        slug: title for slug, title in SOURCES.items() if slug != UPLOADED or state.uploaded is not None
    }
    controls.show(with_typed(values, state.refusals) | {"preset": state.preset or UPLOADED})

    def chosen(name):
        if controls.value(name) in TEXT_PRESETS:
            state.apply_preset(controls.value(name))

    def changed(name):
        state.choose(name, str(controls.value(name)))

    with row():
        controls.choice("preset", "Start from", titles, chosen)
        controls.choice("source", "Text", sources, lambda name: state.choose_text(controls.value(name)))
        with st.popover(
            "Bring your own", key=f"text-upload-{hash(state.uploaded)}"
        ):  # a new key closes it after an upload
            upload(state, controls)
        for name in BESIDE:
            controls.widget(FIELD[name], changed)
        with st.popover("More"):
            for name in MORE:
                controls.widget(FIELD[name], changed)
            st.caption(WHY_CARRIED)
    show_refusals(controls, state.refusals)


def upload(state, controls):
    """The form to paste or upload a text."""
    most = limits().upload_text
    with st.form("text-upload", border=False, clear_on_submit=True):
        pasted = st.text_area("Paste a text", height=160, max_chars=1_000_000)
        file = st.file_uploader(
            f"or choose a file, plain text of at most {most} MB",
            type=["txt", "md", "csv"],
            max_upload_size=most,
        )
        sent = st.form_submit_button("Take this text", type="primary")
    if sent and (file is not None or pasted):
        state.upload(
            file.getvalue() if file is not None else pasted, file.name if file is not None else "pasted"
        )
        st.rerun()
    controls.widget(FOLD, lambda name: state.set_fold(controls.value(name)))


def draw(state):
    """The training: buttons, chart, figures and the latest sample."""
    bar(state)
    report_fact("trained", state.run.update if state.run else 0)
    first, second = st.columns([3, 2])
    run, curve = state.run, state.run.curve if state.run else ()
    with first:
        updates = run.setup.updates if run else state.setup.updates
        table, description = learning_curve(curve, state.baseline_bits, updates)
        alt = "Loss in bits per character on the training and the held-out text, against updates"
        with st.container(key="text-curve"):
            st.vega_lite_chart(table, coloured(description), height="stretch", key="text-learning", alt=alt)
        st.caption(facts(state))
    with second:
        sample(state)


def bar(state):
    """The buttons for train, pause and stop; the progress."""
    work, run = state.work, state.run
    with st.container(key="text-bar", horizontal=True, vertical_alignment="center"):
        if state.working():
            paused = work.status == "paused"
            st.button(
                "Go on" if paused else "Pause",
                key="text-pause",
                on_click=work.resume if paused else work.pause,
            )
            st.button("Stop", key="text-stop", on_click=state.stop)
            at = f"update {run.update:,} of {run.setup.updates:,} · {time_left(work)}"
            st.progress(run.share, f"{at}{pace(run)}")
        else:
            fresh = run is None or state.changed
            st.button(
                "Train" if run is None else "Train anew",
                key="text-train",
                type="primary" if fresh else "secondary",
                on_click=state.start,
            )
            if run is not None and not run.trouble:
                more = f"{state.setup.updates:,} updates more" if run.ended else "Go on"
                st.button(more, key="text-more", on_click=state.go_on)
            st.markdown(status_text(state))
        chart_buttons("text")
    if work is not None and work.trouble:
        st.error(escape_markdown(work.trouble))


def pace(run):
    """Characters a second, in words."""
    last = run.curve[-1] if run.curve else None
    return f" · {last.chars_s:,.0f} characters a second" if last and last.chars_s else ""


def status_text(state):
    """The state of the training in words."""
    run = state.run
    if run is None:
        return "Not trained yet."
    if run.trouble:
        return f":red[{run.trouble}]"
    changed = " The settings have changed: Train anew uses them." if state.changed else ""
    return f"{run.update:,} updates, {run.passes:.1f} times through the text, {run.seconds:.0f} s.{changed}"


def facts(state):
    """The text and the network in figures."""
    corpus, setup = state.corpus, state.setup
    weights = setup.model(corpus.size).layout.size
    folded = f", {len(corpus.folded[0])} rare ones folded" if corpus.folded[0] else ""
    sentence = (
        f"{len(corpus.ids):,} characters, {corpus.size} different{folded}; the last {len(corpus.valid):,} "
        f"are held out. {weights:,} weights. Dotted: baselines, models that only count."
    )
    if state.run and state.run.curve and state.run.curve[-1].train is not None:
        last = state.run.curve[-1]
        sentence += (
            f" After update {last.update:,}: {last.train:.2f} bits on training text, {last.valid:.2f} "
            f"held out; gradient norm {short(last.grad_norm)}, rate {short(last.rate)}."
        )
    return sentence


def sample(state):
    """The latest sample."""
    run = state.run
    if run is None or not run.samples:
        begin = "In a moment" if state.working() else "Press Train:"
        st.caption(f"{begin} its text will appear here.")
        return
    last = run.samples[-1]
    count, share = real_words(last.text, vocabulary(run.corpus.text))
    words = f", {percent(share)} of {count} words occur in the text" if share is not None else ""
    st.caption(f"Written after update {last.update:,}{words}:")
    with st.container(key="text-sample"):
        st.code(last.text, language=None, wrap_lines=True)
