"""Training in slices of time: updates are made until the time is over."""

import time


def advance_for(run, seconds):
    """run -> the run after about this many seconds of training, and after at least one update.

    run.update is the number of updates made; run.steps() yields the run after each further update.
    """
    until, latest = time.monotonic() + seconds, run
    for latest in run.steps():
        if latest.update > run.update and time.monotonic() >= until:
            break
    return latest
