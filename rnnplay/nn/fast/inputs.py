"""The inputs of a whole sequence at once, for the fused path.

a = x @ W + b              all steps at once; for a symbol, x @ W is the row W[symbol]
dW = x.T @ da,  db = sum of da
"""

from math import prod

import numpy as np

# Up to this many elements a product with the one-hot matrix is the fastest sum by symbol.
DENSE = 4096


def check_symbols(symbols, shape, size, what):
    """Integer symbols (T, B), each in 0..size-1, as an index array. Raises ValueError."""
    symbols = np.asarray(symbols)
    if symbols.shape != shape or symbols.dtype.kind not in "iu":
        raise ValueError(f"{what} must be whole numbers of shape {shape}, not {symbols.dtype}{symbols.shape}")
    indices = symbols.astype(np.intp)
    unsigned = indices.view(np.uintp)  # without a sign, -1 is larger than any
    if unsigned.item(unsigned.argmax()) >= size:
        raise ValueError(f"{what} must lie in 0..{size - 1}, not {symbols.min()}..{symbols.max()}")
    return indices


class Inputs:
    """The inputs x of a sequence: integer symbols (T, B) or vectors (T, B, V). `load` serves many updates."""

    def __init__(self, shape: tuple[int, int], size: int, dtype):
        self.shape, self.size, self.dtype = shape, size, dtype
        self.ones = np.ones(prod(shape), dtype)
        self.symbols = np.zeros(prod(shape), np.intp)
        self.narrow = np.uint16 if size <= 2**16 else np.intp  # NumPy sorts 16 bits by their digits
        self.columns, self.unit_vectors = None, None
        if size <= 256 and size * len(self.symbols) <= DENSE:
            self.unit_vectors, self.one_hot = np.eye(size, dtype=dtype), np.zeros((prod(shape), size), dtype)

    def load(self, x):
        """Copy the inputs x. Raises ValueError for a wrong shape or a symbol out of range."""
        x = np.asarray(x)
        self.symbols = self.columns = None
        if x.shape == (*self.shape, self.size):
            self.columns = x.reshape(-1, self.size).astype(self.dtype).T
            return
        self.symbols = check_symbols(x, self.shape, self.size, "x").reshape(-1)
        if self.unit_vectors is not None:
            self.columns = self.unit_vectors.take(self.symbols, 0, self.one_hot, "clip").T
        else:
            self.order = np.argsort(self.symbols.astype(self.narrow), kind="stable")
            present, first = np.unique(self.symbols[self.order], return_index=True)
            ends = [*first[1:].tolist(), len(self.order)]
            self.groups = _groups(zip(present.tolist(), first.tolist(), ends, strict=True))

    def vectors(self):
        """The inputs as vectors (T*B, V)."""
        if self.symbols is None:
            return self.columns.T
        return np.eye(self.size, dtype=self.dtype)[self.symbols]

    def project(self, W, b, rows, out):
        """Write x @ W + b into out (T*B, G); W (V, G), b (G,). rows: a buffer for x @ W, may be out."""
        if self.symbols is None:
            self.columns.T.dot(W, rows)
        else:
            # "clip" skips the range check (load made it) and is several times faster.
            W.take(self.symbols, 0, rows, "clip")
        np.add(rows, b, out)

    def backward(self, d, dW, db):
        """Write the gradients dW (V, G) and db (G,). d (T*B, G): the gradient of x @ W + b."""
        if self.columns is not None:
            self.columns.dot(d, dW)
            self.ones.dot(d, db)
        else:
            self._sum_by_symbol(d, dW)
            np.add.reduce(dW, 0, None, db)

    def project_steps(self, W, b, scale, out):
        """Generator: at each step it writes (x @ W + b) * scale into out (G, B, H), and yields out.

        W (V, G*H), b (G*H,), scale (G, 1, 1).
        """
        (T, B), G = self.shape, len(out)
        W, b = by_gate(W, G), b.reshape(G, 1, -1) * scale
        if self.symbols is None:
            W = W * scale
            for x in self.columns.T.reshape(T, B, -1):
                np.matmul(x, W, out)
                np.add(out, b, out)
                yield out
        else:
            table = W * scale
            table += b
            for symbols in self.symbols.reshape(T, B):
                table.take(symbols, 1, out, "clip")
                yield out

    def backward_planes(self, d, dW, db):
        """The same as `backward`, for gradients that lie gate by gate: d (G, T*B, H)."""
        G = len(d)
        for d_gate, dW_gate, db_gate in zip(d, by_gate(dW, G), db.reshape(G, -1), strict=True):
            if self.columns is not None:
                dW_gate[...] = np.dot(self.columns, d_gate)
                np.dot(self.ones, d_gate, db_gate)
            else:
                self._sum_by_symbol(d_gate, dW_gate)
                np.add.reduce(dW_gate, 0, None, db_gate)

    def _sum_by_symbol(self, d, dW):
        """dW (V, G)[k]: the sum of d (T*B, G) over those steps whose input was symbol k."""
        dW.fill(0)
        for group in self.groups:
            first, end = group[0][1], group[-1][2]
            rows = d.take(self.order[first:end], 0)
            for symbol, start, stop in group:  # products with ones are several times a reduceat
                np.dot(self.ones[start:stop], rows[start - first : stop - first], dW[symbol])


def by_gate(W, G):
    """W (V, G*H) -> (G, V, H), a view."""
    return W.reshape(len(W), G, -1).transpose(1, 0, 2)


def _groups(segments, rows=128):
    """Segments (symbol, start, end) -> lists of segments of about `rows` rows, which fit into the cache."""
    groups, first = [[]], 0
    for symbol, start, end in segments:
        if groups[-1] and end - first > rows:
            groups.append([])
            first = start
        groups[-1].append((symbol, start, end))
    return groups
