"""The baseline of most of these tasks: a linear softmax, trained to its single minimum.

p = softmax(W @ x + b)        L = mean of -log p[target] + RIDGE / 2 * (sum of W**2 and b**2)

L is convex, so Newton's method finds the minimum; a step that would raise L is halved until it does not.
"""

import numpy as np

RIDGE = 1e-5  # keeps the weights finite where the classes can be separated without an error
STEPS, NEAR = 60, 1e-7  # Newton steps at most; converged when no slope is larger than this


def linear_softmax(x, targets, classes):
    """x (N, V), targets (N,) -> W (V + 1, classes) of the lowest loss; its last row is b."""
    x, wanted = _with_one(x), np.eye(classes)[targets]
    N, V = x.shape
    W = np.zeros((V, classes))
    loss = _loss(x, targets, W)
    for _ in range(STEPS):
        p = np.exp(_log_p(x, W))
        slope = x.T @ (p - wanted) / N + RIDGE * W
        if np.abs(slope).max() < NEAR:
            break
        step = np.linalg.solve(_curvature(x, p), slope.T.reshape(-1)).reshape(classes, V).T
        size = 1.0
        while (tried := _loss(x, targets, W - size * step)) > loss and size > 1e-6:
            size /= 2
        W, loss = W - size * step, tried
    return W


def predict(W, x):
    """x (N, V) -> the most probable class of each row, (N,)."""
    return (_with_one(x) @ W).argmax(axis=1)


def _with_one(x):
    return np.concatenate([x, np.ones((len(x), 1))], axis=1)


def _log_p(x, W):
    y = x @ W
    y -= y.max(axis=1, keepdims=True)
    return y - np.log(np.exp(y).sum(axis=1, keepdims=True))


def _loss(x, targets, W):
    return -_log_p(x, W)[np.arange(len(x)), targets].mean() + RIDGE / 2 * (W * W).sum()


def _curvature(x, p):
    """The second derivatives of L, (classes * V, classes * V): class by class."""
    (N, V), K = x.shape, p.shape[1]
    H = np.zeros((K, V, K, V))
    for j in range(K):
        for k in range(j, K):
            H[j, :, k] = x.T @ (x * (p[:, j] * ((j == k) - p[:, k]))[:, None]) / N
            H[k, :, j] = H[j, :, k].T
    return H.reshape(K * V, K * V) + RIDGE * np.eye(K * V)
