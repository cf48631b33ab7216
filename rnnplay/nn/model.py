"""A cell unrolled over a sequence, a read-out on its state, and backpropagation through time.

h_t = cell(x_t, h_{t-1})           y_t = W_hy @ h_t + b_y           p_t = softmax(y_t)
L = mean over steps of -log p_t[target_t]             (other losses and weights: losses.py)

dL/dy_t = (p_t - 1[target_t]) / number of steps
dL/dh_t = W_hy.T @ dL/dy_t + the gradient that comes from step t+1
dL/dx_t = sum of W_xk.T @ dL/da_k over the pre-activations a_k that read x

Of several layers (cells/stack.py) the read-out reads the h of the top one.
"""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.cells import CELLS
from rnnplay.nn.cells.stack import Stack, dropout_masks
from rnnplay.nn.fast.fallback import readout_state
from rnnplay.nn.fast.sampler import Sampler
from rnnplay.nn.fast.workspace import Workspace
from rnnplay.nn.functions import check_option, one_hot
from rnnplay.nn.gate_roles import input_readers
from rnnplay.nn.initialisers import first_weights
from rnnplay.nn.losses import LOSSES, shares
from rnnplay.nn.parameters import Block, Layout, Params


@dataclass(frozen=True)
class Trace:
    """Everything a forward pass computed."""

    x: np.ndarray  # (T, B, V) vectors
    targets: np.ndarray  # (T, B) symbols
    start: dict  # state -> (B, H) before the first step
    quantities: dict  # name -> (T, B, H)
    y: np.ndarray  # (T, B, V) scores
    p: np.ndarray  # (T, B, V) probabilities
    losses: np.ndarray  # (T, B) nats
    loss: float  # their mean
    share: np.ndarray | None = None  # (T, B): the share of each step in the mean; None: all equal
    masks: np.ndarray | None = None  # (layers, T, B, H): dropout's masks; None: no dropout

    def before(self, t):
        """The states before step t: a namespace of (B, H)."""
        return SimpleNamespace(
            **{s: self.quantities[s][t - 1] if t else state for s, state in self.start.items()}
        )

    def at(self, t):
        """The quantities of step t: a namespace of (B, H)."""
        return SimpleNamespace(**{name: values[t] for name, values in self.quantities.items()})


@dataclass(frozen=True)
class Gradients:
    """Everything a backward pass computed: derivatives of the mean loss."""

    flat: np.ndarray  # (n,), in the order of the parameters
    contributions: np.ndarray | None  # (T, n): the part of `flat` that comes from each step
    dy: np.ndarray  # (T, B, V)
    dh_from_y: np.ndarray  # (T, B, H): the part that comes from the scores of the same step
    from_next: dict  # state -> (T, B, H): the part that comes from the steps after it
    local: dict  # pre-activation -> (T, B, H): its gradient
    dx: np.ndarray  # (T, B, V)
    readout_state: str = "h"  # the state that is read out

    @property
    def dh_from_next(self):
        return self.from_next[self.readout_state]

    @property
    def dh(self):
        return self.dh_from_y + self.dh_from_next


