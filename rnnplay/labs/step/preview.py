"""The picture of the step lab on the home page, from a real run."""

import numpy as np

from rnnplay.nn.stepper import RNN


def preview() -> dict:
    """Three steps by hand of a fresh network: the same input, another state, another answer."""
    rnn, steps = RNN(inputs=2, hidden=3, outputs=2, seed=0), []
    for x in ([1, 0], [0, 1], [1, 0]):
        y = rnn.step(np.array(x, float))
        steps.append({"x": x, "h": rnn.h.round(3).tolist(), "y": y.round(3).tolist()})
    return {"kind": "steps", "steps": steps}
