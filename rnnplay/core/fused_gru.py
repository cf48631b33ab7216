"""The fast paths of the GRU, one for each place of the reset gate. See core/cells/gru.py for the formulas.

Everything that does not wait for the step before (or, on the way back, after) is done for many steps at once.
What is left of a step backward: h's gradient times the slopes of all that stands beside it in memory.
"""

import numpy as np

from rnnplay.core.gates import Product, Projection, chunks, planes, returning_planes, steps


class _Buffers:
    """What both fast paths keep: the states, the gates in the order of `gates`, and what comes back."""

    def __init__(self, p, g, inputs, T, B, gates, returning):
        """returning: which planes of `da` belong to a, in its order."""
        H, dtype = p.stored("states").shape[1], p.flat.dtype
        self.a, self.now = planes(3, T, B, H, dtype), planes(3, T, B, H, dtype)
        self.h, self.m, self.dh = np.zeros((T + 1, B, H), dtype), *np.zeros((2, T, B, H), dtype)
        self.da, self.cuts = returning_planes(5, T, B, H, dtype), chunks(T, B * H)
        self.slope = returning_planes(5, self.cuts[0].stop - self.cuts[0].start, B, H, dtype)
        self.projection = Projection(p, g, inputs, self.a, self.da[returning])
        self.quantities = {f"a_{k}": plane for k, plane in zip(gates, self.a, strict=True)}
        self.quantities |= dict(zip(gates, self.now, strict=True))
        self.quantities |= {"m": self.m, "h": self.h[1:]}
        self.r, self.z, self.n = (self.quantities[k] for k in "rzn")
        self.half, self.one = np.asarray(0.5, dtype), np.ones((), dtype)
        self.mixed = np.zeros((3, H) if B == 1 else (3, B, H), dtype)
        self.flat = (lambda z: z.reshape(-1)) if B == 1 else (lambda z: z)

    def backward_steps(self, row):
        """row(t, slope) of each step, from the last to the first, in chunks with what `_slopes` needs."""
        r, z, n, m, h_prev, slopes = self.r, self.z, self.n, self.m, self.h[:-1], steps(self.slope)
        return [
            (
                (self.slope[:, : at.stop - at.start], r[at], z[at], n[at], m[at], h_prev[at]),
                [row(t, slopes[t - at.start]) for t in reversed(range(at.start, at.stop))],
            )
            for at in self.cuts
        ]

    def slopes(self, of_n, of_z, keep, z, n, h_prev):
        """What a_n, a_z and h_prev are of dh: (1 - z) * (1 - n**2), (h_prev - n) * z * (1 - z), z."""
        multiply, subtract, one = np.multiply, np.subtract, self.one
        multiply(n, n, of_n)
        subtract(one, of_n, of_n)
        subtract(one, z, keep)
        multiply(of_n, keep, of_n)
        multiply(keep, z, keep)
        subtract(h_prev, n, of_z)
        multiply(of_z, keep, of_z)
        np.copyto(keep, z)


