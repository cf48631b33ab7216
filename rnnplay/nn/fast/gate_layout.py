"""The parts that the fast paths of gated cells share: parameters of gates side by side, and buffers.

a_k = W_xk @ x + W_hk @ h_prev + b_k       for every gate k; a product of the stacked W_h gives them all

The numbers of one gate at one step are a plane (B, H) that lies in one piece, so that whatever is done by
element runs through flat memory. With one sequence the number of calls takes the time, and every quantity
is kept. With a batch it is access to memory outside of the processor's cache. There every step uses the same
buffer, which stays in the cache; its gates are stored, and the backward pass overwrites them by gradients.
"""

from functools import partial

import numpy as np

from rnnplay.nn.parameters import Block


def gate_blocks(gates, inputs, hidden, by_input=None, by_state=None):
    """The parameters W_xk (H, V), W_hk (H, H), b_k (H,) of the gates k, in three blocks.

    gates: their names, one letter each, in the order to be shown. `by_input` and `by_state` are the
    orders in which W_x and b, and W_h, lie in memory, where the fast path wants another.
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
    """Zeros (count, T, B, H). Of one sequence the planes of a step lie side by side in memory; of a batch the
    steps of a plane do, so that one product over all of them gives the gradient of a matrix.
    """
    if B == 1:
        return np.zeros((T, count, B, H), dtype).transpose(1, 0, 2, 3)
    return np.zeros((count, T, B, H), dtype)


def steps(values):
    """(T, B, H) or planes (count, T, B, H) -> a list of T views, without the axis of a batch of one."""
    by_step = values.swapaxes(0, -3)  # (T, B, H) or (T, count, B, H)
    return list(by_step[..., 0, :] if values.shape[-2] == 1 else by_step)


def in_bulk(values, cuts):
    """Planes (count, T, B, H) -> of each chunk in `cuts`: planes to compute with, and what is to be copied
    into them first, or None.

    Of a batch each plane lies in one piece. Of one sequence it does not; with a copy where it does, all that
    follows is several times faster.
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
    """W (..., rows, columns), transposed, goes into W_T (..., columns, rows). In strips, so that the lines of
    memory that are written to stay in the processor's cache until they are full.
    """
    for first in range(0, W.shape[-2], strip):
        W_T[..., first : first + strip] = W[..., first : first + strip, :].swapaxes(-1, -2)


def halves(order, gates):
    """(len(order), 1, 1): what a pre-activation is multiplied with, ½ for a sigmoid. order, gates: names.

    sigmoid(a) = ½ + ½ tanh(a/2): with the weights halved, which is exact, one tanh squashes all gates. In
    training that pays for a batch alone; of one sequence the pre-activations themselves are halved.
    """
    return np.array([0.5 if k in gates else 1.0 for k in order]).reshape(-1, 1, 1)


class Projection:
    """(W_x @ x + b) * scale of all gates, and the gradients. scale (G, 1, 1): not of one sequence.

    a: planes (G or more, T, B, H), of which the first are filled, and their `steps`; da: planes (G, T, B, H)
    forward(): goes through the steps; `given`, a list of what each is given, is then ready for that step
    backward(): da -> the gradients of W_x and b
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
            given = np.zeros((len(a), B, H), da.dtype)  # one for all: it stays in the processor's cache
            self.given = [given] * T
            self.forward = partial(inputs.project_steps, *self.parameters, scale, given[:G])
            self.backward = partial(inputs.backward_planes, *gradients)

    def _all_at_once(self):
        self.inputs.project(*self.parameters, self.rows, self.out)
        return self.given


class Product:
    """W_h @ h * scale of some gates at one step, and its gradients.

    W, dW (G*H, H); h (T, B, H), all that it is multiplied with; da (G, T, B, H), all that comes back;
    scale (G, 1, 1): not of one sequence.

    forward(h, W_T, out), backward(da, W, out):   h (H,) or (B, H); da and the first out (G*H,) or (G, B, H)
    gradient(): h, da -> the gradient of W
    """

    def __init__(self, W, dW, h, da, scale):
        G, _, B, H = da.shape
        h, da = h.reshape(-1, H), over_time(da)
        if B == 1:
            self.W, self.W_T, self.scale = W, W.T, None
            self.forward = self.backward = np.ndarray.dot  # np.dot would first ask who else might do it
            self.gradient = partial(da.T.dot, h, dW)
        else:  # products with a transposed matrix are slower than one copy of it
            self.W, self.scale = W.reshape(G, H, H), scale.astype(W.dtype)
            self.W_T, self.parts = np.zeros_like(self.W), np.zeros((G, B, H), W.dtype)
            self.forward, self.backward = np.matmul, self._sum
            self.gradient = partial(np.matmul, da.transpose(0, 2, 1), h, dW.reshape(G, H, H))

    def refresh(self):
        """Read the changed parameters."""
        if self.scale is not None:
            transpose(self.W, self.W_T)
            np.multiply(self.W_T, self.scale, self.W_T)

    def _sum(self, da, W, out):
        np.matmul(da, W, self.parts)
        np.add.reduce(self.parts, 0, None, out)


def chunks(T, plane):
    """Slices of steps, from the last to the first, so short that five planes of `plane` numbers a step stay
    in the processor's cache: what is computed for them in bulk is still there when its turn comes.
    """
    size = max(1, 2**14 // plane)
    return [slice(max(t - size, 0), t) for t in range(T, 0, -size)]
