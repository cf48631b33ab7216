"""The fast paths of the GRU, one for each place of the reset gate. See nn/cells/gru.py for the formulas.

Every quantity that does not depend on the previous step (backward: the next step) is computed for many steps
at once. A backward step then only multiplies the gradient of h by slopes that are stored in the same order.
"""

import numpy as np

from rnnplay.nn.fast.gate_layout import Product, Projection, chunks, halves, in_bulk, planes, steps


class _Buffers:
    """The buffers of both fast paths.

    h (T + 1, B, H); a: the pre-activations; now: the gates; m; d: the gradients, five planes a step, the last
    of them the part of dL/dh_prev that comes directly from h = (1 - z) * n + z * h_prev.
    """

    def __init__(self, p, g, inputs, T, B, gates, at, also_m):
        """gates: their names, in the order of memory; at: their slice of d; also_m: whether m follows them in
        `a`.
        """
        H, dtype, count = p.stored("states").shape[1], p.flat.dtype, 3 + also_m
        self.h, self.dh = np.zeros((T + 1, B, H), dtype), np.zeros((T, B, H), dtype)
        self.d, self.one_sequence = planes(5, T, B, H, dtype), B == 1
        if self.one_sequence:
            self.a, self.now = planes(count, T, B, H, dtype), planes(3, T, B, H, dtype)
            self.stored = [None] * T
            self.a_steps, self.now_steps = steps(self.a), steps(self.now)
            self.mixed, self.overwritten = np.zeros((3, H), dtype), ()
        else:  # all steps compute in one buffer, which is copied after each step
            self.a, self.now = self.d[at.start : at.start + count], self.d[at]
            self.scratch, self.stored = np.zeros((count, B, H), dtype), steps(self.a)
            self.a_steps, self.now_steps = [self.scratch] * T, [self.scratch[:3]] * T
            self.mixed, self.overwritten = self.scratch[also_m:], (*gates, "m") if also_m else tuple(gates)
        self.m = self.a[3] if also_m else np.zeros_like(self.dh)
        self.quantities = {"h": self.h[1:], "m": self.m} | dict(zip(gates, self.now, strict=True))
        if self.one_sequence:
            self.quantities |= {f"a_{k}": self.a[i] for i, k in enumerate(gates)}
        self.back_mixed = np.zeros_like(self.mixed[:2])
        self.projection = Projection(p, g, inputs, self.a, self.a_steps, self.d[at], halves(gates, "rz"))
        self.half, self.one = np.asarray(0.5, dtype), np.asarray(1, dtype)
        self.cuts = chunks(T, B * H)
        self.slope = np.zeros((5, self.cuts[0].stop - self.cuts[0].start, B, H), dtype)
        self.flat = (lambda z: z.reshape(-1)) if B == 1 else (lambda z: z)

    def backward_steps(self, row):
        """-> for each chunk: the arguments of `_slopes`, and row(t, slope) of its steps, from the last to the
        first.
        """
        slopes, h = steps(self.slope), self.h[1:]
        return [
            (
                (self.slope[:, : at.stop - at.start], *now, self.m[at], h[at]),
                [row(t, slopes[t - at.start]) for t in reversed(range(at.start, at.stop))],
            )
            for at, now in zip(self.cuts, in_bulk(self.now, self.cuts), strict=True)
        ]

    def slopes(self, of_n, of_z, keep, z, n, h):
        """The factors of dh in da_n, da_z, dh_prev: (1 - z) * (1 - n**2), (h_prev - n) * z * (1 - z), z."""
        multiply, subtract, one = np.multiply, np.subtract, self.one
        subtract(one, z, keep)
        multiply(n, n, of_n)
        subtract(one, of_n, of_n)
        multiply(of_n, keep, of_n)
        subtract(h, n, of_z)  # h - n is (h_prev - n) * z
        multiply(of_z, keep, of_z)
        keep[...] = z


