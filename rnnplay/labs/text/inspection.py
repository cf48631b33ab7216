"""A language model reads a text: its states, guesses and surprise, and the inputs that its guesses depend on.

p_t             = softmax(y_t)                           its prediction after character t
surprise_t      = -log2 p_{t-1}[character t]             in bits
dependence_tk   = norm of dL_t/dx_{t-k}                  L_t = -log p_t[character t+1]
"""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from rnnplay.labs.text.features import FEATURES, opposite, probe, rank, score, varies
from rnnplay.nn.functions import lengths, one_hot
from rnnplay.nn.gate_roles import gates_of

BLOCK = 2_000  # characters in memory at a time, over all rows
ROWS = 16  # rows in which a long text is read side by side
SHORTEST_ROW = 600  # characters of a row, at least
LEAD = 200  # characters that are read before a row, to begin it in the right state
GUESSES = 5


@dataclass(frozen=True, eq=False)
class Inspection:
    """A text of T characters that a network has read; row t holds after character t."""

    states: dict  # name -> (T, H) float32
    gates: dict  # name -> (T, H) float32, between 0 and 1
    p: np.ndarray  # (T, V) the prediction of the next character
    surprise: np.ndarray  # (T,) bits, of each character; nan for the first
    guesses: np.ndarray  # (T, 5) the likeliest next characters, the likeliest first
    guesses_p: np.ndarray  # (T, 5) their probabilities


def inspect(model, theta, ids, start=None) -> Inspection:
    """Read ids (T,), with the weights theta (n,). start: state -> (H,) before the first character, or zeros.

    Raises ValueError for no character, or one that the model does not know.
    """
    cell = model.recurrent
    gates = gates_of(cell)
    found = _read(model, theta, _checked(ids)[:, None], (*cell.states, *gates, "p", "losses"), start)
    found = {name: values[:, 0] for name, values in found.items()}
    p = found["p"]
    guesses = np.argsort(-p, axis=1, kind="stable")[:, :GUESSES]
    return Inspection(
        states={name: found[name].astype(np.float32) for name in cell.states},
        gates={name: found[name].astype(np.float32) for name in gates},
        p=p,
        surprise=np.append(np.nan, found["losses"][:-1] / np.log(2)),
        guesses=guesses,
        guesses_p=np.take_along_axis(p, guesses, axis=1),
    )


@np.errstate(all="ignore")
def dependence(model, theta, ids, lags=40, start=None):
    """-> (T, lags + 1): the dependence of each guess on the character k = 0, 1, ... before it; 0 before the
    text.

    L of the last guess takes its likeliest character as the next one. Arguments as of `inspect`.
    """
    ids, cell, p = _checked(ids), model.recurrent, model.params(np.array(theta, model.dtype))
    found = _read(model, theta, ids[:, None], (*cell.quantities, "p"), start)
    now = {name: values[:, 0] for name, values in found.items()}
    before = {s: np.concatenate([_first(model, start, s), now[s][:-1]]) for s in cell.states}
    x = one_hot(ids, model.inputs, model.dtype)
    wanted = np.append(ids[1:], now["p"][-1].argmax())
    d = {s: np.zeros_like(now[s]) for s in cell.states}
    d[model.readout_state] = (now["p"] - one_hot(wanted, model.outputs, model.dtype)) @ p.W_hy

    T = len(ids)
    reach = np.zeros((T, lags + 1), model.dtype)
    for k in range(min(lags + 1, T)):
        # All guesses at once: row i goes back through step i, for the guess after step i + k.
        at_step = (SimpleNamespace(**{s: v[: T - k] for s, v in rows.items()}) for rows in (before, now, d))
        _, d_prev, local = cell.back(p, x[: T - k], *at_step)
        reach[k:, k] = lengths(sum(getattr(local, a) @ p[W] for a, W in model.readers))
        d = {s: values[1:] for s, values in vars(d_prev).items()}  # the first row is at the start of the text
    return reach


def states_of(model, theta, ids):
    """-> states, name -> (T, H), of a long text ids (T,), which is read in rows side by side.

    Each row but the first begins with the states after the LEAD characters before it: nearly exact.
    """
    ids, names = _checked(ids), model.recurrent.states
    rows = min(ROWS, max(len(ids) // SHORTEST_ROW, 1))
    size = -(-len(ids) // rows)
    starts, start = size * np.arange(rows), None
    if rows > 1:
        lead = _read(model, theta, ids[starts + np.arange(-LEAD, 0)[:, None]], names)
        start = {name: np.where(starts[:, None] > 0, values[-1], 0) for name, values in lead.items()}
    x = ids.take(starts + np.arange(size)[:, None], mode="clip")
    found = _read(model, theta, x, names, start)
    return {name: v.swapaxes(0, 1).reshape(-1, model.hidden)[: len(ids)] for name, v in found.items()}


class ScoredUnit(NamedTuple):
    """A unit chosen on one part of a text by its `chosen_score`, and its `score` on another part.

    The second score is needed because the best of many units is partly lucky. Both as of RankedUnit.
    """

    state: str
    unit: int
    sign: int
    chosen_score: float
    score: float


def units_for_feature(model, theta, ids_for_choosing, ids_for_scoring, decode, feature, count=8):
    """-> the units that follow a feature best (list of ScoredUnit), the best first, and the best combination
    of all units (Probe). Both are chosen on one text and scored on the other.

    decode(ids) -> str; feature: of FEATURES. If it does not vary in both texts -> [], None.
    """
    texts = [decode(ids) for ids in (ids_for_choosing, ids_for_scoring)]
    marks = [FEATURES[feature].marks(text) for text in texts]
    if not all(map(varies, marks)):
        return [], None
    states = [states_of(model, theta, ids) for ids in (ids_for_choosing, ids_for_scoring)]
    chosen = []
    for state, unit, sign, chosen_score in rank(states[0], texts[0], feature)[:count]:
        held_out_score = score(states[1][state][:, [unit]], marks[1])
        if sign < 0:
            held_out_score = opposite(held_out_score, marks[1])
        chosen.append(ScoredUnit(state, unit, sign, chosen_score, float(held_out_score[0])))
    return chosen, probe(states[0], marks[0], states[1], marks[1])


def _read(model, theta, x, names, start=None):
    """x (T, B) symbols -> {name: (T, B, ·)} for names of states and quantities, "p" and "losses".

    losses[t] is the loss of predicting x[t + 1]; the last one means nothing. The text is read block by block,
    and the states are carried on.
    """
    T, B = x.shape
    blocks = -(-T * B // BLOCK)
    size = -(-T // blocks)
    x = np.pad(x, ((0, blocks * size - T + 1), (0, 0)))
    work, found = model.fast(size, B), {name: [] for name in names}
    for first in range(0, blocks * size, size):
        work.load(x[first : first + size], x[first + 1 : first + size + 1])
        for name in work.start:
            work.start[name][...] = _first(model, start, name)
        work.score(theta)
        computed = {**work.quantities, "p": work.p, "losses": work.losses}
        for name in names:
            found[name].append(computed[name].copy())
        start = work.last()
    return {name: np.concatenate(values)[:T] for name, values in found.items()}


def _first(model, start, name):
    """The state before the first step: (1, H) zeros, or `start` as rows."""
    return np.zeros((1, model.hidden), model.dtype) if start is None else np.atleast_2d(start[name])


def _checked(ids):
    ids = np.asarray(ids)
    if ids.ndim != 1 or not len(ids) or ids.dtype.kind not in "iu":
        raise ValueError(f"ids must be whole numbers, at least one, in a row, not {ids.dtype}{ids.shape}")
    return ids.astype(np.intp)
