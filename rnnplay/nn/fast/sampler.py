"""A network that speaks: one sequence, one step at a time, each symbol fed back as the next input."""

import numpy as np

from rnnplay.nn.fast.inputs import Inputs
from rnnplay.nn.fast.reference import sequence


class Speaker:
    """Buffers to speak with. `states` {name: (H,)} are those after the last step."""

    def __init__(self, model, cell):
        self.theta = np.zeros(model.layout.size, model.dtype)
        p = model.params(self.theta)
        self.size, self.W, self.b = model.inputs, p.W_hy.T, p.b_y
        voices = cell.voices(p) if hasattr(cell, "voices") else ()
        self.way = _Layers(voices) if voices else _Sequence(cell, p, model)
        self.states = self.way.states
        self.h = self.states[model.shown]

    @np.errstate(all="ignore")
    def speak(self, flat, first, count, choose=None, start=None):
        """See Model.speak; `start` {state: (H,)} is the state before the first step, else zeros."""
        if not 0 <= first < self.size:
            raise ValueError(f"the first symbol must lie in 0..{self.size - 1}, not {first}")
        np.copyto(self.theta, flat)
        self.way.refresh()
        for name, state in self.states.items():
            state[...] = 0 if start is None else start[name]
        said, scores = np.zeros(count, np.intp), np.zeros((count, len(self.b)), self.theta.dtype)
        step, h, W, b, dot, add = self.way.step, self.h, self.W, self.b, np.ndarray.dot, np.add
        symbol = first
        for i, y in enumerate(scores):
            step(symbol)
            dot(h, W, y)
            add(y, b, y)
            said[i] = symbol = y.argmax() if choose is None else choose(y)
        return said, scores


class _Layers:
    """Voices, one above the other."""

    def __init__(self, voices):
        lowest, *above = voices
        self.voices, self.table = voices, np.zeros(lowest.W.shape, lowest.W.dtype)
        self.states = {name: state for voice in voices for name, state in voice.states.items()}
        speak, rows, handed_up = lowest.step, [lowest.parts(row) for row in self.table], []
        for below, voice in zip(voices, above, strict=False):
            given = np.zeros_like(voice.b)
            handed_up.append((below.shown, voice.W, voice.b, given, voice.step, voice.parts(given)))
        dot, add = np.ndarray.dot, np.add

        def step(symbol):
            speak(*rows[symbol])
            for x, W, b, given, layer, parts in handed_up:
                dot(x, W, given)
                add(given, b, given)
                layer(*parts)

        self.step = step

    def refresh(self):
        """Take note that the parameters have changed."""
        for voice in self.voices:
            voice.refresh()
        np.add(self.voices[0].W, self.voices[0].b, self.table)


class _Sequence:
    """For a cell without a voice: its fast path, or its `step`, for sequences of one step."""

    def __init__(self, cell, p, model):
        inputs = Inputs((1, 1), model.inputs, model.dtype)
        path = sequence(cell, p, p, inputs, 1, 1)  # no gradient is asked for
        self.refresh, self.states = path.refresh, {name: path.start[name][0] for name in cell.states}
        memory = [(state, path.quantities[name][0, 0]) for name, state in self.states.items()]

        def step(symbol):
            inputs.symbols[0] = symbol
            path.forward()
            for state, after in memory:
                state[...] = after

        self.step = step
