"""The branches of a hand run as plain data for the component: past, states, scores and arithmetic.

a = W_xh @ x + W_hh @ h_prev + b_h   becomes, for one unit,   a = W_xh x + W_hh h_prev + b_h
                                                                = 0.3·1 + 0.5·0.1 − 0.2·(−0.4) + 0.1 = 0.53
"""

from rnnplay.app.number_format import percent, short
from rnnplay.labs.step.actions import Feed, SetNumber
from rnnplay.labs.step.hand_run import BRANCH_NAMES
from rnnplay.nn.equations import printed, read, rewritten
from rnnplay.nn.functions import softmax
from rnnplay.tasks.symbols import visible

LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
TITLES = {"h": "h, the state", "c": "c, the cell"}
NOTES = {"reset": "reset", "keep": "kept", "back": "put back"}


def branches(run) -> dict:
    """All branches."""
    nows = [run.state_of(k) for k in range(len(run.branches))]
    size = max([1.0, *(float(abs(h).max()) for now in nows for h in now.states.values())])
    return {
        "kind": "branches",
        "limit": size,  # the largest value that the bars of the states show
        "branches": [branch(run, k, now) for k, now in enumerate(nows)],
    }


def branch(run, k, now):
    """Branch k in its BranchState `now`. A row's `lines` are the last step's arithmetic for its number."""
    net, signs = run.build(), [visible(symbol) for symbol in run.vocab]
    p = None if now.y is None else softmax(now.y)
    scores = [
        {
            "id": f"y{i}",
            "name": sign,
            "value": None if p is None else float(now.y[i]),
            "p": 0.0 if p is None else float(p[i]),
            "percent": "" if p is None else percent(p[i]),
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
    past = [event(action, k_max, signs) for action, k_max in zip(run.branches[k], now.expected, strict=True)]
    shared = run.forked if len(run.branches) > 1 else 0
    return {
        "name": BRANCH_NAMES[k],
        "past": past,
        "shared": shared,
        "states": states,
        "scores": scores,
        "fresh": now.fresh,
    }


def unit(name, j):
    """The name of unit j, counted from 1: h₁."""
    return f"{name}{str(j + 1).translate(LOW)}"


def event(action, k_max, signs):
    """An action of the past; of a Feed, the letter read and the letter of the highest score, signs[k_max]."""
    if isinstance(action, Feed):
        read = signs[action.x] if isinstance(action.x, int) else "x"
        more = "" if isinstance(action.x, int) else f"x = ({', '.join(map(short, action.x))})"
        return {"read": read, "expected": signs[k_max], "note": more}
    if isinstance(action, SetNumber):
        note = f"{unit(action.state, action.unit)} = {short(action.value)}"
    else:
        note = NOTES[action.kind]
    return {"read": "", "expected": "", "note": note}


def state_lines(net, now, state, j):
    """The last step's equations for unit j with their numbers, up to the equation of this state."""
    if now.inside is None:
        return ["No step yet: it starts at 0."]
    values = {**now.inside, **{f"{name}_prev": h for name, h in now.before.items()}, "x": now.x}
    values |= {name: net.params[name] for name in net.params.names}
    lines, equations = [], net.model.recurrent.equations
    for equation in equations:
        lines += spelled(equation, values, j, full=len(equations) <= 2)
        if read(equation).name == state:
            break
    return lines


def score_lines(net, now, i, p):
    """y = W_hy h + b_y of the last step for letter i, and its probability."""
    if now.y is None:
        return ["No step yet: no scores."]
    values = {**now.inside, "W_hy": net.params.W_hy, "b_y": net.params.b_y, "y": now.y}
    share = f"p = exp(y) / Σ exp(y) = {percent(p[i], 1)}"
    return [*spelled(net.model.equations[-1], values, i, full=True), share]


def spelled(equation, values, j, full):
    """An equation for unit j: in symbols, in numbers, and its result. full: products are written out."""
    one = read(equation)
    numbers = rewritten(
        one.formula,
        value=lambda name, before: signed(values[name][j], before),
        product=lambda W, x: total(values[W][j], values[x], full, x == "x"),
    )
    symbols = f"{one.name} = {printed(one.formula)}"
    result = f"= {printed(numbers.replace('+ −', '− '))} = {short(values[one.name][j])}"
    return [symbols, result] if one.products else [f"{symbols} {result}"]


def total(row, x, full, is_input):
    """A row of a matrix times a vector: its value, or its products (full), without the zeros of an input."""
    if not full:
        return short(row @ x)
    parts = [f"{short(w)}·{signed(v, '* ')}" for w, v in zip(row, x, strict=True) if v or not is_input]
    return " + ".join(parts) or "0"


def signed(number, before):
    """A number of a formula, in brackets if it is negative and a factor. before: the formula up to there."""
    text = short(number)
    return f"({text})" if text.startswith("−") and before.endswith("* ") else text


def matrices(run) -> dict:
    """All weights as tables whose numbers can be edited."""
    net, signs = run.build(), [visible(symbol) for symbol in run.vocab]
    units = [unit(run.states[0], j) for j in range(run.hidden)]
    edited = {(name, at) for (name, at), _ in run.edits}
    tables, read_x = [], {matrix for _, matrix in net.model.readers}
    for name in net.params.names:
        matrix = net.params[name]
        rows = signs if name in ("W_hy", "b_y") else units
        columns = [""] if matrix.ndim == 1 else signs if name in read_x else units
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
    """The index of each number in row i; a vector has one number a row."""
    return [(i,)] if matrix.ndim == 1 else [(i, j) for j in range(matrix.shape[1])]
