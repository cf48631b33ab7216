"""The first values of weights and biases."""

import numpy as np

# Initialisers: (rng, shape = (rows, columns), scale, hidden = number of hidden units) -> a matrix.


def normal(rng, shape, scale, hidden=None):
    """Normal with standard deviation `scale`."""
    return rng.normal(0.0, scale, shape)


def glorot(rng, shape, scale=1.0, hidden=None):
    """Uniform, in a range that keeps the size of forward and backward signals (Glorot & Bengio 2010)."""
    bound = scale * np.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-bound, bound, shape)


def orthogonal(rng, shape, scale=1.0, hidden=None):
    """`scale` times a random matrix with orthonormal rows or columns (Saxe et al. 2014)."""
    rows, columns = shape
    q, r = np.linalg.qr(rng.normal(size=(max(shape), min(shape))))
    q = q * np.sign(np.diag(r))  # without this, some rotations would be more likely than others
    return scale * (q if rows >= columns else q.T)


def identity(rng, shape, scale=1.0, hidden=None):
    """`scale` times the identity: the state stays the same without input (Le, Jaitly & Hinton 2015)."""
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
    """First values of a matrix: normal with standard deviation `scale`, or Glorot's for None."""
    return glorot(rng, shape) if scale is None else normal(rng, shape, scale)


def first_recurrent(rng, hidden, init, scale):
    """First values of W_hh (hidden, hidden), by the initialiser `init`. Only "normal" uses `scale`."""
    if init == "normal":
        return first_weights(rng, (hidden, hidden), scale)
    return INITIALISERS[init](rng, (hidden, hidden), 1.0, hidden)


def chrono_bias(rng, hidden, longest):
    """First values of a gate's bias (hidden,): log(u), u uniform in [1, longest - 1].

    Such a gate remembers for about u steps: sigmoid(log(u)) = 1 - 1 / (1 + u). (Tallec & Ollivier 2018)
    """
    return np.log(rng.uniform(1, max(longest - 1, 1), hidden))
