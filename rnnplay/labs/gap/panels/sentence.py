"""The view "The sentence": the answer each cell expects after each word, and the gradient at each word."""

import streamlit as st

from rnnplay.app.controls import with_typed
from rnnplay.app.frame import row
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import time_left
from rnnplay.labs.gap.component import sentence_readings
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.race_choices import FILLER, SENTENCE
from rnnplay.labs.gap.sentence_data import sentence_data
from rnnplay.labs.gap.sentence_reading import read_generated_sentence

FIRST_GAP, WIDEST_GAP = 10, 100  # the gap of the first training; the widest gap that fits on a page


def panel(state):
    live(state, "sentence", lambda: draw(state))


def draw(state):
    if state.trained_gap is None:  # on arrival, and after another sentence
        state.learn_sentence(FIRST_GAP)
    trained_gap, jobs = state.trained_gap, state.sentence_jobs(state.trained_gap)
    task = jobs[0].setup.memory_task
    with row():
        gap, pair, filler = reading_choices(state, task, trained_gap)
        sentence_input(state)
        work = state.working("sentence")
        if work:
            st.button("Stop", key="gap-learn-stop", on_click=state.stop, args=("sentence",))
        else:
            options = {"type": "primary", "on_click": state.learn_sentence, "args": (gap,)}
            st.button(f"Train at gap {gap}", key="gap-learn", disabled=gap == trained_gap, **options)
    wanted = task.outputs.index(task.answers[pair])
    runs = [state.sentence_runs.get(job) for job in jobs]
    readings = [
        (name_of(job.cell), read_generated_sentence(job, run, gap, pair, filler))
        for job, run in zip(jobs, runs, strict=True)
    ]
    st.caption(training_text(jobs, runs, trained_gap, gap, work))
    report_fact("learned", trained_gap if all(run and run.ended for run in runs) else 0)
    sentence_readings(sentence_data(readings, task.outputs, wanted, len(task.lead)), key="gap-reading")
    st.caption(
        "Shade and bar: ‖dL/dx‖, how much gradient the answer sends back to a word; the strongest of each "
        "reading is full. The framed word is the clue. First stretch the gap: networks that learned across a "
        "short one read a longer one. Then train at that gap, and watch the clue go dark for the plain RNN."
    )


def reading_choices(state, task, trained_gap):
    """The widgets of the sentence -> (gap, index of the clue, seed of the filler words)."""
    low, clues = task.gaps[0], list(task.clues)
    gap = st.slider(
        "Gap: words between clue and answer", low, WIDEST_GAP, max(trained_gap, low), key=f"gap-stretch-{low}"
    )
    clue = st.selectbox("Clue", clues, key=f"gap-clue-{'|'.join(clues)}", width=150)
    typed = st.number_input(FILLER.label, value=0, step=1, key="gap-filler", help=FILLER.help, width=110)
    if state.choose_filler(typed):
        st.rerun()
    return gap, clues.index(clue), state.filler


def sentence_input(state):
    """The field for the learner's own sentence."""
    current = with_typed({"sentence": state.race.sentence}, state.refusals)["sentence"]
    with st.popover("Your own sentence"):
        hint = "We had two old [cats|dogs|ducks] at home and they always said [meow|woof|quack]"
        key = f"gap-sentence-input-{current}"
        with st.container(key="gap-sentence-field"):
            text = st.text_input(
                SENTENCE.label, current, key=key, help=SENTENCE.help, placeholder=hint, width=520
            )
        st.caption(f"Clue and answer stand in brackets, one answer for each clue: {hint}")
    if text != current:
        state.choose("sentence", text)
        st.rerun()


def training_text(jobs, runs, trained_gap, gap, work):
    """-> words: the progress of each network."""
    texts = []
    for job, run in zip(jobs, runs, strict=True):
        if run is None or not run.curve:
            texts.append(f"{name_of(job.cell)} untrained")
        else:
            last = run.curve[-1]
            texts.append(f"{name_of(job.cell)} {percent(last.accuracy)} right after {last.update} updates")
    remaining = f" · {time_left(work)}" if work else ""
    stretched = f" They now read across {gap}." if gap != trained_gap else ""
    return f"Learned across a gap of {trained_gap} (held-out): {', '.join(texts)}{remaining}.{stretched}"
