"""A training cut into slices of time: what it means to go on for a while."""

import time


def go_on(run, seconds):
    """run.steps(): the run after each update from here on -> the one after about so long, and at least one
    update. It has `update`, how many are made.
    """
    until, now = time.monotonic() + seconds, run
    for now in run.steps():
        if now.update > run.update and time.monotonic() >= until:
            break
    return now
