"""Features of a text that a unit may have learned, and measures of how well a unit follows them.

marks_t   the feature after character t was read: yes or no, or a number
AUC       the share of all pairs of a yes and a no in which the unit is higher at the yes; equal counts half
r         for a number: Pearson's correlation with it
probe     b + sum of w_j * state_j, fitted to the marks by least squares with a penalty on large weights
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

CLOSING = {'"': '"', "“": "”", "„": "“”", "«": "»", "»": "«"}  # opening mark -> the marks that close it
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
RIDGE = 1e-3  # penalty: added to the variance (1) of each state of a probe


def inside_quotes(text):
    """Yes after an opening mark, no after its closing one.

    A blank line closes too: a closing mark that is missing does not spoil the rest of the text.
    """
    marks, closing, before = [], "", ""
    for char in text:
        if closing:
            closing = "" if char in closing or char == before == "\n" else closing
        else:
            closing = CLOSING.get(char, "")
        marks.append(bool(closing))
        before = char
    return np.array(marks, bool)


def outside_quotes(corpus, start, reach):
    """The first of `reach` places from `start` on that is surely outside quotes, else `start`.

    That is a place after a blank line; or, if there is none, after a line up to whose end the number of
    plain marks ("), which open and close alike, is even.
    """
    ids, number = corpus.ids, {char: k for k, char in enumerate(corpus.vocab)}
    line, mark = number.get("\n", -1), number.get('"', -1)
    ahead = ids[start : start + reach]
    breaks = ahead == line
    pairs = (np.count_nonzero(ids[:start] == mark) + np.cumsum(ahead == mark)) % 2 == 0
    for outside in (breaks[1:] & breaks[:-1], (breaks & pairs)[1:]):
        if outside.any():
            return start + 2 + int(outside.argmax())
    return start


def bracket_depth(text):
    """The number of ( [ { that are open; a closing one without an opening one counts nothing."""
    opened = np.cumsum(_each(text, lambda char: (char in "([{") - (char in ")]}"), np.int64))
    return (opened - np.minimum(np.minimum.accumulate(opened), 0)).astype(np.float64)


def line_position(text):
    """Characters since the last line break: 0 at the break, 1 at the first character of a line."""
    places = np.arange(1, len(text) + 1)
    breaks = np.where(_each(text, lambda char: char == "\n"), places, 0)
    return (places - np.maximum.accumulate(breaks)).astype(np.float64)


def word_end(text):
    """Yes at a letter that no letter follows."""
    letters = _each(text, str.isalpha)
    return letters & ~np.append(letters[1:], False)


def inside_number(text):
    """Yes at a digit, and at a point or comma between digits."""
    marks = np.zeros(len(text), bool)
    for found in NUMBER.finditer(text):
        marks[found.start() : found.end()] = True
    return marks


def _each(text, test, dtype=bool):
    return np.fromiter(map(test, text), dtype, len(text))


@dataclass(frozen=True)
class Feature:
    """marks(text) -> (T,) bool, or float64."""

    title: str
    marks: Callable

    def occurs(self, text) -> bool:
        """Whether the feature varies in this text (str)."""
        return varies(self.marks(text))


FEATURES = {
    "quotes": Feature("Inside quotation marks", inside_quotes),
    "brackets": Feature("Inside brackets", lambda text: bracket_depth(text) > 0),
    "depth": Feature("Depth of the brackets", bracket_depth),
    "line-start": Feature("First of a line", lambda text: line_position(text) == 1),
    "line-position": Feature("Position in the line", line_position),
    "word-end": Feature("Last letter of a word", word_end),
    "number": Feature("Inside a number", inside_number),
    "capital": Feature("Capital letter", lambda text: _each(text, str.isupper)),
}


class RankedUnit(NamedTuple):
    """A unit and its score for a feature: AUC from 0.5 to 1, or r from 0 to 1.

    sign: 1 if the unit is high where the marks are, -1 if it is low there.
    """

    state: str
    unit: int
    sign: int
    score: float


def rank(states, text, feature) -> list[RankedUnit]:
    """All units, the best first. states: name -> (T, H), one row for each character; feature: of FEATURES.

    If the feature does not vary in the text, every unit scores like a guess: 0.5, or 0.
    """
    marks, found = FEATURES[feature].marks(text), []
    for state, values in states.items():
        raw = score(values, marks)
        better = np.maximum(raw, opposite(raw, marks))
        signs = np.where(raw == better, 1, -1)
        found += map(RankedUnit, [state] * len(raw), range(len(raw)), signs.tolist(), better.tolist())
    return sorted(found, key=lambda unit: -unit.score)


def score(values, marks):
    """values (T, n) -> (n,): the AUC of each column, or its r for marks that are numbers."""
    if len(values) != len(marks):
        raise ValueError(f"there must be one row for each of {len(marks):,} characters, not {len(values):,}")
    return auc(values, marks) if marks.dtype == bool else correlation(values, marks)


def opposite(raw, marks):
    """The `score` of the negated values."""
    return 1 - raw if marks.dtype == bool else -raw


def varies(marks) -> bool:
    """Whether the marks (T,) are not all the same."""
    return len(marks) > 0 and bool(marks.min() < marks.max())


def auc(values, marks):
    """values (T, n), marks (T,) bool -> (n,): the area under the ROC curve; 0.5 if all marks are the same.

    It is the statistic U of Mann & Whitney (1947), divided by the number of pairs.
    """
    if not varies(marks):
        return np.full(values.shape[1], 0.5)
    few = marks if 2 * marks.sum() <= len(marks) else ~marks
    few_rows, many_rows = np.sort(values[few].T), np.sort(values[~few].T)
    wins = np.zeros(len(few_rows))
    for j, (few_values, many_values) in enumerate(zip(few_rows, many_rows, strict=True)):
        below, below_or_equal = (many_values.searchsorted(few_values, side) for side in ("left", "right"))
        wins[j] = below.sum() + below_or_equal.sum()
    share = wins / (2 * few_rows.shape[1] * many_rows.shape[1])
    return share if few is marks else 1 - share


@np.errstate(all="ignore")
def correlation(values, marks):
    """values (T, n), marks (T,) -> (n,): Pearson's r; 0 where one of them is constant or has overflowed."""
    values = values.astype(np.float64)
    values -= values.mean(axis=0)
    marks = marks - marks.mean()
    sizes = np.sqrt(np.einsum("tn,tn->n", values, values) * (marks @ marks))
    return np.clip(np.nan_to_num(marks @ values / sizes, posinf=0, neginf=0), -1, 1)


@dataclass(frozen=True, eq=False)
class Probe:
    """A linear combination of all states: bias + sum of weights[state] @ state, high where the marks are."""

    weights: dict  # state -> (H,) float64
    bias: float
    score: float  # on the test part: AUC, or r; below 0.5, or below 0, it is worse than a guess

    def values(self, states):
        """states: name -> (T, H) -> (T,)."""
        return self.bias + sum(states[name] @ weights for name, weights in self.weights.items())


@np.errstate(all="ignore")
def probe(train_states, train_marks, test_states, test_marks) -> Probe:
    """The Probe fitted to one part of a text and scored on another. States: name -> (T, H); marks (T,)."""
    x, marks = np.concatenate(list(train_states.values()), axis=1), train_marks.astype(np.float64)
    mean, spread = x.mean(axis=0, dtype=np.float64), x.std(axis=0, dtype=np.float64)
    spread[spread <= 1e-7 * np.abs(mean)] = 1  # constant but for rounding
    x = (x - mean.astype(x.dtype)) / spread.astype(x.dtype)
    # (x.T @ x / T + ridge) @ w = x.T @ marks / T
    squares = (x.T @ x).astype(np.float64) / len(x) + RIDGE * np.eye(x.shape[1])
    w = np.linalg.solve(squares, x.T @ (marks - marks.mean()) / len(x)) / spread
    cuts = np.cumsum([values.shape[1] for values in train_states.values()])[:-1]
    weights = dict(zip(train_states, np.split(w, cuts), strict=True))
    fitted = Probe(weights, float(marks.mean() - mean @ w), float("nan"))
    test_score = score(fitted.values(test_states)[:, None], test_marks)[0]
    return Probe(fitted.weights, fitted.bias, float(test_score))
