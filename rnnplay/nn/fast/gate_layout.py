"""The memory layout of gates in the fast paths: stacked weights, buffers, and the products with them.

a_k = W_xk @ x + W_hk @ h_prev + b_k       for every gate k; one product with the stacked W_h gives all gates

The numbers of one gate at one step form a plane (B, H). A plane is contiguous, so an elementwise operation
reads memory in order.

One sequence (B = 1): the time goes into the number of NumPy calls. Every quantity has a buffer of its own.
A batch (B > 1): the time goes into memory outside of the processor's cache. All steps compute in one buffer,
which stays in the cache. The gates are copied out of it, and the backward pass overwrites them by gradients.
"""

from functools import partial

import numpy as np

from rnnplay.nn.parameters import Block


def gate_blocks(gates, inputs, hidden, by_input=None, by_state=None):
    """The parameters W_xk (H, V), W_hk (H, H), b_k (H,) of the gates k -> three Blocks.

    gates: their names, one letter each, in the order on the page. by_input: the order of W_x and b in memory;
    by_state: the order of W_h in memory; both are `gates` by default.
    """
    by_input, by_state = by_input or gates, by_state or gates

    def part(order, gate):
        first = order.index(gate) * hidden
        return slice(first, first + hidden)

    def views(name, order, cut):
        return {name + k: lambda stored, k=k: cut(stored, part(order, k)) for k in gates}

    rows = len(gates) * hidden
    return (
        Block("inputs", (inputs, rows), views("W_x", by_input, lambda stored, at: stored[:, at].T)),
        Block("states", (rows, hidden), views("W_h", by_state, lambda stored, at: stored[at])),
        Block("biases", (rows,), views("b_", by_input, lambda stored, at: stored[at])),
    )


def planes(count, T, B, H, dtype):
    """Zeros (count, T, B, H). For one sequence, the planes of one step are neighbours in memory.

    For a batch, the steps of one plane are neighbours: one product over all steps then gives the gradient of
    a matrix.
    """
    if B == 1:
        return np.zeros((T, count, B, H), dtype).transpose(1, 0, 2, 3)
    return np.zeros((count, T, B, H), dtype)


def steps(values):
    """(T, B, H) or planes (count, T, B, H) -> a list of T views, without the axis of a batch of one."""
    by_step = values.swapaxes(0, -3)  # (T, B, H) or (T, count, B, H)
    return list(by_step[..., 0, :] if values.shape[-2] == 1 else by_step)


def in_bulk(values, cuts):
    """Planes (count, T, B, H) -> for each chunk in `cuts`: the planes to compute with, and their source or
    None.

    The planes of a batch are contiguous and are used directly (None). The planes of one sequence are not:
    they are copied from the source first, which makes the computation several times faster.
    """
    parts = [values[:, at] for at in cuts]
    if values.shape[2] > 1:
        return [(part, None) for part in parts]
    copies = np.zeros_like(parts[0], order="C")  # the first chunk is the longest
    return [(copies[:, : part.shape[1]], part) for part in parts]


def over_time(values):
    """Planes (G, T, B, H), as `planes` made them -> a view: (T, G*H) if B is 1, or (G, T*B, H)."""
    G, T, B, H = values.shape
    return values.transpose(1, 0, 2, 3).reshape(T, G * H) if B == 1 else values.reshape(G, T * B, H)


def transpose(W, W_T, strip=64):
    """Write the transpose of W (..., rows, columns) into W_T (..., columns, rows).

    It works in strips: each cache line of W_T is then full before the processor's cache drops it.
    """
    for first in range(0, W.shape[-2], strip):
        W_T[..., first : first + strip] = W[..., first : first + strip, :].swapaxes(-1, -2)


def halves(order, gates):
    """The factor of each pre-activation, (len(order), 1, 1): ½ for those in `gates`, else 1. order: names.

    sigmoid(a) = ½ + ½ tanh(a/2), so one tanh computes all gates once their pre-activations are halved. For a
    batch the weights are halved, which is exact. For one sequence it is faster to halve the pre-activations.
    """
    return np.array([0.5 if k in gates else 1.0 for k in order]).reshape(-1, 1, 1)


class Projection:
    """The input's part of all pre-activations, (W_x @ x + b) * scale, and its gradients.

    a: planes (G or more, T, B, H), of which the first G are filled; a_steps: their `steps`;
    da: planes (G, T, B, H); scale (G, 1, 1): used for a batch only.
    forward(): an iterator over the steps; at step t the result is in given[t].
    backward(): da -> the gradients of W_x and b.
    """

    def __init__(self, p, g, inputs, a, a_steps, da, scale):
        self.inputs, self.parameters = inputs, (p.stored("inputs"), p.stored("biases"))
        gradients = over_time(da), g.stored("inputs"), g.stored("biases")
        (G, T, B, H), scale = da.shape, scale.astype(da.dtype)
        if B == 1:
            self.given, self.out = a_steps, over_time(a[:G])
            self.rows = self.out if len(a) == G else np.zeros((T, G * H), da.dtype)
            self.forward = self._all_at_once
            self.backward = partial(inputs.backward, *gradients)
        else:
            given = np.zeros((len(a), B, H), da.dtype)  # one buffer for all steps: it stays in the cache
            self.given = [given] * T
            self.forward = partial(inputs.project_steps, *self.parameters, scale, given[:G])
            self.backward = partial(inputs.backward_planes, *gradients)

    def _all_at_once(self):
        self.inputs.project(*self.parameters, self.rows, self.out)
        return self.given


class Product:
    """The product W_h @ h * scale of G gates at one step, and its gradients.

    W, dW (G*H, H); h (T, B, H): the vectors that W multiplies; da (G, T, B, H): the products' gradients;
    scale (G, 1, 1): used for a batch only.

    forward(h, W_T, out), backward(da, W, out):   h (H,) or (B, H); da and the first out (G*H,) or (G, B, H)
    gradient(): h, da -> the gradient of W
    """

    def __init__(self, W, dW, h, da, scale):
        G, _, B, H = da.shape
        h, da = h.reshape(-1, H), over_time(da)
        if B == 1:
            self.W, self.W_T, self.scale = W, W.T, None
            self.forward = self.backward = np.ndarray.dot  # faster to call than np.dot
            self.gradient = partial(da.T.dot, h, dW)
        else:  # one transposed copy costs less than T products with a transposed view
            self.W, self.scale = W.reshape(G, H, H), scale.astype(W.dtype)
            self.W_T, self.parts = np.zeros_like(self.W), np.zeros((G, B, H), W.dtype)
            self.forward, self.backward = np.matmul, self._sum
            self.gradient = partial(np.matmul, da.transpose(0, 2, 1), h, dW.reshape(G, H, H))

    def refresh(self):
        """Copy the parameters, after they have changed."""
        if self.scale is not None:
            transpose(self.W, self.W_T)
            np.multiply(self.W_T, self.scale, self.W_T)

    def _sum(self, da, W, out):
        np.matmul(da, W, self.parts)
        np.add.reduce(self.parts, 0, None, out)


def chunks(T, plane):
    """Slices of the steps 0 to T - 1, from the last to the first. plane: numbers of one plane, B * H.

    A slice is so short that five of its planes fit into the processor's cache: numbers that are computed for
    the whole slice are still in the cache when a single step needs them.
    """
    size = max(1, 2**14 // plane)
    return [slice(max(t - size, 0), t) for t in range(T, 0, -size)]
