"""The numbers of many updates, recorded: one array for each quantity, with one row for each update."""

from dataclasses import dataclass

import numpy as np

from rnnplay.nn.optimizers import norm


@dataclass(frozen=True)
class Frames:
    """The numbers of k consecutive updates from `start` on.

    T steps, C of them recorded in full, V symbols, H units, n parameters.
    """

    start: int
    columns: tuple  # (from, to): the C steps that are recorded in full
    loss: np.ndarray  # (k,) mean nats
    grad_norm: np.ndarray  # (k,) before clipping
    lr: np.ndarray  # (k,) learning rate from this update to the next
    quantities: dict  # name -> (k, C, H)
    y: np.ndarray  # (k, C, V) scores
    p: np.ndarray  # (k, C, V) probabilities
    losses: np.ndarray  # (k, T) nats
    top: np.ndarray  # (k, T) the symbol with the highest score
    theta: np.ndarray  # (k, n), or (k, 0) if the parameters are not recorded
    sampled: np.ndarray  # (k, T) the symbols sampled after the first one of the text

    def __len__(self):
        return len(self.loss)


class Recorder:
    """Copies the numbers of each update from the workspace into Frames."""

    def __init__(self, experiment, workspace, sampler):
        self.experiment, self.workspace, self.sampler = experiment, workspace, sampler
        self.inputs = experiment.x[:, 0]
        self.frames, self.k = None, 0

    def begin(self, start, count, columns, parameters):
        """Allocate arrays for `count` updates from `start` on; columns (from, to): the steps kept in full."""
        e, w = self.experiment, self.workspace
        first, end = columns
        C = end - first
        loss, grad_norm, lr = np.empty((3, count))
        y, p = np.empty((2, count, C, e.V))
        quantities = {name: np.empty((count, C, q.shape[2])) for name, q in w.quantities.items()}
        losses, theta = np.empty((count, e.T)), np.empty((count, w.theta.size if parameters else 0))
        top, sampled = np.empty((2, count, e.T), np.intp)
        arrays = loss, grad_norm, lr, quantities, y, p, losses, top, theta, sampled
        self.frames, self.k, self.steps = Frames(start, columns, *arrays), 0, slice(first, end)

    def record(self, update, theta, state):
        """Copy the numbers of the next update. theta (n,); state: of the optimizer."""
        frames, k, w, steps = self.frames, self.k, self.workspace, self.steps
        frames.loss[k], frames.grad_norm[k] = w.loss, norm(w.grad)
        frames.lr[k] = self.experiment.lr_at(update)
        for name, q in w.quantities.items():
            frames.quantities[name][k] = q[steps, 0]
        frames.y[k], frames.p[k], frames.losses[k] = w.y[steps, 0], w.p[steps, 0], w.losses[:, 0]
        frames.top[k] = top = w.y[:, 0].argmax(1)
        frames.sampled[k] = self._sampled(theta, top)
        frames.theta[k] = theta[: frames.theta.shape[1]]
        self.k = k + 1

    def end(self) -> Frames:
        """-> the recorded Frames; fewer than `begin` allocated if the recording was stopped early."""
        frames, k, self.frames = self.frames, self.k, None
        arrays = {name: a[:k] for name, a in vars(frames).items() if isinstance(a, np.ndarray)}
        return Frames(
            frames.start,
            frames.columns,
            quantities={q: a[:k] for q, a in frames.quantities.items()},
            **arrays,
        )

    def _sampled(self, theta, top):
        """-> the most likely symbols (T,), each fed back as the next input.

        Up to the first symbol that differs from the text, they are the same as `top` of the forward pass.
        """
        w, x, sampled = self.workspace, self.inputs, top.copy()
        strayed = np.flatnonzero(sampled[:-1] != x[1:])
        if len(strayed):
            i = strayed[0]
            state = {name: w.quantities[name][i, 0] for name in w.start}
            sampled[i + 1 :], _ = self.sampler.sample(theta, sampled[i], len(x) - 1 - i, start=state)
        return sampled
