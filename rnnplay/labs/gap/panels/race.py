"""The race: cells trained side by side on the same data, several seeds each, and what they learned."""

from statistics import mean, median

import streamlit as st

from rnnplay.app.downloads.save_picture import chart_buttons
from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent
from rnnplay.app.presentation import coloured
from rnnplay.app.tour_facts import report_fact
from rnnplay.app.waiting_text import left
from rnnplay.labs.gap.options import name_of, words
from rnnplay.labs.gap.race_charts import learning
from rnnplay.labs.gap.runs import SOLVED
from rnnplay.labs.gap.state import ended

HEIGHT = 230


def panel(board):
    live(board, "race", lambda: draw(board))


def draw(board):
    bar(board, "race", "Run the race")
    report_fact("raced", "no" if board.missing("race") else "yes")
    runs = runs_of(board)
    names = [name_of(cell) for cell in board.race.cells]
    setup = board.race.setup
    lines = [(name, seed, run.curve, run.ended) for name, seed, run in runs if run]
    to = setup.updates
    if all(ended(run) for _, _, run in runs):
        to = max(curve[-1].update for _, _, curve, _ in lines)
    for column, measure in zip(st.columns(2), ("accuracy", "loss"), strict=True):
        table, description = learning(lines, names, measure, setup, to)
        alt = f"Held-out {measure} of {', '.join(names)} against updates; the table below has the figures"
        column.vega_lite_chart(table, coloured(description), height=HEIGHT, key=f"gap-{measure}", alt=alt)
    with st.container(key="gap-summary"):
        # Not st.table: it reads each cell as a Markdown of its own, which takes as long as a chart.
        st.markdown(grid(*summary(board, runs)))
    caption(board, runs)


def runs_of(board):
    """(name, seed, Run or None) of every run across the race's gap."""
    race = board.race
    return [
        (name_of(cell), seed, board.found(race.job(cell, race.gap, seed)))
        for cell in race.cells
        for seed in race.seeds
    ]


def bar(board, view, label):
    """Run, pause and stop; how far it is and how long it will take."""
    work, missing, wanted = board.working("race"), board.missing(view), board.jobs_of(view)
    with st.container(key=f"gap-bar-{view}", horizontal=True, vertical_alignment="center"):
        if work is None:
            begun = any(map(board.found, wanted))
            more = f"Run the {len(missing)} missing runs" if begun else label
            text = more if missing else "Run it again, live"
            st.button(text, key="gap-run", type="primary", on_click=board.run, args=(view, not missing))
            st.markdown(verdict(board) if view == "race" else done(len(wanted) - len(missing), len(wanted)))
        else:
            paused = work.status == "paused"
            st.button(
                "Go on" if paused else "Pause",
                key="gap-pause",
                on_click=work.resume if paused else work.pause,
            )
            st.button("Stop", key="gap-stop", on_click=board.stop, args=("race",))
            over, all_ = sum(run.ended for run in work.tasks), len(work.tasks)
            st.progress(work.share, f"{over} of {all_} runs have ended · {left(work)}")
        take_away(board, view)
    if board.work.get("race") and board.work["race"].trouble:
        st.error(escape_markdown(board.work["race"].trouble))


def done(count, of):
    return f"All {of} runs are done." if count == of else f"{count} of {of} runs are done."


def verdict(board):
    """Whether what is claimed at the top of the page is what came out here, in words."""
    claim, wanted, missing = board.race.scenario, board.jobs_of("race"), board.missing("race")
    said = done(len(wanted) - len(missing), len(wanted))
    if claim is None:
        return said
    before = f"Measured before, five seeds: {claim.measured}."
    if missing:
        return f"{said} {before}"
    if board.verdict():
        return f":green[**✓ As claimed**] on these {len(board.race.seeds)} seeds. {before}"
    return f":red[**✗ Not as claimed**] on these {len(board.race.seeds)} seeds. {before}"


def summary(board, runs):
    """One line a contestant -> (its columns, the lines), all of it text."""
    lines = []
    for cell in board.race.cells:
        name, job = name_of(cell), board.race.job(cell, board.race.gap, board.race.seeds[0])
        begin = ", ".join(words(job.options))
        rows = [run.result.row for who, _, run in runs if who == name and run and run.curve]
        right, there = [row["accuracy"] for row in rows], [at for row in rows if (at := solved(row))]
        lines.append(
            {
                "cell": name,
                "starts": begin[:1].upper() + begin[1:],
                "units": str(job.hidden),
                "weights": f"{job.model.layout.size:,}",
                "right, mean": percent(mean(right), 1) if right else "–",
                "lowest to highest": f"{percent(min(right), 1)} – {percent(max(right), 1)}" if right else "–",
                f"seeds at {percent(SOLVED)}": f"{len(there)} of {len(rows)}" if rows else "–",
                "after updates": f"{median(at.update for at in there):.0f}" if there else "–",
                "and CPU seconds": f"{median(at.cpu_s for at in there):.1f}" if there else "–",
            }
        )
    return list(lines[0]), [list(line.values()) for line in lines]


def grid(columns, lines):
    """A table in Markdown (str): words in its first two columns, and numbers in the rest."""
    sides = [":--", ":--", *["--:"] * (len(columns) - 2)]
    rows = [map(escape_markdown, columns), sides, *(map(escape_markdown, line) for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def solved(row):
    """The evaluation at which a run had solved its task, or None."""
    return next((point for point in row["curve"] if point.update == row["updates_to_95"]), None)


def caption(board, runs):
    """How it was made: what is the same for all, and what each curve counts."""
    race, setup = board.race, board.race.setup
    what = setup.what
    alike = "about as many weights each" if setup.size == "parameters" else "as many units each"
    st.caption(
        f"**{what.title}**: {what.learn} {what.scored} By chance {percent(what.chance, 1)} are right. Gap "
        f"{race.gap}: {what.lengths(race.gap)} steps. All read the same batches of 32; Adam at "
        f"{setup.rate:g}, "
        f"clipped at norm 1; {alike}; 256 held-out sequences. Line: mean of {len(race.seeds)} seeds; band: "
        f"lowest to highest. A run ends (dot) at {percent(SOLVED)} twice in a row, and counts with that from "
        "there on."
    )


def take_away(board, view):
    """The same runs on one's own machine, and the figures as a file."""
    race = board.race
    gaps = race.gaps if view == "curve" else sorted({job.gap for job in board.jobs_of("race")})
    with st.popover("Download"):
        chart_buttons(f"gap-{view}")
        st.caption("The command that makes the same runs; stopped and started again, it goes on.")
        st.code(race.command(*gaps), language="bash", wrap_lines=True)
        st.caption("The finished runs with their curves; `compare --out` goes on from this file too.")
        st.download_button("results.csv", board.results, "results.csv", "text/csv", on_click="ignore")
        st.caption("The address of this page opens the same set-up anywhere.")
