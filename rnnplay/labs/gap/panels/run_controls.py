"""The row above the race and the curve: run, pause and stop, the progress of the runs, and the downloads."""

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.waiting_text import time_left


def run_controls(state, view, label):
    """Buttons to run, pause and stop, and the verdict or the progress. label: of the first button."""
    work, missing, wanted = state.working("race"), state.missing(view), state.jobs_of(view)
    done = done_text(len(wanted) - len(missing), len(wanted))
    with st.container(key=f"gap-bar-{view}", horizontal=True, vertical_alignment="center"):
        if work is None:
            begun = any(map(state.run_of, wanted))
            first = f"Run the {len(missing)} missing runs" if begun else label
            text = first if missing else "Run it again, live"
            st.button(text, key="gap-run", type="primary", on_click=state.start, args=(view, not missing))
            st.markdown(verdict(state, done) if view == "race" else done)
        else:
            paused = work.status == "paused"
            st.button(
                "Go on" if paused else "Pause",
                key="gap-pause",
                on_click=work.resume if paused else work.pause,
            )
            st.button("Stop", key="gap-stop", on_click=state.stop, args=("race",))
            ended, total = sum(run.ended for run in work.tasks), len(work.tasks)
            st.progress(work.share, f"{ended} of {total} runs have ended · {time_left(work)}")
        downloads(state, view)
    if state.work.get("race") and state.work["race"].trouble:
        st.error(escape_markdown(state.work["race"].trouble))


def done_text(count, total):
    return f"All {total} runs are done." if count == total else f"{count} of {total} runs are done."


def verdict(state, done):
    """-> words: whether the claim at the top of the page holds on these runs. done: number of finished
    runs.
    """
    claim, holds = state.race.claim, state.verdict()
    if claim is None:
        return done
    measured = f"Measured before, five seeds: {claim.measured}."
    if holds is None:
        return f"{done} {measured}"
    if holds:
        return f":green[**✓ As claimed**] on these {len(state.race.seeds)} seeds. {measured}"
    return f":red[**✗ Not as claimed**] on these {len(state.race.seeds)} seeds. {measured}"


def downloads(state, view):
    """The menu with the command that makes the same runs, and the results as a file."""
    race = state.race
    gaps = race.gaps if view == "curve" else sorted({job.gap for job in state.jobs_of("race")})
    with st.popover("Download"):
        chart_buttons(f"gap-{view}")
        st.caption("The command that makes the same runs; stopped and started again, it continues.")
        st.code(race.command(*gaps), language="bash", wrap_lines=True)
        st.caption("The finished runs with their curves; `compare --out` goes on from this file too.")
        st.download_button("results.csv", state.results, "results.csv", "text/csv", on_click="ignore")
        st.caption("The address of this page opens the same set-up anywhere.")
