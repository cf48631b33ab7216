"""The sentence: which answer each cell expects as the words come in, and how much gradient reaches each."""

import numpy as np
import streamlit as st

from rnnplay.app.frame import row
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import left
from rnnplay.labs.gap.component import reading
from rnnplay.labs.gap.options import SENTENCE, name_of
from rnnplay.labs.gap.reading_data import readings
from rnnplay.labs.gap.sentence_reading import read

TRAINED, LONGEST = 10, 100  # the gap that they learn across first; the widest that fits on a page


def panel(board):
    live(board, "sentence", lambda: draw(board))


def draw(board):
    if board.reading is None:  # alive on arrival, and with another sentence
        board.learn_at(TRAINED)
    learned, jobs = board.reading, board.reading_jobs(board.reading)
    what = jobs[0].setup.what
    with row():
        gap, pair, filler = chosen(what, learned)
        own(board)
        work = board.working("sentence")
        if work:
            st.button("Stop", key="gap-learn-stop", on_click=board.stop, args=("sentence",))
        else:
            how = {"type": "primary", "on_click": board.learn_at, "args": (gap,)}
            st.button(f"Train at gap {gap}", key="gap-learn", disabled=gap == learned, **how)
    x = what.write(np.random.default_rng(filler), gap, pair)
    wanted = what.outputs.index(what.answers[pair])
    runs = [board.readers.get(job) for job in jobs]
    taken = [
        (name_of(job.cell), read(job, theta_of(job, run), x, wanted))
        for job, run in zip(jobs, runs, strict=True)
    ]
    st.caption(state(jobs, runs, learned, gap, work))
    report_fact("learned", learned if all(run and run.ended for run in runs) else 0)
    reading(readings(taken, what.outputs, wanted, len(what.lead)), key="gap-reading")
    st.caption(
        "Shade and bar: ‖dL/dx‖, how much gradient the answer sends back to a word; the strongest of each "
        "reading is full. The framed word is the clue. First stretch the gap: networks that learned across a "
        "short one read a longer one. Then train at that gap, and watch the clue go dark for the plain RNN."
    )


def chosen(what, learned):
    """-> the gap, the number of the clue, and the filler, as the widgets have them."""
    low, clues = what.gaps[0], list(what.clues)
    gap = st.slider(
        "Gap: words between clue and answer", low, LONGEST, max(learned, low), key=f"gap-stretch-{low}"
    )
    clue = st.selectbox("Clue", clues, key=f"gap-clue-{'|'.join(clues)}", width=150)
    more = "Another number, other words in between."
    filler = st.number_input("Filler", 0, 999, 0, key="gap-filler", help=more, width=110)
    return gap, clues.index(clue), int(filler)


def own(board):
    """A sentence of the learner's own."""
    now = board.drafts.get("sentence", board.race.sentence)
    with st.popover("Your own sentence"):
        hint = "We had two old [cats|dogs|ducks] at home and they always said [meow|woof|quack]"
        key = f"gap-own-{now}"
        text = st.text_input(SENTENCE.label, now, key=key, help=SENTENCE.help, placeholder=hint, width=520)
        st.caption(f"Clue and answer stand in brackets, one answer for each clue: {hint}")
    if text != now:
        board.choose("sentence", text)
        st.rerun()


def theta_of(job, run):
    """The weights of a reader as far as it has come."""
    return job.model.initial(job.seed, None) if run is None or run.theta is None else run.theta


def state(jobs, runs, learned, gap, work):
    """How far they have learned, in words."""
    said = []
    for job, run in zip(jobs, runs, strict=True):
        if run is None or not run.curve:
            said.append(f"{name_of(job.cell)} untrained")
        else:
            last = run.curve[-1]
            said.append(f"{name_of(job.cell)} {percent(last.accuracy)} right after {last.update} updates")
    more = f" · {left(work)}" if work else ""
    stretched = f" They now read across {gap}." if gap != learned else ""
    return f"Learned across a gap of {learned} (held-out): {', '.join(said)}{more}.{stretched}"
