"""The bench as plain data: what each branch read and said, its states and scores, and the arithmetic.

a = W_xh @ x + W_hh @ h_prev + b_h   becomes, for one unit,   a = W_xh x + W_hh h_prev + b_h
                                                                = 0.3·1 + 0.5·0.1 − 0.2·(−0.4) + 0.1 = 0.53
"""

import re

import numpy as np

from rnnplay.app.number_format import percent, short
from rnnplay.labs.step.actions import Feed, Put
from rnnplay.labs.step.network import NAMES
from rnnplay.nn.functions import softmax
from rnnplay.tasks.symbols import visible

LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
TITLES = {"h": "h, the state", "c": "c, the cell"}
WORDS = {"reset": "reset", "keep": "kept", "back": "put back"}
TERM = re.compile(r"(W_\w+) @ (\w+)|\b([a-z]\w*)\b(?!\()")


def branches(bench) -> dict:
    """Both branches, as the component draws them."""
    nows = [bench.now(k) for k in range(len(bench.branches))]
    size = max([1.0, *(float(abs(h).max()) for now in nows for h in now.states.values())])
    return {
        "kind": "branches",
        "limit": size,  # of the bars of the states
        "branches": [branch(bench, k, now) for k, now in enumerate(nows)],
    }


def branch(bench, k, now):
    """One branch. A row's `lines` are the arithmetic of the last step for its number."""
    net, signs = bench.build(), [visible(symbol) for symbol in bench.vocab]
    p = None if now.y is None else softmax(now.y)
    scores = [
        {
            "id": f"y{i}",
            "name": sign,
            "value": None if p is None else float(now.y[i]),
            "p": 0.0 if p is None else float(p[i]),
            "said": "" if p is None else percent(p[i]),
            "best": p is not None and i == int(now.y.argmax()),
            "lines": score_lines(net, now, i, p),
        }
        for i, sign in enumerate(signs)
    ]
    states = [
        {
            "name": name,
            "title": TITLES.get(name, name),
            "rows": [
                {
                    "id": f"{name}{j}",
                    "name": unit(name, j),
                    "value": float(x),
                    "lines": state_lines(net, now, name, j),
                }
                for j, x in enumerate(h)
            ],
        }
        for name, h in now.states.items()
    ]
    past = [event(act, said, signs) for act, said in zip(bench.branches[k], now.said, strict=True)]
    shared = bench.forked if len(bench.branches) > 1 else 0
    return {
        "name": NAMES[k],
        "past": past,
        "shared": shared,
        "states": states,
        "scores": scores,
        "fresh": now.fresh,
    }


def unit(name, j):
    """h₁, counted from 1."""
    return f"{name}{str(j + 1).translate(LOW)}"


def event(act, said, signs):
    """One act of the past: what was read and what was then expected, or what was done."""
    if isinstance(act, Feed):
        read = signs[act.x] if isinstance(act.x, int) else "x"
        more = "" if isinstance(act.x, int) else f"x = ({', '.join(map(short, act.x))})"
        return {"read": read, "said": signs[said], "note": more}
    note = f"{unit(act.state, act.unit)} = {short(act.value)}" if isinstance(act, Put) else WORDS[act.kind]
    return {"read": "", "said": "", "note": note}


# ---- the arithmetic


def state_lines(net, now, state, j):
    """The last step's equations for unit j, down to the one that gives this state, with their numbers."""
    if now.inside is None:
        return ["No step yet: it starts at 0."]
    values = {**now.inside, **{f"{name}_prev": h for name, h in now.before.items()}, "x": now.x}
    values |= {name: net.params[name] for name in net.params.names}
    lines, equations = [], net.model.recurrent.equations
    for equation in equations:
        left, right = equation.split(" = ", 1)
        lines += spelled(left, right, values, j, full=len(equations) <= 2)
        if left == state:
            break
    return lines


def score_lines(net, now, i, p):
    """y = W_hy h + b_y, and what softmax makes of it. h is that of the last step."""
    if now.y is None:
        return ["No step yet: no scores."]
    values = {"h": now.inside["h"], "W_hy": net.params.W_hy, "b_y": net.params.b_y, "y": now.y}
    share = f"p = exp(y) / Σ exp(y) = {percent(p[i], 1)}"
    return [*spelled("y", "W_hy @ h + b_y", values, i, full=True), share]


