"""One update in full: forward pass, backward pass, the step, and the change that it made.

predicted = d y / d theta @ (theta_after - theta_before)      to first order
actual    = y(theta_after) - y(theta_before)
"""

from dataclasses import dataclass

import numpy as np

from rnnplay.nn.model import Gradients, Trace


@dataclass(frozen=True)
class UpdateDetails:
    """The numbers computed at `update`, and the step from there to the next update.

    The numbers after the step are None where the training stopped, because they were not finite.
    """

    update: int
    lr: float
    trace: Trace
    gradients: Gradients
    clipped: np.ndarray  # (n,) the gradient as the optimizer got it
    theta_before: np.ndarray  # (n,)
    state_before: dict  # name -> (n,) the optimizer's memory
    theta_after: np.ndarray | None = None
    state_after: dict | None = None
    y_after: np.ndarray | None = None  # (T, V) scores after the step
    predicted: np.ndarray | None = None  # (T, V) change of the scores, to first order
    actual: np.ndarray | None = None  # (T, V) change of the scores


@np.errstate(all="ignore")
def details_of(experiment, update, before, after) -> UpdateDetails:
    """`before`, `after`: (theta, optimizer state) at `update` and the next; `after` may be None."""
    model, (theta, state) = experiment.model, before

    def forward(flat):
        return model.unroll(model.params(flat), experiment.x, experiment.targets)

    trace = forward(theta)
    gradients = model.backprop(model.params(theta), trace)
    clipped = experiment.update_rule.clipped(gradients.flat)
    known = (update, experiment.lr_at(update), trace, gradients, clipped, theta, state)
    if after is None:
        return UpdateDetails(*known)
    theta_after, state_after = after
    step = theta_after - theta
    # For so small a part of the step, even the scores of a chaotic network change linearly.
    part = 1e-7 / max(np.abs(step).max(), 1e-300)
    predicted = (forward(theta + part * step).y - forward(theta - part * step).y) / (2 * part)
    y_after = forward(theta_after).y
    actual = y_after - trace.y
    return UpdateDetails(*known, theta_after, state_after, y_after[:, 0], predicted[:, 0], actual[:, 0])
