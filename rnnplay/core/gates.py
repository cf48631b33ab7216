"""What the gated cells share: the parameters of their gates side by side, and the memory of a fast path.

a_k = W_xk @ x + W_hk @ h_prev + b_k       for every gate k; a product of the stacked W_h gives them all

The numbers of one gate at one step are a plane (B, H) that lies in one piece, so that whatever is done by
element runs through flat memory.
"""

from functools import partial

import numpy as np

from rnnplay.core.params import Block


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
    """Zeros (count, T, B, H); in memory the planes of a step lie side by side, and step follows step."""
    return np.zeros((T, count, B, H), dtype).transpose(1, 0, 2, 3)


def returning_planes(count, T, B, H, dtype):
    """`planes` for what comes back; of a batch the steps of a plane lie side by side, so that one product
    over all of them gives the gradient of a matrix.
    """
    return planes(count, T, B, H, dtype) if B == 1 else np.zeros((count, T, B, H), dtype)


def steps(values):
    """(T, B, H) or planes (count, T, B, H) -> a list of T views, without the axis of a batch of one."""
    by_step = values.swapaxes(0, -3)  # (T, B, H) or (T, count, B, H)
    return list(by_step[..., 0, :] if values.shape[-2] == 1 else by_step)


class Projection:
    """W_x @ x + b of all gates, and its gradients. a, da: planes (G, T, B, H).

    forward(): goes through the steps; `given`, a list of what each is given, is then ready for that step
    backward(): da -> the gradients of W_x and b
    """

    def __init__(self, p, g, inputs, a, da):
        parameters = p.stored("inputs"), p.stored("biases")
        gradients = g.stored("inputs"), g.stored("biases")
        if a.shape[2] == 1:
            self.given = steps(a)
            self.all_at_once = partial(inputs.project, *parameters, over_time(a))
            self.forward = self._forward
            self.backward = partial(inputs.backward, over_time(da), *gradients)
        else:
            given = np.zeros_like(steps(a)[0])  # one for all: it stays in the processor's cache
            self.given = [given] * a.shape[1]
            self.forward = partial(inputs.project_steps, *parameters, given)
            self.backward = partial(inputs.backward_planes, over_time(da), *gradients)

    def _forward(self):
        self.all_at_once()
        return self.given


class Product:
    """W_h @ h of some gates at one step, and its gradients.

    W, dW (G*H, H); h (T, B, H), all that it is multiplied with; da (G, T, B, H), all that comes back.

    forward(h, W_T, out), backward(da, W, out):   h (H,) or (B, H); da, out of forward (G*H,) or (G, B, H)
    gradient(): h, da -> the gradient of W
    """

    def __init__(self, W, dW, h, da):
        G, _, B, H = da.shape
        h, da = h.reshape(-1, H), over_time(da)
        if B == 1:
            self.W, self.W_T = W, W.T
            self.forward = self.backward = np.dot
            self.gradient = partial(np.dot, da.T, h, dW)
        else:
            self.W, self.W_T = W.reshape(G, H, H), np.zeros((G, H, H), W.dtype)
            self.parts = np.zeros((G, B, H), W.dtype)
            self.forward, self.backward = np.matmul, self._sum
            self.gradient = partial(np.matmul, da.transpose(0, 2, 1), h, dW.reshape(G, H, H))

    def refresh(self):
        """Take note that W has changed."""
        if self.W.ndim == 3:  # in a batch, products with a transposed matrix are slower than one copy of it
            np.copyto(self.W_T, self.W.transpose(0, 2, 1))

    def _sum(self, da, W, out):
        np.matmul(da, W, self.parts)
        np.add.reduce(self.parts, 0, None, out)


def over_time(values):
    """Planes (G, T, B, H), as `returning_planes` made them -> a view: (T, G*H) if B is 1, or (G, T*B, H)."""
    G, T, B, H = values.shape
    return values.transpose(1, 0, 2, 3).reshape(T, G * H) if B == 1 else values.reshape(G, T * B, H)


def chunks(T, plane):
    """Slices of steps, from the last to the first, so short that five planes of `plane` numbers a step stay
    in the processor's cache: what is computed for them in bulk is still there when its turn comes.
    """
    size = max(1, 2**15 // plane)
    return [slice(max(t - size, 0), t) for t in range(T, 0, -size)]
