"""The sentence at the top of the page: a suggestion for the next action of a hand run."""

import numpy as np

from rnnplay.labs.step.actions import Feed
from rnnplay.tasks.symbols import visible


def advice(run):
    """A suggestion for the next action, one or two sentences."""
    (first, *second), h = run.branches, run.states[0]
    if not second:
        if not any(isinstance(action, Feed) for action in first):
            return f"Feed it a letter: the state {h} takes it in, and the scores y say what it expects next."
        question = "Fork it, feed one copy another letter, then both the same: do they agree?"
        return repeated_letter(run) + question
    one, other = (run.state_of(k) for k in range(2))
    last = [actions[-1] if actions else None for actions in run.branches]
    if first == second[0]:
        return "Two copies with one past. Feed one of them another letter: choose which under “Feed”."
    if isinstance(last[0], Feed) and last[0] == last[1] and differ_before(one, other):
        signs = [visible(symbol) for symbol in run.vocab]
        read = signs[last[0].x] if isinstance(last[0].x, int) else "x"
        a, b = (signs[int(now.y.argmax())] for now in (one, other))
        answers = f"rnn answers {a}, fork {b}" if a != b else f"both answer {a}, with other scores"
        return (
            f"Both have just read {read}, with the same weights: {answers}. "
            f"Only what came before differs: {h}."
        )
    return "Their pasts differ now. Feed both the same letter: choose “both” under “Feed”."


def differ_before(one, other):
    """Whether the states of two branches differed before their last step."""
    return any(not np.array_equal(h, other.before[name]) for name, h in one.before.items())


def repeated_letter(run):
    """A sentence about a letter that the first branch read twice and answered differently; "" without one."""
    answers = {}
    for action, answer in zip(run.branches[0], run.state_of(0).expected, strict=True):
        if not isinstance(action, Feed) or not isinstance(action.x, int):
            continue
        if answer != answers.setdefault(action.x, answer):
            read, first, then = (visible(run.vocab[k]) for k in (action.x, answers[action.x], answer))
            return f"It read {read} again, and answered {then}, not {first}. "
    return ""
