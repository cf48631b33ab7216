"""The data of the loop lab's component: letters, weights, states, and the answers of both networks."""

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


def chain(choices, place):
    """LoopChoices and the place {"step", "unfold"} where the drawing opens -> data for the component.

    Lists over the T steps: x and wanted (symbols), a, h (T, H), p and seen, the probability of "odd" by the
    recurrent network and by the window. twin: p and seen after the same text with one more counted letter in
    front of it.
    """
    V, k, x = len(choices.alphabet), choices.window, choices.x
    net, other = recurrent(V), window(V, k)
    trace, twin = read(net, x), np.concatenate([[0], x])
    params = {name: net.params[name].tolist() for name in net.params.names}
    return {
        "letters": [visible(symbol) for symbol in choices.letters],
        "alphabet": [visible(symbol) for symbol in choices.alphabet],
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
        "window_size": other.model.layout.size - other.model.hidden**2,  # its W_hh multiplies only zeros
        "accuracy": [net.accuracy, other.accuracy],
        "trained": LENGTH,
        "tested": TEST_LENGTH,
        "arrive": place,
    }
