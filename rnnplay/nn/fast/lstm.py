"""The fast path of the LSTM. See nn/cells/lstm.py for the formulas.

Every quantity that does not depend on the previous step (backward: the next step) is computed for many steps
at once. An operation on several gates is one NumPy call for all of them.
"""

import numpy as np

from rnnplay.nn.fast.gate_layout import Product, Projection, chunks, halves, in_bulk, planes, steps


class FusedLSTM:
    """`step` and `back` for a whole sequence, in buffers made once; ten and six calls a step.

    The planes of a step are c_prev g f i o. Their gradients lie in the same order, but the first plane holds
    the part of dL/dc that comes through h.
    """

    def __init__(self, p, g, inputs, T, B):
        H, dtype = p.stored("states").shape[1], p.flat.dtype
        now = planes(5, T + 1, B, H, dtype)  # c of step t is c_prev of step t + 1, so there is one step more
        self.h, self.tanh_c, self.dh = np.zeros((T + 1, B, H), dtype), *np.zeros((2, T, B, H), dtype)
        self.quantities = dict(zip("gfio", now[1:, :-1], strict=True))
        self.quantities |= {"c": now[0, 1:], "tanh_c": self.tanh_c, "h": self.h[1:]}
        self.now, self.c_first, self.c_last = now[:, :-1], now[0, 0], now[0, -1]
        self.half = np.asarray(0.5, dtype)
        self.one_sequence = B == 1
        if self.one_sequence:
            self.a, self.d, self.overwritten = planes(4, T, B, H, dtype), planes(5, T, B, H, dtype), ()
            self.quantities |= {f"a_{k}": plane for k, plane in zip("gfio", self.a, strict=True)}
            self.mixed, self.start = np.zeros((4, H), dtype), {"h": self.h[0], "c": self.c_first}
            now_steps, a_steps, stored = steps(now), steps(self.a), [None] * T
        else:  # all steps compute in one buffer, which is copied after each step
            self.a, self.d, self.overwritten = self.now[1:], self.now, ("g", "f", "i", "o", "c")
            self.scratch, c = np.zeros((5, B, H), dtype), np.zeros((B, H), dtype)
            self.mixed, self.start = self.scratch[1:], {"h": self.h[0], "c": c}
            now_steps, a_steps, stored = [self.scratch] * (T + 1), [self.mixed] * T, steps(self.now)
        scale = halves("gfio", "fio")
        self.scale = np.repeat(scale[:, 0], H, 1).astype(dtype)
        self.projection = Projection(p, g, inputs, self.a, a_steps, self.d[1:], scale)
        self.product = Product(p.stored("states"), g.stored("states"), self.h[:-1], self.d[1:], scale)
        self.refresh = self.product.refresh
        self.kept, self.dc = np.zeros((2, 2, *self.mixed.shape[1:]), dtype)
        self.forward_steps = self._forward_steps(a_steps, now_steps, stored)
        self.backward_steps = self._backward_steps(B * H)

    def _forward_steps(self, a, now, stored):
        h, tanh_c = steps(self.h), steps(self.tanh_c)

        def row(t):
            gates, f_i_o, c_prev_g, f_i = now[t][1:], now[t][2:], now[t][:2], now[t][2:4]
            c, o = now[t + 1][0], now[t][4]
            return h[t], a[t], gates, f_i_o, c_prev_g, f_i, stored[t], c, tanh_c[t], o, h[t + 1]

        return [row(t) for t in range(len(a))]

    def _backward_steps(self, plane):
        """-> for each chunk: the arguments of `_slopes`, and the arrays of its steps, from the last to the
        first.
        """
        T, B, H = self.dh.shape
        cuts = chunks(T, plane)
        # The factor of dc in da_g, da_f, da_i, and of dh in da_o; the first plane: the factor of dh in dc.
        slope = np.zeros((5, cuts[0].stop - cuts[0].start, B, H), self.dh.dtype)
        d, dh, f, slopes = steps(self.d), steps(self.dh), steps(self.now[2]), steps(slope)
        after = [z[1:].reshape(-1) if B == 1 else z[1:] for z in d[1:]] + [None]

        def row(t, slope):
            dc, dc_prev = self.dc[t % 2], self.dc[1 - t % 2]
            of_h = after[t], dh[t], slope[::4], d[t][::4]
            return *of_h, d[t][0], dc, f[t], dc_prev, slope[1:4], d[t][1:4]

        def needed(at, now):
            return slope[:, : at.stop - at.start], *now, self.tanh_c[at], self.h[1:][at]

        return [
            (needed(at, now), [row(t, slopes[t - at.start]) for t in reversed(range(at.start, at.stop))])
            for at, now in zip(cuts, in_bulk(self.now, cuts), strict=True)
        ]

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        product, W, mixed = self.product.forward, self.product.W_T, self.mixed
        kept, (of_c, of_g), half, flat = self.kept, self.kept, self.half, mixed
        add, multiply, tanh = np.add, np.multiply, np.tanh
        scale, one_sequence = self.scale, self.one_sequence
        if one_sequence:
            flat = mixed.reshape(-1)
        else:
            np.copyto(self.scratch[0], self.start["c"])
        for given, row in zip(self.projection.forward(), self.forward_steps, strict=True):
            h_prev, a, gates, f_i_o, c_prev_g, f_i, stored, c, tanh_c, o, h = row
            product(h_prev, W, flat)
            add(given, mixed, a)
            # g = tanh(a);  f, i, o = sigmoid(a) = 1/2 + 1/2 tanh(a/2); a batch has halved a already
            if one_sequence:
                multiply(a, scale, gates)
            tanh(gates, gates)
            multiply(f_i_o, half, f_i_o)
            add(f_i_o, half, f_i_o)
            multiply(c_prev_g, f_i, kept)
            if stored is not None:
                np.copyto(stored, self.scratch)
            add(of_c, of_g, c)
            tanh(c, tanh_c)
            multiply(o, tanh_c, h)
        if not one_sequence:
            np.copyto(self.c_last, self.scratch[0])

    def backward(self):
        """`dh` (T, B, H), the gradient of h from the read-out -> the gradients of the parameters."""
        back, W, mixed = self.product.backward, self.product.W, self.mixed[0]
        add, multiply = np.add, np.multiply
        self.dc.fill(0)
        for values, rows in self.backward_steps:
            self._slopes(*values)
            for da_next, dh, of_dh, c_and_o, c, dc, f, dc_prev, of_dc, g_f_i in rows:
                if da_next is not None:
                    back(da_next, W, mixed)
                    add(dh, mixed, dh)
                multiply(of_dh, dh, c_and_o)
                add(dc, c, dc)
                multiply(dc, f, dc_prev)
                multiply(of_dc, dc, g_f_i)
        self.product.gradient()
        self.projection.backward()

    def _slopes(self, slope, now, original, tanh_c, h):
        """The part of the backward pass that does not depend on the next step."""
        multiply, subtract = np.multiply, np.subtract
        if original is not None:
            now[...] = original
        (of_c, of_g, _, _, of_o), (_, g, _, i, o) = slope, now
        of_f_i, f_i, spare = slope[2:4], now[2:4], slope[:2]
        # f, i: sigmoid' = s - s**2, times c_prev and g
        multiply(now[:2], f_i, spare)
        multiply(spare, f_i, of_f_i)
        subtract(spare, of_f_i, of_f_i)
        # g: tanh' = 1 - g**2, times i
        multiply(spare[1], g, of_g)
        subtract(i, of_g, of_g)
        # o: sigmoid' = o - o**2, times tanh(c); and o * tanh(c) is h
        multiply(h, o, of_o)
        subtract(h, of_o, of_o)
        # c: tanh' = 1 - tanh(c)**2, times o
        multiply(h, tanh_c, of_c)
        subtract(o, of_c, of_c)
