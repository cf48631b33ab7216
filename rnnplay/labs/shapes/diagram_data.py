"""A network's answer to one input as plain data for the diagram: each step's input, state, answer and loss.

loss of step t = -log p_t[right answer]

The loss is given only while all answers before were right: then the same words are fed back as in training.
"""

from math import inf, log
from operator import eq

import numpy as np

from rnnplay.labs.shapes.input_format import INPUT_LAYOUTS
from rnnplay.tasks.wiring.phrases import GO

ALL, FEW = 8, 5  # up to 8 possible answers are all shown, in their order; of more, the 5 most probable
DIGITS = 4  # after the decimal point: more than the page prints


def diagram_data(setup, found, wanted, baseline=None):
    """setup: ShapeSetup; found: Answer -> dict.

    wanted, baseline: the right answers and the baseline's, by name, from the first scored step on, or None.
    "summary" of the result: the last step that reads, if the network writes from its state alone, else None.
    """
    task, T = setup.task, len(found.x)
    with np.errstate(all="ignore"):
        states = {name: np.asarray(values, np.float64) for name, values in found.states.items()}
    if not all(np.isfinite(values).all() for values in (found.p, *states.values())):
        return {"overflow": True, "steps": []}
    steps, right = [], True
    for t in range(T):
        step = {"read": _read(setup, found, t), "reads": t < found.read, "scored": t >= found.first}
        step |= {"top": _top(task.outputs, found.p[t]), "chosen": found.chosen[t]}
        step["p"] = _round(found.p[t].max())
        if wanted is not None and step["scored"]:
            step |= _judged(task, found, t, wanted, right or not task.end)
            right = right and step["right"]
        steps.append(step)
    return {
        "overflow": False,
        "shape": setup.shape,
        "hidden": setup.hidden,
        "answers": len(task.outputs),
        "pad": vars(INPUT_LAYOUTS[setup.shape]),
        "steps": steps,
        "states": {name: np.round(values, DIGITS).tolist() for name, values in states.items()},
        "read": found.read,
        "summary": found.read - 1 if task.end else None,
        "answer": _answer(task, found, wanted, steps),
        "baseline": baseline and _baseline(task, baseline, wanted),
    }


def _baseline(task, answers, wanted):
    """The baseline's answer in words, and how many of its answers are right."""
    hits = None if wanted is None else sum(map(eq, answers, wanted))
    right = None if wanted is None else answers == wanted
    said = {"name": task.baseline_name, "said": task.say(answers), "right": right}
    return said | {"count": hits, "of": len(answers), "one": bool(task.end) or len(answers) == 1}


def _judged(task, found, t, wanted, before_right):
    """The right answer of a step, whether it was given, and its loss if all answers before were right."""
    k = t - found.first
    name = wanted[k] if k < len(wanted) else None  # it writes on after the end
    judged = {"wanted": name, "right": found.chosen[t] == name}
    if before_right and name is not None:
        p = float(found.p[t][task.outputs.index(name)])
        judged["loss"] = _round(-log(p)) if p > 0 else 1e9
    return judged


def _answer(task, found, wanted, steps):
    """The answer in words; its probability, if it is one answer; whether it is right, if that is known."""
    scored = [step for step in steps if step["scored"]]
    one = bool(task.end) or len(scored) == 1
    p = float(np.prod([found.p[t].max() for t in range(found.first, len(found.x))])) if one else None
    shown = {"said": found.text or "nothing", "p": p, "right": None, "count": None, "of": len(scored)}
    if wanted is not None:
        hits = sum(step["right"] for step in scored)
        shown |= {"right": hits == len(scored) == len(wanted), "count": hits}
        shown["wanted"] = task.say(tuple(wanted))
    losses = [step["loss"] for step in scored if "loss" in step]
    if len(losses) == len(scored):
        shown["loss"] = _round(sum(losses) / len(losses))
    return shown


def _read(setup, found, t):
    """The input of a step: pixels, a word, the sign <go>, or the network's answer of the step before."""
    task, x = setup.task, found.x[t]
    if t >= found.read:
        return {"kind": "fed", "text": found.chosen[t - 1]}
    if not task.vectors:
        name = task.inputs[x]
        return {
            "kind": "sign" if name == GO else "word",
            "text": name,
            "number": int(x) + 1,
            "of": len(task.inputs),
        }
    layout = INPUT_LAYOUTS[setup.shape]
    pixels = x[: layout.rows * layout.columns].astype(int)
    return {"kind": "pixels", "bits": "".join(map(str, pixels)), "of": len(task.inputs)}


def _top(names, p):
    """[name, probability] of the possible answers: all in their order, or of many the most probable first."""
    order = range(len(names)) if len(names) <= ALL else np.argsort(-p, kind="stable")[:FEW]
    return [[names[k], _round(p[k])] for k in order]


def _round(value):
    return round(float(min(value, inf)), DIGITS)
