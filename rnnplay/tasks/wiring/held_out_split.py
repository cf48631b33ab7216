"""What is never trained on: of examples that are drawn at will, every fifth, told by its own content.

held out where  (sum of key_i * x_i) mod 5 = 0        the keys: fixed random whole numbers, one a number of x

So no held-out example is ever trained on, whatever is drawn and however often.
"""

import numpy as np

from rnnplay.tasks.batch import Batch

PARTS = 5


def held_out(x):
    """x (T, B) symbols or (T, B, V) zeros and ones -> (B,): which of them are never trained on."""
    flat = np.moveaxis(x, 1, 0).reshape(x.shape[1], -1).astype(np.int64)
    keys = np.random.default_rng(PARTS).integers(0, PARTS, flat.shape[1])
    return flat @ keys % PARTS == 0


def draw(make, rng, B, held_out_ones=False):
    """B examples of make(rng, B) -> Batch, all to be trained on, or all held out."""
    parts, count = [], 0
    while count < B:
        part = make(rng, B + B // 2)  # so that once is mostly enough
        chosen = held_out(part.x) == held_out_ones
        parts.append(Batch(*(values[:, chosen] for values in part)))
        count += int(chosen.sum())
    return Batch(*(np.concatenate(values, axis=1)[:, :B] for values in zip(*parts, strict=True)))