@dataclass(frozen=True)
class Model:
    """A recurrent network: its cell and its sizes. The parameters are arguments of its methods.

    options: name -> value of the cell's options; the others have their defaults. loss: one of LOSSES.
    layers: the number of stacked cells. dropout: the share of each layer's output that is set to 0 in
    training, when a generator is given. Raises ValueError for an illegal value.
    """

    cell: str = "rnn"
    inputs: int = 4
    hidden: int = 3
    outputs: int = 4
    dtype: type = np.float64
    options: tuple = ()
    loss: str = "cross-entropy"
    layers: int = 1
    dropout: float = 0.0

    def __post_init__(self):
        check_option("loss", self.loss, LOSSES)
        if not isinstance(self.layers, (int, np.integer)) or self.layers < 1:
            raise ValueError(f"layers must be a whole number from 1 on, not {self.layers!r}")
        if not 0 <= self.dropout < 1:
            raise ValueError(f"dropout must lie from 0 to below 1, not {self.dropout!r}")
        object.__setattr__(self, "options", tuple(sorted(dict(self.options).items())))
        _ = self.recurrent

    @cached_property
    def recurrent(self):
        """The cell with its options, or a Stack of such cells."""
        cell, options = CELLS[self.cell], dict(self.options)
        known = [field.name for field in fields(cell)]
        for name in options:
            if name not in known:
                raise ValueError(f"the cell {self.cell!r} has no option {name!r}, only {', '.join(known)}")
        cell = replace(cell, **options) if options else cell
        return cell if self.layers == 1 else Stack(cell, self.layers)

    @property
    def readout_state(self) -> str:
        """The state that is read out."""
        return readout_state(self.recurrent)

    @cached_property
    def layout(self) -> Layout:
        read_out = (Block("W_hy", (self.outputs, self.hidden)), Block("b_y", (self.outputs,)))
        return Layout((*self.recurrent.blocks(self.inputs, self.hidden), *read_out))

    @property
    def equations(self) -> tuple[str, ...]:
        """The equations of one step, from x to the scores y."""
        return (*self.recurrent.equations, f"y = W_hy @ {self.readout_state} + b_y")

    @cached_property
    def readers(self) -> tuple[tuple[str, str], ...]:
        """(pre-activation, matrix) for each product with x: ("a", "W_xh") of "a = W_xh @ x + ..."."""
        return input_readers(self.recurrent.equations)

    def params(self, flat=None) -> Params:
        """The Params on the vector `flat` (n,), by default on zeros."""
        return Params(self.layout, np.zeros(self.layout.size, self.dtype) if flat is None else flat)

    def initial(self, seed: int, scale: float | None) -> np.ndarray:
        """Random first parameters (n,): normal weights with standard deviation `scale`, or Glorot's for None.

        Options of the cell may choose other first values for W_hh and the biases.
        """
        p, rng = self.params(), np.random.default_rng(seed)
        self.recurrent.fill(p, rng, scale)
        p.W_hy = first_weights(rng, p.W_hy.shape, scale)
        return p.flat

    def masks(self, rng, T: int, B: int):
        """The masks of dropout (layers, T, B, H) for one gradient, drawn from `rng`; None without rng or
        dropout.
        """
        if rng is None or not self.dropout:
            return None
        return dropout_masks(rng, self.dropout, (self.layers, T, B, self.hidden), self.dtype)

    def unroll(
        self, p: Params, x, targets, prev: dict | None = None, weights=None, dropout_rng=None
    ) -> Trace:
        """The forward pass -> Trace.

        x: symbols (T, B) or vectors (T, B, V); targets: symbols (T, B), or numbers (T, B, V) with the squared
        loss; prev: state -> (B, H) before the first step, by default zeros; weights (T, B): the weight of
        each step in the mean loss, None: all equal; dropout_rng: the generator of dropout's masks, None: no
        dropout.
        """
        cell, scoring = self.recurrent, LOSSES[self.loss]
        x = np.asarray(x)
        if x.ndim == 2:
            x = one_hot(x, self.inputs, self.dtype)
        T, B, _ = x.shape
        start = prev or {s: np.zeros((B, self.hidden), self.dtype) for s in cell.states}
        steps, y, now, masks = [], [], SimpleNamespace(**start), self.masks(dropout_rng, T, B)
        for t in range(T):
            now = cell.step(p, x[t], now, *self._mask_arguments(masks, t))
            steps.append(now)
            y.append(self._read_state(now, masks, t) @ p.W_hy.T + p.b_y)
        quantities = {name: np.stack([getattr(now, name) for now in steps]) for name in cell.quantities}
        y, targets = np.stack(y), np.asarray(targets)
        losses, share = scoring.losses(y, targets), None
        loss = losses.mean()
        if weights is not None:
            share = shares(weights, losses.shape)
            loss = (share * losses).sum()
        return Trace(x, targets, start, quantities, y, scoring.p(y), losses, float(loss), share, masks)

    def _mask_arguments(self, masks, t):
        """The extra arguments of `step` and `back` at step t: the masks, for a stack with dropout."""
        return () if masks is None or self.layers == 1 else (masks[:, t],)

    def _read_state(self, now, masks, t):
        """The state (B, H) that the read-out reads at step t, times its mask of dropout."""
        h = getattr(now, self.readout_state)
        return h if masks is None else masks[-1, t] * h

    def backprop(self, p: Params, trace: Trace, each_step: bool = True) -> Gradients:
        """The backward pass, from the last step to the first -> Gradients. each_step: also fill
        `contributions`.
        """
        cell, read, masks, (T, B, _) = self.recurrent, self.readout_state, trace.masks, trace.y.shape
        dy = LOSSES[self.loss].dy(trace.p, trace.targets)
        dy = dy / (T * B) if trace.share is None else dy * trace.share[..., None]
        dh_from_y = dy @ p.W_hy if masks is None else masks[-1] * (dy @ p.W_hy)
        zeros = np.zeros((B, self.hidden), self.dtype)
        flat, contributions, from_next, local = 0, [], [], []
        d_next = SimpleNamespace(**dict.fromkeys(cell.states, zeros))
        for t in reversed(range(T)):
            d_now = SimpleNamespace(**{**vars(d_next), read: dh_from_y[t] + getattr(d_next, read)})
            prev, now = trace.before(t), trace.at(t)
            masked = self._mask_arguments(masks, t)
            grads, d_prev, d_local = cell.back(p, trace.x[t], prev, now, d_now, *masked)
            grads.W_hy = dy[t].T @ self._read_state(now, masks, t)
            grads.b_y = dy[t].sum(axis=0)
            if each_step:
                contributions.insert(0, grads.flat)
            else:
                flat = flat + grads.flat
            from_next.insert(0, d_next)
            local.insert(0, d_local)
            d_next = d_prev
        contributions = np.stack(contributions) if each_step else None
        flat = contributions.sum(axis=0) if each_step else flat
        local = _stack(local)
        dx = sum((local[a] @ p[W] for a, W in self.readers), np.zeros(trace.x.shape, self.dtype))
        return Gradients(flat, contributions, dy, dh_from_y, _stack(from_next), local, dx, read)

    def fast(self, T: int, B: int) -> Workspace:
        """A Workspace: the fast gradient of batches of B sequences of T steps."""
        return Workspace(self, self.recurrent, T, B)

    def sampler(self) -> Sampler:
        """A Sampler: buffers that can be kept between many calls of `sample`."""
        return Sampler(self, self.recurrent)

    def sample(self, flat, first: int, count: int, choose=None):
        """Sample `count` symbols: read symbol `first`, then each chosen symbol -> symbols (count,), scores
        (count, V).

        `choose(y)` picks a symbol from the scores (V,); without it, the symbol with the highest score.
        Raises ValueError if `first` is no symbol of the network.
        """
        return self.sampler().sample(flat, first, count, choose)


def _stack(steps) -> dict:
    """A list of T namespaces of (B, H) -> a dict of (T, B, H)."""
    return {name: np.stack([getattr(step, name) for step in steps]) for name in vars(steps[0])}
