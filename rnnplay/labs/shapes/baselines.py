"""What the simpler models, which the five shapes are measured against, answer to one input.

Each is the one whose score the task gives as its baseline, trained on the same data.
"""

from collections import Counter, defaultdict
from functools import cache

import numpy as np

from rnnplay.tasks.batch import Batch, training_rng
from rnnplay.tasks.wiring import SHAPES, phrases
from rnnplay.tasks.wiring.regression_baseline import answers, linear_softmax
from rnnplay.tasks.wiring.reviews import counts

NAMES = {
    "one-to-one": "A linear model of the pixels",
    "many-to-one": "A bag of words",
    "encoder-decoder": "A dictionary",
    "in-step": "A model of single frames",
}
EXAMPLES = {"one-to-one": 4000, "many-to-one": 4000, "in-step": 1000}  # that it is trained on


def simpler(shape, x):
    """x (T, 1) or (T, 1, V), as the task's `read` gives it -> the names answered, from the first scored step
    on; None where the simpler model cannot be asked."""
    task = SHAPES[shape]
    if shape == "encoder-decoder":
        best = _dictionary()
        return (*(best[task.inputs[k]] for k in x[:-1, 0]), phrases.STOP)
    if shape not in EXAMPLES:
        return None
    weights = np.zeros(x.shape[:2])
    weights[task.first(len(x)) :] = 1
    seen = _seen(shape, Batch(x, np.zeros(x.shape[:2], np.intp), weights))
    return tuple(task.outputs[k] for k in answers(_weights(shape), seen))


def _seen(shape, batch):
    """What the linear model sees of a Batch: one row an answer, example by example."""
    if shape == "many-to-one":
        return counts(batch)
    return np.moveaxis(batch.x, 1, 0)[batch.weights.T > 0]


@cache
def _weights(shape):
    batch = SHAPES[shape].batch(training_rng(0, 0), EXAMPLES[shape])
    wanted = batch.targets.T[batch.weights.T > 0]
    return linear_softmax(_seen(shape, batch), wanted, len(SHAPES[shape].outputs))


@cache
def _dictionary():
    """English word -> its most frequent French one."""
    found = defaultdict(Counter)
    for phrase in (phrases.PHRASES[k] for k in phrases.split()[0]):
        for word, translation in zip(phrases.english(phrase), phrases.dictionary(phrase), strict=True):
            found[word][translation] += 1
    return {word: counter.most_common(1)[0][0] for word, counter in found.items()} | dict([phrases.AND])
