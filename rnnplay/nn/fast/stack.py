"""The fast path of layers: one cell's after the other's, each reading what the one below shows.

See core/cells/stack.py for the formulas.
"""

from types import SimpleNamespace

import numpy as np

from rnnplay.nn.fast.inputs import by_gate


class Stacked:
    """`step` and `back` of a stack for a whole sequence, out of the fast paths of its layers.

    `masks` (layers, T, B, H), dropout's, or None: set before `forward`.
    """

    def __init__(self, stack, p, g, inputs, T, B):
        self.layers, self.handed_up, self.masks = [], [], None
        self.quantities, self.start, self.passing = {}, {}, []
        parts = zip(stack.numbers, stack.parts(p), stack.parts(g), strict=True)
        for k, part, gradients in parts:
            layer = stack.cell.fused(part, gradients, inputs, T, B)
            inputs = HandedUp(layer.quantities["h"], layer.dh)
            self.layers.append(layer)
            self.handed_up.append(inputs)
            self.quantities |= {f"{name}{k}": values for name, values in layer.quantities.items()}
            self.passing += [f"{name}{k}" for name in layer.passing]
            self.start |= {f"{name}{k}": values for name, values in layer.start.items()}
        self.dh = layer.dh

    def refresh(self):
        """Take note that the parameters have changed."""
        for layer in self.layers:
            layer.refresh()

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        for k, layer in enumerate(self.layers):
            if k:
                self.handed_up[k - 1].take(None if self.masks is None else self.masks[k - 1])
            layer.forward()

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of the top layer -> the gradients of the parameters."""
        for layer in reversed(self.layers):
            layer.backward()  # and what it asks of the layer below is then in that one's dh


class HandedUp:
    """The h of a layer as inputs of the one above, for a fast path: as Inputs, but the gradient goes on.

    h, dh (T, B, H): what the layer shows, and where it will look for what is asked of it.
    """

    def __init__(self, h, dh):
        T, B, H = h.shape
        self.shape, self.h, self.dh = (T, B), h.reshape(-1, H), dh.reshape(-1, H)
        self.x, self.mask, self.ones = self.h, None, np.ones(T * B, h.dtype)
        self.W, self.spare = None, np.zeros_like(self.h)

    def take(self, mask):
        """Take note of h, with dropout's mask (T, B, H) on it, or None."""
        self.mask, self.x = mask, self.h
        if mask is not None:
            self.mask = mask.reshape(self.h.shape)
            self.x = self.mask * self.h

    def project(self, W, b, rows, out):
        """See Inputs."""
        self.W = W
        np.dot(self.x, W, rows)
        np.add(rows, b, out)

    def backward(self, d, dW, db):
        """See Inputs."""
        np.dot(self.x.T, d, dW)
        np.dot(self.ones, d, db)
        np.dot(d, self.W.T, self.dh)
        self._undrop()

    def project_steps(self, W, b, scale, out):
        """See Inputs."""
        self.W, G = W, len(out)
        # Each gate in one piece: products are then faster.
        W, b = np.multiply(by_gate(W, G), scale, order="C"), b.reshape(G, 1, -1) * scale
        for x in self.x.reshape(*self.shape, -1):
            np.matmul(x, W, out)
            np.add(out, b, out)
            yield out

    def backward_planes(self, d, dW, db):
        """See Inputs."""
        G = len(d)
        gates = zip(d, by_gate(self.W, G), by_gate(dW, G), db.reshape(G, -1), strict=True)
        for k, (d_gate, W_gate, dW_gate, db_gate) in enumerate(gates):
            dW_gate[...] = np.dot(self.x.T, d_gate)
            np.dot(self.ones, d_gate, db_gate)
            np.dot(d_gate, W_gate.T, self.spare if k else self.dh)
            if k:
                np.add(self.dh, self.spare, self.dh)
        self._undrop()

    def _undrop(self):
        if self.mask is not None:
            np.multiply(self.dh, self.mask, self.dh)


class UnfusedStack:
    """The sequence path of a stack whose cell has no fast one: `step` and `back`, one after the other."""

    def __init__(self, stack, p, g, inputs, T, B):
        hidden, dtype = p.W_hy.shape[1], p.flat.dtype
        self.stack, self.p, self.g, self.inputs, self.masks = stack, p, g, inputs, None
        self.passing = ()
        self.start = {name: np.zeros((B, hidden), dtype) for name in stack.states}
        self.quantities = {name: np.zeros((T, B, hidden), dtype) for name in stack.quantities}
        self.dh = np.zeros((T, B, hidden), dtype)

    def refresh(self):
        """Nothing is kept that the parameters' change would spoil."""

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        self.steps, now = [], SimpleNamespace(**self.start)
        for t, x in enumerate(self.inputs.vectors().reshape(*self.dh.shape[:2], -1)):
            masks = None if self.masks is None else self.masks[:, t]
            prev, now = now, self.stack.step(self.p, x, now, masks)
            self.steps.append((x, prev, now, masks))
            for name, values in self.quantities.items():
                values[t] = getattr(now, name)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of the top layer -> the gradients of the parameters."""
        total, shown = self.p.zeros(), self.stack.shown
        d_next = {name: np.zeros_like(state) for name, state in self.start.items()}
        for (x, prev, now, masks), dh in zip(self.steps[::-1], self.dh[::-1], strict=True):
            d_now = SimpleNamespace(**d_next | {shown: d_next[shown] + dh})
            grads, d_prev, _ = self.stack.back(self.p, x, prev, now, d_now, masks)
            d_next = vars(d_prev)
            total.flat[...] += grads.flat
        for k in self.stack.numbers:
            self.g.stored(f"layer{k}")[...] = total.stored(f"layer{k}")
