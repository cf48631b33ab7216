"""Layers of one cell: at every step the cell above reads the h of the cell below.

h1, c1 = cell(x, h1_prev, c1_prev)
h2, c2 = cell(h1, h2_prev, c2_prev)        and so on; the read-out reads the h of the top layer

A stack of any cell is a cell itself. Its names are those of the cell with the number of the layer behind
(W_xi2, c2, tanh_c2, h2_prev).

Dropout (Zaremba et al. 2014) acts on the way from layer to layer, never from step to step:

h2, c2 = cell(mask * h1, h2_prev, c2_prev)     mask: 0 with probability p, else 1 / (1 - p)
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import SimpleNamespace

import numpy as np

from rnnplay.nn.equations import renamed
from rnnplay.nn.fast.fallback import FallbackSequence
from rnnplay.nn.fast.stack import FusedStack
from rnnplay.nn.gate_roles import input_readers
from rnnplay.nn.parameters import Block, Layout, Params


def numbered(equation, k, output="h"):
    """An equation of the cell -> the same equation of layer k: "h = tanh(a)" -> "h2 = tanh(a2)".

    output: the state that the layer above reads as its x.
    """

    def name(found):
        if found == "x":
            return f"{output}{k - 1}" if k > 1 else "x"
        base, suffix = found, ""
        for ending in ("_prev", "_next"):
            if found.endswith(ending):
                base, suffix = found.removesuffix(ending), ending
        return f"{base}{k}{suffix}"

    return renamed(equation, name)


def dropout_masks(rng, share, shape, dtype):
    """Random masks of this shape: 0 with probability `share`, else 1 / (1 - share), which keeps the mean."""
    return (rng.random(shape, np.float32) >= share) / np.asarray(1 - share, dtype)


@dataclass(frozen=True)
class Stack:
    """The same cell `layers` times, one above the other."""

    cell: object
    layers: int

    @property
    def name(self):
        return self.cell.name

    @property
    def title(self):
        return f"{self.cell.title}, {self.layers} layers"

    @property
    def readout_state(self):
        """The state that is read out."""
        return f"{self.output}{self.layers}"

    @property
    def states(self):
        return tuple(f"{name}{k}" for k in self.numbers for name in self.cell.states)

    @property
    def quantities(self):
        return tuple(f"{name}{k}" for k in self.numbers for name in self.cell.quantities)

    @property
    def numbers(self):
        """The numbers of the layers, from the bottom up."""
        return range(1, self.layers + 1)

    @property
    def output(self):
        """The state of the cell that the layer above reads."""
        return self.cell.states[0]

    @cached_property
    def readers(self):
        """The cell's pre-activations that read x, each with its matrix."""
        return input_readers(self.cell.equations)

    @property
    def equations(self):
        """The equations of one step through all layers, without dropout."""
        return tuple(
            numbered(equation, k, self.output) for k in self.numbers for equation in self.cell.equations
        )

    @property
    def backward(self):
        """The equations of the backward pass without dropout, from the top layer down; dh of the top layer is
        given.
        """
        found = []
        for k in reversed(self.numbers):
            if k < self.layers:
                from_above = (f"{W}{k + 1}.T @ d{a}{k + 1}" for a, W in self.readers)
                d = f"d{self.output}{k}"
                found.append(f"{d} = " + " + ".join([f"{d}_next", *from_above]))
            found += [numbered(equation, k, self.output) for equation in getattr(self.cell, "backward", ())]
        return tuple(found) if hasattr(self.cell, "backward") else ()

    def blocks(self, inputs, hidden):
        """One block for each layer; it holds the blocks of the cell, one behind the other."""
        layouts = [_layout(self.cell, inputs if k == 1 else hidden, hidden) for k in self.numbers]
        return tuple(
            Block(f"layer{k}", (layout.size,), {f"{name}{k}": view.of for name, view in layout.views.items()})
            for k, layout in zip(self.numbers, layouts, strict=True)
        )

    def parts(self, p):
        """The parameters of each layer under the names of the cell; they share memory with p."""
        hidden, inputs = p[f"{self.readers[0][1]}1"].shape
        sizes = [inputs] + [hidden] * (self.layers - 1)
        layouts = [_layout(self.cell, size, hidden) for size in sizes]
        return [Params(layouts[k - 1], p.stored(f"layer{k}")) for k in self.numbers]

    def fill(self, p, rng, scale):
        """Write random first values into p, layer by layer. The first layer gets the same numbers as a single
        cell.
        """
        for part in self.parts(p):
            self.cell.fill(part, rng, scale)

    def step(self, p, x, prev, masks=None):
        """x (B, V), prev.h1, ... (B, H) -> now: the quantities, each (B, H).

        masks (layers, B, H): dropout's masks on the h of each layer; the read-out applies the mask of the top
        layer.
        """
        now = {}
        for k, part in zip(self.numbers, self.parts(p), strict=True):
            layer = self.cell.step(part, x, _layer(prev, self.cell.states, k))
            now |= {f"{name}{k}": value for name, value in vars(layer).items()}
            x = getattr(layer, self.output)
            if masks is not None:
                x = masks[k - 1] * x
        return SimpleNamespace(**now)

    def back(self, p, x, prev, now, d_now, masks=None):
        """d_now.h1, ... (B, H) -> (gradients of p, of prev, of the pre-activations)."""
        grads, d_prev, d, from_above, parts = p.zeros(), {}, {}, 0, self.parts(p)
        for k in reversed(self.numbers):
            part, layer = parts[k - 1], _layer(now, self.cell.quantities, k)
            below = x if k == 1 else getattr(now, f"{self.output}{k - 1}")
            if masks is not None and k > 1:
                below = masks[k - 2] * below
            # h_k, ... = cell(h of the layer below, h_k_prev, ...)
            d_layer = _layer(d_now, self.cell.states, k)
            setattr(d_layer, self.output, getattr(d_layer, self.output) + from_above)
            found = self.cell.back(part, below, _layer(prev, self.cell.states, k), layer, d_layer)
            grads.stored(f"layer{k}")[...] = found[0].flat
            d_prev |= {f"{name}{k}": value for name, value in vars(found[1]).items()}
            d |= {f"{name}{k}": value for name, value in vars(found[2]).items()}
            # a = W_x @ (h of the layer below) + ...
            from_above = sum(getattr(found[2], a) @ part[W] for a, W in self.readers)
            # x of this layer = mask * h of the layer below
            if masks is not None and k > 1:
                from_above = masks[k - 2] * from_above
        return grads, SimpleNamespace(**d_prev), SimpleNamespace(**d)

    def fused(self, p, g, inputs, T, B):
        kind = FusedStack if hasattr(self.cell, "fused") else FallbackSequence
        return kind(self, p, g, inputs, T, B)

    def step_kernels(self, p):
        """For a Sampler: the step kernels of the layers, from the bottom up; none if the cell has none."""
        found = []
        for k, part in zip(self.numbers, self.parts(p), strict=True):
            for kernel in self.cell.step_kernels(part) if hasattr(self.cell, "step_kernels") else ():
                states = {f"{name}{k}": state for name, state in kernel.states.items()}
                found.append(replace(kernel, states=states))
        return tuple(found)


@lru_cache(maxsize=64)
def _layout(cell, inputs, hidden):
    """The parameters of one layer."""
    return Layout(cell.blocks(inputs, hidden))


def _layer(values, names, k):
    """The quantities of layer k under the names of the cell."""
    return SimpleNamespace(**{name: getattr(values, f"{name}{k}") for name in names})
