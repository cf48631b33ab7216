"""Shared by the views of gradient and gates: measurements, the update slider, the training button."""

from functools import lru_cache

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.number_format import percent
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import time_left
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.gradient_flow import measure_flow


def measurements_of(state):
    """The FlowMeasurements of each contestant (list of tuples); at least that of the untrained network."""
    monitored = [state.monitored.get(job) for job in state.monitored_jobs()]
    return [
        run.measurements if run and run.measurements else (measure_untrained(job),)
        for job, run in zip(state.monitored_jobs(), monitored, strict=True)
    ]


@lru_cache(maxsize=64)
def measure_untrained(job):
    """The FlowMeasurement of the job's network before training."""
    return measure_flow(job, job.model.initial(job.seed, None))


def training_controls(state):
    """The button that trains and measures the contestants, or the progress of that training."""
    race, work = state.race, state.working("monitoring")
    runs = [state.monitored.get(job) for job in state.monitored_jobs()]
    trained = all(run and run.ended for run in runs)
    report_fact("watched", "yes" if trained and not work else "no")
    with st.container(key="gap-inside-bar", horizontal=True, vertical_alignment="center"):
        if work:
            st.button("Stop", key="gap-inside-stop", on_click=state.stop, args=("monitoring",))
            st.progress(work.share, f"Training and looking inside · {time_left(work)}")
        elif trained:
            ends = [run.run.curve[-1] for run in runs]
            names = map(name_of, race.cells)
            texts = [
                f"{name} {percent(p.accuracy)} right after {p.update}"
                for name, p in zip(names, ends, strict=True)
            ]
            st.caption(f"Trained with seed {race.seeds[0]}, gap {race.gap}: {', '.join(texts)} updates.")
        else:
            st.button(
                "Train them and watch", key="gap-inside-run", type="primary", on_click=state.start_monitoring
            )
            st.caption(
                f"Now: the untrained networks of seed {race.seeds[0]}, gap {race.gap}. Train them to see "
                "how they change."
            )
        chart_buttons("gap-inside")


def update_slider(measurements):
    """The update to show, chosen on a slider; the latest by default. measurements: of each contestant."""
    updates = sorted({one.update for measured in measurements for one in measured})
    if len(updates) < 2:
        return updates[-1]
    key = f"gap-update-{updates[-1]}"
    return st.select_slider("After so many updates", updates, value=updates[-1], key=key)


def at_update(measured, update):
    """The last of one contestant's measurements up to this update."""
    return [one for one in measured if one.update <= update][-1]
