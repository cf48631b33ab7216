"""The fast path of a stack: the layers run one after the other, and each reads the h of the layer below.

See nn/cells/stack.py for the formulas.
"""

import numpy as np

from rnnplay.nn.fast.inputs import by_gate


class FusedStack:
    """`step` and `back` of a stack for a whole sequence, made of the fast paths of its layers.

    `masks` (layers, T, B, H): dropout's masks, or None; set before `forward`.
    """

    def __init__(self, stack, p, g, inputs, T, B):
        self.layers, self.between, self.masks = [], [], None
        self.quantities, self.start, self.overwritten = {}, {}, []
        parts = zip(stack.numbers, stack.parts(p), stack.parts(g), strict=True)
        for k, part, gradients in parts:
            layer = stack.cell.fused(part, gradients, inputs, T, B)
            inputs = LayerInputs(layer.quantities[stack.output], layer.dh)
            self.layers.append(layer)
            self.between.append(inputs)
            self.quantities |= {f"{name}{k}": values for name, values in layer.quantities.items()}
            self.overwritten += [f"{name}{k}" for name in layer.overwritten]
            self.start |= {f"{name}{k}": values for name, values in layer.start.items()}
        self.dh = layer.dh

    def refresh(self):
        """Copy the parameters, after they have changed."""
        for layer in self.layers:
            layer.refresh()

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        for k, layer in enumerate(self.layers):
            if k:
                self.between[k - 1].load(None if self.masks is None else self.masks[k - 1])
            layer.forward()

    def backward(self):
        """`dh` (T, B, H), the gradient of the top layer's h -> the gradients of the parameters."""
        for layer in reversed(self.layers):
            layer.backward()  # it also fills the dh of the layer below


class LayerInputs:
    """The h of a layer as the inputs of the layer above. Its methods are those of Inputs.

    `backward` also writes the gradient of h.

    h, dh (T, B, H): the output of the layer below, and the array that gets its gradient.
    """

    def __init__(self, h, dh):
        T, B, H = h.shape
        self.shape, self.h, self.dh = (T, B), h.reshape(-1, H), dh.reshape(-1, H)
        self.x, self.mask, self.ones = self.h, None, np.ones(T * B, h.dtype)
        self.W, self.spare = None, np.zeros_like(self.h)

    def load(self, mask):
        """Copy h, times dropout's mask (T, B, H) if there is one."""
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
        self._mask_gradient()

    def project_steps(self, W, b, scale, out):
        """See Inputs."""
        self.W, G = W, len(out)
        # Products are faster if each gate is contiguous.
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
        self._mask_gradient()

    def _mask_gradient(self):
        if self.mask is not None:
            np.multiply(self.dh, self.mask, self.dh)