class FusedGRUResetBefore:
    """`step` and `back` for a whole sequence, in buffers made once; thirteen and seven calls a step.

    The gradients in `d`: dh_prev by way of m; da_r, da_z, da_n; dh_prev directly.
    """

    def __init__(self, p, g, inputs, T, B):
        self.buffers = buffers = _Buffers(p, g, inputs, T, B, "rzn", slice(1, 4), False)
        self.quantities, self.overwritten = buffers.quantities, buffers.overwritten
        self.dh, self.start = buffers.dh, {"h": buffers.h[0]}
        W, dW, H, scale = p.stored("states"), g.stored("states"), buffers.h.shape[2], halves("rzn", "rz")
        self.of_h = Product(W[: 2 * H], dW[: 2 * H], buffers.h[:-1], buffers.d[1:3], scale[:2])
        self.of_m = Product(W[2 * H :], dW[2 * H :], buffers.m, buffers.d[3:4], scale[2:])
        a, now, m, h = buffers.a_steps, buffers.now_steps, steps(buffers.m), steps(buffers.h)

        def forward_row(t, x):
            a_rz, a_n = a[t][:2], a[t][2]
            x_rz, x_n = (a_rz, a_n) if x is a[t] else (x[:2], x[2])  # one view is faster than two
            reset = x_rz, x_n, h[t], a_rz, now[t][:2], now[t][0], m[t]
            return *reset, a_n, now[t][2], buffers.stored[t], now[t][1], h[t + 1]

        self.forward_steps = [forward_row(t, x) for t, x in enumerate(buffers.projection.given)]
        d, dh = steps(buffers.d), steps(buffers.dh)
        after = [(buffers.flat(z[1:3]), z[0], z[4]) for z in d[1:]] + [(None, None, None)]
        one = (lambda z: z) if B == 1 else (lambda z: z[None])  # the shape that the product takes

        def backward_row(t, slope):
            return *after[t], dh[t], slope[2:], d[t][2:], one(d[t][3]), slope[:2], d[t][:2]

        self.backward_steps = buffers.backward_steps(backward_row)

    def refresh(self):
        """Copy the parameters, after they have changed."""
        self.of_h.refresh()
        self.of_m.refresh()

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        buffers, of_h, of_m = self.buffers, self.of_h, self.of_m
        product_h, W_h, product_m, W_m = of_h.forward, of_h.W_T, of_m.forward, of_m.W_T
        mixed, flat = buffers.mixed[:2], buffers.flat(buffers.mixed[:2])
        mixed_n, flat_n = buffers.mixed[2], buffers.flat(buffers.mixed[2:])
        add, subtract, multiply, tanh = np.add, np.subtract, np.multiply, np.tanh
        half, one_sequence = buffers.half, buffers.one_sequence
        for _, row in zip(buffers.projection.forward(), self.forward_steps, strict=True):
            x_rz, x_n, h_prev, a_rz, rz, r, m, a_n, n, stored, z, h = row
            product_h(h_prev, W_h, flat)
            add(x_rz, mixed, a_rz)
            # sigmoid(a) = 1/2 + 1/2 tanh(a/2); a batch has halved a already
            if one_sequence:
                multiply(a_rz, half, rz)
            tanh(rz, rz)
            multiply(rz, half, rz)
            add(rz, half, rz)
            multiply(r, h_prev, m)
            product_m(m, W_m, flat_n)
            add(x_n, mixed_n, a_n)
            tanh(a_n, n)
            if stored is not None:
                np.copyto(stored, buffers.scratch)
            # h = n + z * (h_prev - n)
            subtract(h_prev, n, h)
            multiply(h, z, h)
            add(h, n, h)

    def backward(self):
        """`dh` (T, B, H), the gradient of h from the read-out -> the gradients of the parameters."""
        buffers, of_h, of_m = self.buffers, self.of_h, self.of_m
        back_h, W_h, back_m, W_m = of_h.backward, of_h.W, of_m.backward, of_m.W
        (mixed, dm), add, multiply = buffers.back_mixed, np.add, np.multiply
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
        buffers.projection.backward()

    def _slopes(self, slope, now, original, m, h):
        """The part of the backward pass that does not depend on the next step."""
        if original is not None:
            now[...] = original
        (r, z, n), (of_m, of_r, of_z, of_n, keep) = now, slope
        self.buffers.slopes(of_n, of_z, keep, z, n, h)
        # m = r * h_prev
        of_m[...] = r
        np.subtract(self.buffers.one, r, of_r)
        np.multiply(of_r, m, of_r)


