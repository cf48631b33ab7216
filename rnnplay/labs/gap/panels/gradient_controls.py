"""What the views of the inside share: the looks taken, the moment that is shown, the training."""

from functools import lru_cache

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.number_format import percent
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import left
from rnnplay.labs.gap.gradient_flow import look
from rnnplay.labs.gap.options import name_of


def watched(board):
    """The Looks of each contestant; of one that has not been trained, that at its start."""
    return [
        board.looked[job].looks if looks_of(board, job) else (first_look(job),) for job in board.inside_jobs()
    ]


def looks_of(board, job):
    return job in board.looked and board.looked[job].looks


@lru_cache(maxsize=64)
def first_look(job):
    """An untrained network, looked into."""
    return look(job, job.model.initial(job.seed, None))


def bar(board, looks):
    """Train and look, or how far that is."""
    race, work = board.race, board.working("inside")
    over = all(job in board.looked and board.looked[job].ended for job in board.inside_jobs())
    report_fact("watched", "yes" if over and not work else "no")
    with st.container(key="gap-inside-bar", horizontal=True, vertical_alignment="center"):
        if work:
            st.button("Stop", key="gap-inside-stop", on_click=board.stop, args=("inside",))
            st.progress(work.share, f"Training and looking inside · {left(work)}")
        elif over:
            ends = [board.looked[job].run.curve[-1] for job in board.inside_jobs()]
            names = map(name_of, race.cells)
            said = [
                f"{name} {percent(p.accuracy)} right after {p.update}"
                for name, p in zip(names, ends, strict=True)
            ]
            st.caption(f"Trained with seed {race.seeds[0]}, gap {race.gap}: {', '.join(said)} updates.")
        else:
            st.button(
                "Train them and watch", key="gap-inside-run", type="primary", on_click=board.look_inside
            )
            st.caption(
                f"Now: the untrained networks of seed {race.seeds[0]}, gap {race.gap}. Training shows what "
                "becomes of them."
            )
        chart_buttons("gap-inside")


def moment(looks):
    """The update that is looked at, chosen on a slider; the latest by default."""
    updates = sorted({one.update for of in looks for one in of})
    if len(updates) < 2:
        return updates[-1]
    key = f"gap-moment-{updates[-1]}"
    return st.select_slider("After so many updates", updates, value=updates[-1], key=key)


def chosen(looks, update):
    """Of one contestant's looks, the last up to this update."""
    return [one for one in looks if one.update <= update][-1]