class ResetBefore:
    """`step` and `back` for a whole sequence, in buffers made once; thirteen and seven calls a step.

    Planes of what comes back: h_prev through m; a_r, a_z, a_n; h_prev directly.
    """

    def __init__(self, p, g, inputs, T, B):
        self.own = own = _Buffers(p, g, inputs, T, B, "rzn", slice(1, 4))
        self.quantities, self.dh, self.start = own.quantities, own.dh, {"h": own.h[0]}
        W, dW, H = p.stored("states"), g.stored("states"), own.h.shape[2]
        self.of_h = Product(W[: 2 * H], dW[: 2 * H], own.h[:-1], own.da[1:3])
        self.of_m = Product(W[2 * H :], dW[2 * H :], own.m, own.da[3:4])
        a, now, m, h = (steps(z) for z in (own.a, own.now, own.m, own.h))

        def forward_row(t, x):
            reset = x[:2], x[2], h[t], a[t][:2], now[t][:2], now[t][0], m[t]
            return *reset, a[t][2], now[t][2], now[t][1], h[t + 1]

        self.forward_steps = [forward_row(t, x) for t, x in enumerate(own.projection.given)]
        da, dh = steps(own.da), steps(own.dh)
        after = [(own.flat(z[1:3]), z[0], z[4]) for z in da[1:]] + [(None, None, None)]
        one = (lambda z: z) if B == 1 else (lambda z: z[None])  # a single plane, as the product wants it

        def backward_row(t, slope):
            return *after[t], dh[t], slope[2:], da[t][2:], one(da[t][3]), slope[:2], da[t][:2]

        self.backward_steps = own.backward_steps(backward_row)

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        own, of_h, of_m = self.own, self.of_h, self.of_m
        of_h.refresh()
        of_m.refresh()
        product_h, W_h, product_m, W_m = of_h.forward, of_h.W_T, of_m.forward, of_m.W_T
        mixed, flat = own.mixed[:2], own.flat(own.mixed[:2])
        mixed_n, flat_n = own.mixed[2], own.flat(own.mixed[2:])
        add, subtract, multiply, tanh, half = np.add, np.subtract, np.multiply, np.tanh, own.half
        for _, row in zip(own.projection.forward(), self.forward_steps, strict=True):
            x_rz, x_n, h_prev, a_rz, rz, r, m, a_n, n, z, h = row
            product_h(h_prev, W_h, flat)
            add(x_rz, mixed, a_rz)
            # sigmoid(a) = 1/2 + 1/2 tanh(a/2)
            multiply(a_rz, half, rz)
            tanh(rz, rz)
            multiply(rz, half, rz)
            add(rz, half, rz)
            multiply(r, h_prev, m)
            product_m(m, W_m, flat_n)
            add(x_n, mixed_n, a_n)
            tanh(a_n, n)
            # h = n + z * (h_prev - n)
            subtract(h_prev, n, h)
            multiply(h, z, h)
            add(h, n, h)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters."""
        own, of_h, of_m = self.own, self.of_h, self.of_m
        back_h, W_h, back_m, W_m = of_h.backward, of_h.W, of_m.backward, of_m.W
        mixed, dm, add, multiply = own.mixed[0], own.mixed[1], np.add, np.multiply
        for values, rows in self.backward_steps:
            self._slopes(*values)
            for rz_next, through_m, directly, dh, of_dh, z_n_h, da_n, of_dm, h_r in rows:
                if rz_next is not None:
                    back_h(rz_next, W_h, mixed)
                    add(dh, mixed, dh)
                    add(dh, through_m, dh)
                    add(dh, directly, dh)
                multiply(of_dh, dh, z_n_h)
                back_m(da_n, W_m, dm)
                multiply(of_dm, dm, h_r)
        of_h.gradient()
        of_m.gradient()
        own.projection.backward()

    def _slopes(self, slope, r, z, n, m, h_prev):
        """Everything in the backward pass that does not wait for the step after."""
        of_m, of_r, of_z, of_n, keep = slope
        self.own.slopes(of_n, of_z, keep, z, n, h_prev)
        # m = r * h_prev
        np.copyto(of_m, r)
        np.subtract(self.own.one, r, of_r)
        np.multiply(of_r, m, of_r)


class ResetAfter:
    """`step` and `back` for a whole sequence, in buffers made once; thirteen and four calls a step.

    Planes of what comes back: a_n, a_r, a_z; m; h_prev directly.
    """

    def __init__(self, p, g, inputs, T, B):
        self.own = own = _Buffers(p, g, inputs, T, B, "nrz", slice(3))
        self.quantities, self.dh, self.start = own.quantities, own.dh, {"h": own.h[0]}
        self.product = Product(p.stored("states"), g.stored("states"), own.h[:-1], own.da[1:4])
        self.b_hn, self.db_hn, self.ones = p.b_hn, g.b_hn, np.ones(T * B, own.h.dtype)
        self.dm = own.da[3].reshape(T * B, -1)
        a, now, m, h = (steps(z) for z in (own.a, own.now, own.m, own.h))

        def forward_row(t, x):
            reset = x[1:], x[0], h[t], a[t][1:], now[t][1:], m[t], now[t][1]
            return *reset, a[t][0], now[t][0], now[t][2], h[t + 1]

        self.forward_steps = [forward_row(t, x) for t, x in enumerate(own.projection.given)]
        da, dh = steps(own.da), steps(own.dh)
        after = [(own.flat(z[1:4]), z[4]) for z in da[1:]] + [(None, None)]
        self.backward_steps = own.backward_steps(lambda t, slope: (*after[t], dh[t], slope, da[t]))

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        own, b_hn = self.own, self.b_hn
        self.product.refresh()
        product, W = self.product.forward, self.product.W_T
        flat, mixed_rz, mixed_n = own.flat(own.mixed), own.mixed[:2], own.mixed[2]
        add, subtract, multiply, tanh, half = np.add, np.subtract, np.multiply, np.tanh, own.half
        for _, row in zip(own.projection.forward(), self.forward_steps, strict=True):
            x_rz, x_n, h_prev, a_rz, rz, m, r, a_n, n, z, h = row
            product(h_prev, W, flat)
            add(x_rz, mixed_rz, a_rz)
            # sigmoid(a) = 1/2 + 1/2 tanh(a/2)
            multiply(a_rz, half, rz)
            tanh(rz, rz)
            multiply(rz, half, rz)
            add(rz, half, rz)
            add(mixed_n, b_hn, m)
            multiply(r, m, mixed_n)
            add(x_n, mixed_n, a_n)
            tanh(a_n, n)
            # h = n + z * (h_prev - n)
            subtract(h_prev, n, h)
            multiply(h, z, h)
            add(h, n, h)

    def backward(self):
        """`dh` (T, B, H), what the read-out asks of h -> the gradients of the parameters."""
        own = self.own
        back, W, mixed = self.product.backward, self.product.W, own.mixed[0]
        add, multiply = np.add, np.multiply
        for values, rows in self.backward_steps:
            self._slopes(*values)
            for da_next, directly, dh, of_dh, da in rows:
                if da_next is not None:
                    back(da_next, W, mixed)
                    add(dh, mixed, dh)
                    add(dh, directly, dh)
                multiply(of_dh, dh, da)
        self.product.gradient()
        np.dot(self.ones, self.dm, self.db_hn)
        own.projection.backward()

    def _slopes(self, slope, r, z, n, m, h_prev):
        """Everything in the backward pass that does not wait for the step after."""
        of_n, of_r, of_z, of_m, keep = slope
        self.own.slopes(of_n, of_z, keep, z, n, h_prev)
        # a_n = ... + r * m
        np.multiply(of_n, r, of_m)
        np.subtract(self.own.one, r, of_r)
        np.multiply(of_r, m, of_r)
        np.multiply(of_r, of_m, of_r)
