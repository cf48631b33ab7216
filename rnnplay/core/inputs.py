"""The inputs of a whole sequence at once, for the fused path.

a = x @ W + b              every step in one go; for a symbol, x @ W is just row W[symbol]
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
    if symbols.min() < 0 or symbols.max() >= size:
        raise ValueError(f"{what} must lie in 0..{size - 1}, not {symbols.min()}..{symbols.max()}")
    return symbols.astype(np.intp)


class Inputs:
    """x as integer symbols (T, B) or as vectors (T, B, V), loaded once for any number of updates."""

    def __init__(self, shape: tuple[int, int], size: int, dtype):
        self.shape, self.size, self.dtype = shape, size, dtype
        self.ones = np.ones(prod(shape), dtype)
        self.symbols = np.zeros(prod(shape), np.intp)
        self.columns = None

    def load(self, x):
        """Take in the inputs. Raises ValueError for a wrong shape or a symbol out of range."""
        x = np.asarray(x)
        self.symbols = self.columns = None
        if x.shape == (*self.shape, self.size):
            self.columns = x.reshape(-1, self.size).astype(self.dtype).T
            return
        self.symbols = check_symbols(x, self.shape, self.size, "x").reshape(-1)
        if self.size * len(self.symbols) <= DENSE:
            self.columns = np.eye(self.size, dtype=self.dtype)[:, self.symbols].copy()
        else:
            self.order = np.argsort(self.symbols, kind="stable")
            self.present, self.first = np.unique(self.symbols[self.order], return_index=True)

    def vectors(self):
        """The inputs as vectors (T*B, V)."""
        if self.symbols is None:
            return self.columns.T
        return np.eye(self.size, dtype=self.dtype)[self.symbols]

    def project(self, W, b, out):
        """out (T*B, G) = x @ W + b, with W (V, G) and b (G,)."""
        if self.symbols is None:
            np.dot(self.columns.T, W, out)
        else:
            # "clip" skips the range check (load made it) and is several times faster.
            W.take(self.symbols, 0, out, "clip")
        np.add(out, b, out)

    def backward(self, d, dW, db):
        """d (T*B, G), the gradient at the projection -> dW (V, G) and db (G,), overwritten."""
        if self.columns is not None:
            np.dot(self.columns, d, dW)
        else:
            dW.fill(0)
            dW[self.present] = np.add.reduceat(d.take(self.order, 0), self.first, 0)
        np.dot(self.ones, d, db)
