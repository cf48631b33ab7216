"""How weights and biases start."""

import numpy as np

# Initialisers: (rng, shape = (rows, columns), scale, hidden = number of hidden units) -> a matrix.


def normal(rng, shape, scale, hidden=None):
    """Normal with standard deviation `scale`."""
    return rng.normal(0.0, scale, shape)


def glorot(rng, shape, scale=1.0, hidden=None):
    """Uniform, so that forward and backward signals keep their size (Glorot & Bengio 2010)."""
    bound = scale * np.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-bound, bound, shape)


def orthogonal(rng, shape, scale=1.0, hidden=None):
    """`scale` times a random matrix with orthonormal rows or columns (Saxe et al. 2014)."""
    rows, columns = shape
    q, r = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))
    q = q * np.sign(np.diag(r))  # without this the draw favours some rotations
    return scale * (q if rows >= columns else q.T)


def identity(rng, shape, scale=1.0, hidden=None):
    """`scale` times the identity: a state that keeps what it holds (Le, Jaitly & Hinton 2015)."""
    return scale * np.eye(*shape)


def pytorch(rng, shape, scale=1.0, hidden=None):
    """Uniform within `scale` / sqrt(hidden), as torch.nn.RNN and the Linear on top of it start."""
    bound = scale / np.sqrt(hidden)
    return rng.uniform(-bound, bound, shape)


INITIALISERS = {
    "normal": normal,
    "glorot": glorot,
    "orthogonal": orthogonal,
    "identity": identity,
    "pytorch": pytorch,
}


def first_weights(rng, shape, scale):
    """A matrix to start from: normal with standard deviation `scale`, or Glorot's where that is None."""
    return glorot(rng, shape) if scale is None else normal(rng, shape, scale)


def first_recurrent(rng, hidden, init, scale):
    """W_hh (hidden, hidden) to start from: drawn as `init` says. Only "normal" asks for a `scale`."""
    if init == "normal":
        return first_weights(rng, (hidden, hidden), scale)
    return INITIALISERS[init](rng, (hidden, hidden), 1.0, hidden)


def chrono_bias(rng, hidden, longest):
    """log(u), u uniform in [1, longest - 1]: a gate with this bias remembers for about u steps, that is,
    sigmoid(log(u)) = 1 - 1 / (1 + u). (Tallec & Ollivier 2018)
    """
    return np.log(rng.uniform(1, max(longest - 1, 1), hidden))
