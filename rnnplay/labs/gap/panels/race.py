"""The view "The race": cells trained on the same data, several seeds each, as charts and a table."""

from statistics import mean, median

import streamlit as st

from rnnplay.app.escape_markdown import escape_markdown
from rnnplay.app.live_fragment import live
from rnnplay.app.number_format import percent
from rnnplay.app.presentation import coloured
from rnnplay.app.tour_facts import report_fact
from rnnplay.labs.gap.contestants import name_of, options_in_words
from rnnplay.labs.gap.panels.run_controls import run_controls
from rnnplay.labs.gap.race_charts import against_updates
from rnnplay.labs.gap.runs import SOLVED
from rnnplay.labs.gap.state import ended

HEIGHT = 230


def panel(state):
    live(state, "race", lambda: draw(state))


def draw(state):
    run_controls(state, "race", "Run the race")
    report_fact("raced", "no" if state.missing("race") else "yes")
    runs = runs_of(state)
    names = [name_of(cell) for cell in state.race.cells]
    setup = state.race.setup
    lines = [(name, seed, run.curve, run.ended) for name, seed, run in runs if run]
    last_update = setup.updates
    if all(ended(run) for _, _, run in runs):
        last_update = max(curve[-1].update for _, _, curve, _ in lines)
    for column, measure in zip(st.columns(2), ("accuracy", "loss"), strict=True):
        table, description = against_updates(lines, names, measure, setup, last_update)
        alt = f"Held-out {measure} of {', '.join(names)} against updates; the table below has the figures"
        column.vega_lite_chart(table, coloured(description), height=HEIGHT, key=f"gap-{measure}", alt=alt)
    with st.container(key="gap-summary"):
        # Not st.table: it parses each cell separately as Markdown, which takes as long as a chart.
        st.markdown(markdown_table(*summary(state, runs)))
    caption(state, runs)


def runs_of(state):
    """[(name, seed, Run or None)] of every run across the race's gap."""
    race = state.race
    return [
        (name_of(cell), seed, state.run_of(race.job(cell, race.gap, seed)))
        for cell in race.cells
        for seed in race.seeds
    ]


def summary(state, runs):
    """The table below the charts -> (column titles, one list of texts for each contestant)."""
    lines = []
    for cell in state.race.cells:
        name, job = name_of(cell), state.race.job(cell, state.race.gap, state.race.seeds[0])
        start = ", ".join(options_in_words(job.options))
        begun = [run for other, _, run in runs if other == name and run and run.curve]
        right = [run.curve[-1].accuracy for run in begun]
        solved = [point for run in begun if (point := solved_at(run))]
        lines.append(
            {
                "cell": name,
                "starts": start[:1].upper() + start[1:],
                "units": str(job.hidden),
                "weights": f"{job.model.layout.size:,}",
                "right, mean": percent(mean(right), 1) if right else "–",
                "lowest to highest": f"{percent(min(right), 1)} – {percent(max(right), 1)}" if right else "–",
                f"seeds at {percent(SOLVED)}": f"{len(solved)} of {len(begun)}" if begun else "–",
                "after updates": f"{median(point.update for point in solved):.0f}" if solved else "–",
                "and CPU seconds": f"{median(point.cpu_s for point in solved):.1f}" if solved else "–",
            }
        )
    return list(lines[0]), [list(line.values()) for line in lines]


def markdown_table(columns, lines):
    """A table in Markdown (str): words in its first two columns, numbers in the rest."""
    alignment = [":--", ":--", *["--:"] * (len(columns) - 2)]
    rows = [map(escape_markdown, columns), alignment, *(map(escape_markdown, line) for line in lines)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def solved_at(run):
    """The evaluation (Point) at which a run had solved its task, or None."""
    return next((point for point in run.curve if point.update == run.updates_to_95), None)


def caption(state, runs):
    """The note below the table: the task, the settings that all runs share, and how to read the curves."""
    race, setup = state.race, state.race.setup
    task = setup.memory_task
    same_size = "about as many weights each" if setup.size == "parameters" else "as many units each"
    st.caption(
        f"**{task.title}**: {task.learn} {task.scored} By chance {percent(task.chance, 1)} are right. Gap "
        f"{race.gap}: {task.lengths(race.gap)} steps. All read the same batches of 32; Adam at "
        f"{setup.rate:g}, clipped at norm 1; {same_size}; 256 held-out sequences. Line: mean of "
        f"{len(race.seeds)} seeds; band: lowest to highest. A run ends (dot) at {percent(SOLVED)} twice "
        "in a row, and keeps its last value from there on."
    )
