"""The split into training and held-out examples: about one in five is held out, by its content alone.

held out if  (sum of key_i * x_i) mod 5 = 0        key_i: fixed random whole numbers, one for each number of x

An example that is held out is therefore in no training batch.
"""

import numpy as np

from rnnplay.tasks.batch import Batch

PARTS = 5


def held_out(x):
    """x (T, B) symbols or (T, B, V) zeros and ones -> (B,) bool: whether each example is held out."""
    flat = np.moveaxis(x, 1, 0).reshape(x.shape[1], -1).astype(np.int64)
    keys = np.random.default_rng(PARTS).integers(0, PARTS, flat.shape[1])
    return flat @ keys % PARTS == 0


def draw(make, rng, B, held_out_ones=False):
    """B examples of make(rng, B) -> Batch, all for training, or all held out."""
    parts, count = [], 0
    while count < B:
        part = make(rng, B + B // 2)  # usually enough at the first try
        chosen = held_out(part.x) == held_out_ones
        parts.append(Batch(*(values[:, chosen] for values in part)))
        count += int(chosen.sum())
    return Batch(*(np.concatenate(values, axis=1)[:, :B] for values in zip(*parts, strict=True)))
