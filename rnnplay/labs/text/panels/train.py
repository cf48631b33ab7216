"""Train: the text, the network, and the loss in bits per character beside what simpler models get."""

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.frame import row
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent, short
from rnnplay.app.presentation import coloured
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import time_left
from rnnplay.labs.text.charts import learning, real_words, vocabulary
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.setup import FOLD, TEXT_FIELDS
from rnnplay.labs.text.state import OWN, SOURCES
from rnnplay.server.limits import limits

FIELD = {field.name: field for field in TEXT_FIELDS}
BESIDE = ("cell", "hidden", "rate")
MORE = tuple(name for name in FIELD if name not in BESIDE)
WHY_CARRIED = (
    "**Why is the state carried?** The text goes on where a chunk ends; a state of zero would have forgotten "
    "all that came before. **Why only the last state?** It is all that the next chunk can see: the steps "
    "before it are over, and the gradient stops at the chunk's edge (truncated backpropagation through time)."
)


def panel(study, controls):
    source(study, controls)
    live(study, "text", lambda: draw(study))


def source(study, controls):
    """The text, where it starts from, and how it is learned."""
    texts = study.setup.texts() | study.drafts
    values = {
        name: texts[name]
        if name in study.drafts or FIELD[name].kind == "choice"
        else getattr(study.setup, name)
        for name in FIELD
    }
    titles = {slug: preset.title for slug, preset in TEXT_PRESETS.items()} | {OWN: "Your own settings"}
    sources = {slug: title for slug, title in SOURCES.items() if slug != OWN or study.own is not None}
    controls.show({**values, "preset": study.preset or OWN, "source": study.source, "fold": study.fold})

    def chosen(name):
        if controls.value(name) in TEXT_PRESETS:
            study.take(controls.value(name))

    def changed(name):
        study.choose(name, str(controls.value(name)))

    with row():
        controls.choice("preset", "Start from", titles, chosen)
        controls.choice("source", "Text", sources, lambda name: study.read(controls.value(name)))
        with st.popover("Bring your own", key=f"text-bring-{hash(study.own)}"):  # closed when a text is taken
            bring(study, controls)
        for name in BESIDE:
            controls.widget(FIELD[name], changed)
        with st.popover("More"):
            for name in MORE:
                controls.widget(FIELD[name], changed)
            st.caption(WHY_CARRIED)


def bring(study, controls):
    """Paste or upload."""
    most = limits().upload_text
    with st.form("text-own", border=False, clear_on_submit=True):
        pasted = st.text_area("Paste a text", height=160, max_chars=1_000_000)
        file = st.file_uploader(
            f"or choose a file, plain text of at most {most} MB",
            type=["txt", "md", "csv"],
            max_upload_size=most,
        )
        sent = st.form_submit_button("Take this text", type="primary")
    if sent and (file is not None or pasted):
        study.bring(
            file.getvalue() if file is not None else pasted, file.name if file is not None else "pasted"
        )
        st.rerun()
    controls.widget(FOLD, lambda name: study.refold(controls.value(name)))


def draw(study):
    bar(study)
    report_fact("trained", study.run.update if study.run else 0)
    first, second = st.columns([3, 2])
    run, curve = study.run, study.run.curve if study.run else ()
    with first:
        updates = run.setup.updates if run else study.setup.updates
        table, description = learning(curve, study.bars, updates)
        alt = "Loss in bits per character on the training and the held-out text, against updates"
        with st.container(key="text-curve"):
            st.vega_lite_chart(table, coloured(description), height="stretch", key="text-learning", alt=alt)
        st.caption(facts(study))
    with second:
        sample(study)


def bar(study):
    """Train, pause and stop; how far it is."""
    work, run = study.work, study.run
    with st.container(key="text-bar", horizontal=True, vertical_alignment="center"):
        if study.working():
            paused = work.status == "paused"
            st.button(
                "Go on" if paused else "Pause",
                key="text-pause",
                on_click=work.resume if paused else work.pause,
            )
            st.button("Stop", key="text-stop", on_click=study.stop)
            at = f"update {run.update:,} of {run.setup.updates:,} · {time_left(work)}"
            st.progress(run.share, f"{at}{pace(run)}")
        else:
            fresh = run is None or study.changed
            st.button(
                "Train" if run is None else "Train anew",
                key="text-train",
                type="primary" if fresh else "secondary",
                on_click=study.start,
            )
            if run is not None and not run.trouble:
                more = f"{study.setup.updates:,} updates more" if run.ended else "Go on"
                st.button(more, key="text-more", on_click=study.go_on)
            st.markdown(state(study))
        chart_buttons("text")
    if work is not None and work.trouble:
        st.error(escape_markdown(work.trouble))


def pace(run):
    last = run.curve[-1] if run.curve else None
    return f" · {last.chars_s:,.0f} characters a second" if last and last.chars_s else ""


def state(study):
    run = study.run
    if run is None:
        return "Not trained yet."
    if run.trouble:
        return f":red[{run.trouble}]"
    changed = " The settings have changed: Train anew takes them." if study.changed else ""
    return f"{run.update:,} updates, {run.passes:.1f} times through the text, {run.seconds:.0f} s.{changed}"


def facts(study):
    """The text and the network in figures."""
    corpus, setup = study.corpus, study.setup
    weights = setup.model(corpus.size).layout.size
    folded = f", {len(corpus.folded[0])} rare ones folded" if corpus.folded[0] else ""
    said = (
        f"{len(corpus.ids):,} characters, {corpus.size} different{folded}; the last {len(corpus.valid):,} "
        f"are held out. {weights:,} weights. Dotted: what models get that only count."
    )
    if study.run and study.run.curve and study.run.curve[-1].train is not None:
        last = study.run.curve[-1]
        said += (
            f" After update {last.update:,}: {last.train:.2f} bits on training text, {last.valid:.2f} "
            f"held out; gradient norm {short(last.grad_norm)}, rate {short(last.rate)}."
        )
    return said


def sample(study):
    """What it wrote last."""
    run = study.run
    if run is None or not run.samples:
        begin = "In a moment" if study.working() else "Press Train:"
        st.caption(f"{begin} what it writes will stand here.")
        return
    last = run.samples[-1]
    count, share = real_words(last.text, vocabulary(run.corpus.text))
    words = f", {percent(share)} of {count} words occur in the text" if share is not None else ""
    st.caption(f"Written after update {last.update:,}{words}:")
    with st.container(key="text-sample"):
        st.code(last.text, language=None, wrap_lines=True)