def spelled(left, right, values, j, full):
    """One equation for number j: with its symbols, with its numbers, and what comes of it."""
    numbers = TERM.sub(lambda found: term(found, values, j, full), right)
    numbers = re.sub(r"\+ −", "− ", numbers)
    symbols = printed(right.replace(" @ ", " "))
    whole = [f"{left} = {symbols}", f"= {printed(numbers)} = {short(values[left][j])}"]
    return whole if "@" in right else [" ".join(whole)]


def printed(formula):
    """As it stands in a book."""
    return formula.replace(" * ", "·").replace(" - ", " − ")


def term(found, values, j, full):
    """A part of an equation -> its number for unit j, or its sum of products."""
    matrix, vector, name = found.groups()
    if name:
        return signed(values[name][j], found) if name in values else name
    row, x = values[matrix][j], values[vector]
    if not full:
        return short(row @ x)
    parts = [f"{short(w)}·{signed(v)}" for w, v in zip(row, x, strict=True) if v or vector != "x"]
    return " + ".join(parts) or "0"


def signed(number, found=None):
    """A number inside a product: in brackets when it has a sign of its own."""
    before = found.string[: found.start()] if found else "* "
    text = short(number)
    return f"({text})" if text.startswith("−") and before.endswith("* ") else text


# ---- the matrices, and what to try


def matrices(bench) -> dict:
    """All weights, as tables to be edited."""
    net, signs = bench.build(), [visible(symbol) for symbol in bench.vocab]
    units = [unit("h", j) for j in range(bench.hidden)]
    edited = {(name, at) for (name, at), _ in bench.edits}
    tables = []
    for name in net.params.names:
        matrix = net.params[name]
        rows = signs if name.endswith("y") else units
        columns = [""] if matrix.ndim == 1 else signs if matrix.shape[1] != bench.hidden else units
        if matrix.ndim == 2:
            columns = signs if name.startswith("W_x") else units
        cells = [
            [
                {"at": list(at), "value": float(matrix[at]), "edited": (name, at) in edited}
                for at in places(matrix, i)
            ]
            for i in range(len(matrix))
        ]
        tables.append({"name": name, "rows": rows, "columns": columns, "cells": cells})
    return {"kind": "weights", "limit": float(max(1.0, abs(net.params.flat).max())), "tables": tables}


def places(matrix, i):
    """The indices of one row; a vector has one number a row."""
    return [(i,)] if matrix.ndim == 1 else [(i, j) for j in range(matrix.shape[1])]


def advice(bench):
    """What to look at or to try now: one or two sentences."""
    first, *second = bench.branches
    if not second:
        if not any(isinstance(act, Feed) for act in first):
            return "Feed it a letter: the state h takes it in, and the scores y say what it expects next."
        return f"{again(bench)}Fork it, feed one copy another letter, then both the same: do they agree?"
    one, other = (bench.now(k) for k in range(2))
    last = [acts[-1] if acts else None for acts in bench.branches]
    if first == second[0]:
        return "Two copies with one past. Feed one of them another letter: choose which under “Feed”."
    if isinstance(last[0], Feed) and last[0] == last[1] and apart(one, other):
        signs = [visible(symbol) for symbol in bench.vocab]
        read = signs[last[0].x] if isinstance(last[0].x, int) else "x"
        a, b = (signs[int(now.y.argmax())] for now in (one, other))
        answers = f"rnn answers {a}, fork {b}" if a != b else f"both answer {a}, with other scores"
        return (
            f"Both have just read {read}, with the same weights: {answers}. Only what came before differs: h."
        )
    return "Their pasts differ now. Feed both the same letter: choose “both” under “Feed”."


def apart(one, other):
    """Whether two branches came to their last step from different states."""
    return any(not np.array_equal(h, other.before[name]) for name, h in one.before.items())


def again(bench):
    """A letter that the first branch read twice and answered differently, in a sentence; "" without one."""
    answers = {}
    for act, said in zip(bench.branches[0], bench.now(0).said, strict=True):
        if isinstance(act, Feed) and isinstance(act.x, int) and said != answers.setdefault(act.x, said):
            read, first, then = (visible(bench.vocab[k]) for k in (act.x, answers[act.x], said))
            return f"It read {read} again, and answered {then}, not {first}. "
    return ""
