"""The picture of the gap lab on the home page, from a real run."""

from statistics import mean

from rnnplay.labs.gap.state import shipped_runs


def preview() -> dict:
    """Accuracy against the gap, of the race in assets/race.csv: the mean of its runs, cell by cell."""
    _, runs = shipped_runs()
    found = {}
    for run in runs:
        cell = run.job.cell.split(":")[0]
        found.setdefault(cell, {}).setdefault(run.job.gap, []).append(run.curve[-1].accuracy)
    return {
        "kind": "curves",
        "gaps": sorted({run.job.gap for run in runs}),
        "cells": {cell: [round(mean(by[gap]), 4) for gap in sorted(by)] for cell, by in found.items()},
    }
