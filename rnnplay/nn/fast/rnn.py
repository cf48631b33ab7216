"""The fast path of the vanilla RNN. See nn/cells/rnn.py for the formulas."""

import numpy as np

from rnnplay.nn.fast.gate_layout import chunks, transpose


class FusedRNN:
    """`step` and `back` for a whole sequence, in buffers made once.

    At B = 1 the time goes into the number of NumPy calls. Every quantity that does not depend on the previous
    step is therefore computed for all steps at once, and the loops have three calls a step.
    """

    def __init__(self, activation, p, g, inputs, T, B):
        H, dtype = len(p.b_h), p.flat.dtype
        self.inputs, self.squash, self.slope_of = inputs, activation.squash, activation.slope
        self.W_xh, self.W_hh, self.b_h = p.stored("inputs"), p.W_hh, p.b_h
        self.dW_xh, self.dW_hh, self.db_h = g.stored("inputs"), g.W_hh, g.b_h
        h = np.zeros((T + 1, B, H), dtype)  # h[0] is the state before the first step
        self.dh, self.batch = np.zeros((T, B, H), dtype), B > 1
        # For a batch the time goes into memory access, so the states overwrite the pre-activations.
        a = h[1:] if self.batch else np.zeros((T, B, H), dtype)
        self.overwritten = ()
        self.start, self.quantities = {"h": h[0]}, {"h": h[1:]} | ({} if self.batch else {"a": a})

        self.a_rows, self.da_rows = a.reshape(-1, H), self.dh.reshape(-1, H)
        self.h_prev_rows = h[:-1].reshape(-1, H)
        shape = (B, H) if self.batch else (H,)  # a vector is cheaper than a matrix of one row
        self.mixed, self.given = np.zeros(shape, dtype), np.zeros((1, B, H), dtype)
        # Over a long gap the gradient vanishes to denormal numbers, whose products take ten times as long.
        # In single precision, adding and subtracting this floor rounds them to 0 and changes no other number.
        self.floor = np.asarray(1e-20, dtype) if dtype == np.float32 and B > 1 else None
        # For a batch, one transposed copy costs less than T products with a transposed view.
        self.W_T = np.zeros((H, H), dtype) if self.batch else self.W_hh.T
        cuts = chunks(T, B * H)
        slope = np.zeros((cuts[0].stop - cuts[0].start, *shape), dtype)
        a, h, dh = a.reshape(-1, *shape), h.reshape(-1, *shape), self.dh.reshape(-1, *shape)
        a_steps = list(a)
        given = [self.given[0]] * T if self.batch else a_steps
        self.forward_steps = list(zip(given, h[:-1], a_steps, h[1:], strict=True))
        after = [*dh[1:], None]
        self.backward_steps = [
            (
                (h[1:][at], slope[: at.stop - at.start]),
                [(after[t], dh[t], slope[t - at.start]) for t in reversed(range(at.start, at.stop))],
            )
            for at in cuts
        ]

    def refresh(self):
        """Copy the parameters, after they have changed."""
        if self.batch:
            transpose(self.W_hh, self.W_T)

    def forward(self):
        """Fill `quantities` from the inputs, the parameters and `start`."""
        W, mixed, dot, add, squash = self.W_T, self.mixed, np.ndarray.dot, np.add, self.squash
        for _, (given, h_prev, a, h) in zip(self._project(), self.forward_steps, strict=True):
            dot(h_prev, W, mixed)
            add(given, mixed, a)
            squash(a, h)

    def _project(self):
        """W_xh @ x + b_h: for one sequence all steps at once; for a batch step by step, in the processor's
        cache.
        """
        if self.batch:
            return self.inputs.project_steps(self.W_xh, self.b_h, 1, self.given)
        self.inputs.project(self.W_xh, self.b_h, self.a_rows, self.a_rows)
        return self.forward_steps

    def backward(self):
        """`dh` (T, B, H), from the read-out -> the gradients of the parameters; `dh` becomes da."""
        W, mixed, floor, dot = self.W_hh, self.mixed, self.floor, np.ndarray.dot
        add, multiply = np.add, np.multiply
        for values, rows in self.backward_steps:
            self.slope_of(*values)
            for da_next, dh, slope in rows:
                if da_next is not None:
                    dot(da_next, W, mixed)
                    if floor is not None:
                        add(mixed, floor, mixed)
                        np.subtract(mixed, floor, mixed)
                    add(dh, mixed, dh)
                multiply(dh, slope, dh)
        self.da_rows.T.dot(self.h_prev_rows, self.dW_hh)
        self.inputs.backward(self.da_rows, self.dW_xh, self.db_h)
