"""The lab of the loop as plain data for the page: letters, weights, states, and what both networks answer."""

import numpy as np

from rnnplay.labs.loop.networks import (
    ANSWERS,
    LENGTH,
    TEST_LENGTH,
    answers,
    read,
    read_windows,
    recurrent,
    window,
)
from rnnplay.tasks.symbols import visible


def chain(loop, arrive):
    """loop: a Loop; arrive: {"step", "unfold"} to begin at -> data for the component.

    Lists over the steps: x, wanted (symbols), a, h (T, H), p and seen (of "odd", by the recurrent network and
    by the window); twin: p and seen once more, after the same text with one more counted letter in front.
    """
    V, k, x = len(loop.alphabet), loop.window, loop.x
    net, other = recurrent(V), window(V, k)
    trace, twin = read(net, x), np.concatenate([[0], x])
    params = {name: net.params[name].tolist() for name in net.params.names}
    return {
        "letters": [visible(symbol) for symbol in loop.letters],
        "alphabet": [visible(symbol) for symbol in loop.alphabet],
        "answers": list(ANSWERS),
        "window": k,
        "x": x.tolist(),
        "wanted": answers(x).tolist(),
        "params": params,
        "a": trace.quantities["a"][:, 0].tolist(),
        "h": trace.quantities["h"][:, 0].tolist(),
        "y": trace.y[:, 0].tolist(),
        "p": trace.p[:, 0, 1].tolist(),
        "seen": read_windows(other, x, k)[:, 1].tolist(),
        "twin": {
            "p": read(net, twin).p[1:, 0, 1].tolist(),
            "seen": read_windows(other, twin, k)[1:, 1].tolist(),
        },
        "size": net.model.layout.size,
        "window_size": other.model.layout.size - other.model.hidden**2,  # its W_hh meets only zeros
        "accuracy": [net.accuracy, other.accuracy],
        "trained": LENGTH,
        "tested": TEST_LENGTH,
        "arrive": arrive,
    }