class FusedGRUResetAfter:
    """`step` and `back` for a whole sequence, in buffers made once; twelve and four calls a step.

    The gradients in `d`: da_n, da_r, da_z; dm; dh_prev directly.
    """

    def __init__(self, p, g, inputs, T, B):
        self.buffers = buffers = _Buffers(p, g, inputs, T, B, "nrz", slice(0, 3), True)
        self.quantities, self.overwritten = buffers.quantities, buffers.overwritten
        self.dh, self.start = buffers.dh, {"h": buffers.h[0]}
        W, dW = p.stored("states"), g.stored("states")
        self.product = Product(W, dW, buffers.h[:-1], buffers.d[1:4], halves("rzn", "rz"))
        self.refresh = self.product.refresh
        self.b_hn, self.db_hn, self.ones = p.b_hn, g.b_hn, np.ones(T * B, buffers.h.dtype)
        self.dm = buffers.d[3].reshape(T * B, -1)
        # m starts from b_hn, as the other pre-activations start from W_x @ x + b
        self.m_given = buffers.m if B == 1 else buffers.projection.given[0][3]
        a, now, h = buffers.a_steps, buffers.now_steps, steps(buffers.h)

        def forward_row(t, x):
            a_rzm, a_n = a[t][1:], a[t][0]
            x_rzm, x_n = (a_rzm, a_n) if x is a[t] else (x[1:], x[0])  # one view is faster than two
            reset = x_rzm, x_n, h[t], a_rzm, a[t][1:3], now[t][1:3], a[t][3], now[t][1]
            return *reset, a_n, now[t][0], buffers.stored[t], now[t][2], h[t + 1]

        self.forward_steps = [forward_row(t, x) for t, x in enumerate(buffers.projection.given)]
        d, dh = steps(buffers.d), steps(buffers.dh)
        after = [(buffers.flat(z[1:4]), z[4]) for z in d[1:]] + [(None, None)]
        self.backward_steps = buffers.backward_steps(lambda t, slope: (*after[t], dh[t], slope, d[t]))

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        buffers, product, W = self.buffers, self.product.forward, self.product.W_T
        flat, mixed = buffers.flat(buffers.mixed), buffers.mixed
        add, subtract, multiply, tanh = np.add, np.subtract, np.multiply, np.tanh
        half, one_sequence = buffers.half, buffers.one_sequence
        np.copyto(self.m_given, self.b_hn)
        for _, row in zip(buffers.projection.forward(), self.forward_steps, strict=True):
            x_rzm, x_n, h_prev, a_rzm, a_rz, rz, m, r, a_n, n, stored, z, h = row
            product(h_prev, W, flat)
            add(x_rzm, mixed, a_rzm)
            # sigmoid(a) = 1/2 + 1/2 tanh(a/2); a batch has halved a already
            if one_sequence:
                multiply(a_rz, half, rz)
            tanh(rz, rz)
            multiply(rz, half, rz)
            add(rz, half, rz)
            multiply(r, m, h)
            add(x_n, h, a_n)
            tanh(a_n, n)
            if stored is not None:
                np.copyto(stored, buffers.scratch)
            # h = n + z * (h_prev - n)
            subtract(h_prev, n, h)
            multiply(h, z, h)
            add(h, n, h)

    def backward(self):
        """`dh` (T, B, H), the gradient of h from the read-out -> the gradients of the parameters."""
        buffers = self.buffers
        back, W, mixed = self.product.backward, self.product.W, buffers.back_mixed[0]
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
        buffers.projection.backward()

    def _slopes(self, slope, now, original, m, h):
        """The part of the backward pass that does not depend on the next step."""
        if original is not None:
            now[...] = original
        (n, r, z), (of_n, of_r, of_z, of_m, keep) = now, slope
        self.buffers.slopes(of_n, of_z, keep, z, n, h)
        # a_n = ... + r * m
        np.multiply(of_n, r, of_m)
        np.subtract(self.buffers.one, r, of_r)
        np.multiply(of_r, m, of_r)
        np.multiply(of_r, of_m, of_r)
