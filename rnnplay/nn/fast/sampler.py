"""Sampling from a network: one sequence, one step at a time, each chosen symbol read as the next input."""

import numpy as np

from rnnplay.nn.fast.fallback import sequence
from rnnplay.nn.fast.inputs import Inputs


class Sampler:
    """Buffers for sampling. states: name -> (H,), after the last step."""

    def __init__(self, model, cell):
        self.theta = np.zeros(model.layout.size, model.dtype)
        p = model.params(self.theta)
        self.size, self.W, self.b = model.inputs, p.W_hy.T, p.b_y
        kernels = cell.step_kernels(p) if hasattr(cell, "step_kernels") else ()
        self.stepper = _KernelStepper(kernels) if kernels else _SequenceStepper(cell, p, model)
        self.states = self.stepper.states
        self.h = self.states[model.readout_state]

    @np.errstate(all="ignore")
    def sample(self, flat, first, count, choose=None, start=None):
        """See Model.sample; `start` {state: (H,)} is the state before the first step, zeros for None."""
        if not 0 <= first < self.size:
            raise ValueError(f"the first symbol must lie in 0..{self.size - 1}, not {first}")
        np.copyto(self.theta, flat)
        self.stepper.refresh()
        for name, state in self.states.items():
            state[...] = 0 if start is None else start[name]
        symbols, scores = np.zeros(count, np.intp), np.zeros((count, len(self.b)), self.theta.dtype)
        step, h, W, b, dot, add = self.stepper.step, self.h, self.W, self.b, np.ndarray.dot, np.add
        symbol = first
        for i, y in enumerate(scores):
            step(symbol)
            dot(h, W, y)
            add(y, b, y)
            symbols[i] = symbol = y.argmax() if choose is None else choose(y)
        return symbols, scores


class _KernelStepper:
    """The step of a network whose cell has step kernels: one for each layer, from the bottom up."""

    def __init__(self, kernels):
        lowest, *above = kernels
        self.kernels, self.table = kernels, np.zeros(lowest.W.shape, lowest.W.dtype)
        self.states = {name: state for kernel in kernels for name, state in kernel.states.items()}
        first_step, rows, upper = lowest.step, [lowest.parts(row) for row in self.table], []
        for below, kernel in zip(kernels, above, strict=False):
            projected = np.zeros_like(kernel.b)
            parts = kernel.parts(projected)
            upper.append((below.output, kernel.W, kernel.b, projected, kernel.step, parts))
        dot, add = np.ndarray.dot, np.add

        def step(symbol):
            first_step(*rows[symbol])
            for x, W, b, projected, layer_step, parts in upper:
                dot(x, W, projected)
                add(projected, b, projected)
                layer_step(*parts)

        self.step = step

    def refresh(self):
        """Copy the parameters, after they have changed."""
        for kernel in self.kernels:
            kernel.refresh()
        np.add(self.kernels[0].W, self.kernels[0].b, self.table)


class _SequenceStepper:
    """The step of a network without step kernels: its fast path, or its `step`, on sequences of one step."""

    def __init__(self, cell, p, model):
        inputs = Inputs((1, 1), model.inputs, model.dtype)
        path = sequence(cell, p, p, inputs, 1, 1)  # the backward pass is never called
        self.refresh, self.states = path.refresh, {name: path.start[name][0] for name in cell.states}
        after = [(state, path.quantities[name][0, 0]) for name, state in self.states.items()]

        def step(symbol):
            inputs.symbols[0] = symbol
            path.forward()
            for state, value in after:
                state[...] = value

        self.step = step
