"""The parameters of a network: one flat vector, and named views of its parts.

    p.W_hh[i, j]  is  p.flat[offset + i * strides[0] + j * strides[1]]

Formulas use the names, an optimizer changes the vector, and a file holds the vector and a table of the names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import prod

import numpy as np


@dataclass(frozen=True)
class Block:
    """A stored matrix or vector, and the names of its parts.

    views: name -> function of the stored array that gives the part: a transpose or a slice, never a copy.
    None: the block has one part, the whole, under its own name.
    """

    name: str
    shape: tuple[int, ...]
    views: dict[str, Callable] | None = None


@dataclass(frozen=True)
class View:
    """The position of a named parameter in the flat vector. offset, strides: in elements."""

    name: str
    shape: tuple[int, ...]
    offset: int
    strides: tuple[int, ...]

    def of(self, flat):
        """This parameter in the vector `flat` (n,), as an array that shares memory with `flat`."""
        size = flat.itemsize
        strides = tuple(size * s for s in self.strides)
        return np.ndarray(self.shape, flat.dtype, flat, self.offset * size, strides)


@dataclass(frozen=True, eq=False)
class Layout:
    """The order of the blocks in the flat vector."""

    blocks: tuple[Block, ...]

    @cached_property
    def size(self) -> int:
        """Length n of the flat vector: the number of parameters."""
        return sum(prod(block.shape) for block in self.blocks)

    @cached_property
    def stored(self) -> dict[str, View]:
        """name -> View of each whole block as it is stored; the fast path computes with whole blocks."""
        views, offset = {}, 0
        for block in self.blocks:
            strides = tuple(prod(block.shape[i + 1 :]) for i in range(len(block.shape)))
            views[block.name] = View(block.name, block.shape, offset, strides)
            offset += prod(block.shape)
        return views

    @cached_property
    def views(self) -> dict[str, View]:
        """name -> View of each parameter. Each element of the flat vector belongs to exactly one of them."""
        # Each element of this vector is its own index, so the elements of a view show its offset.
        positions = np.arange(self.size)
        views = {}
        for block in self.blocks:
            whole = self.stored[block.name].of(positions)
            for name, view in (block.views or {block.name: lambda stored: stored}).items():
                part = view(whole)
                strides = tuple(s // positions.itemsize for s in part.strides)
                views[name] = View(name, part.shape, int(part.flat[0]), strides)
        return views

    def table(self) -> list[dict]:
        """A row for each parameter: name, shape, offset, strides (in elements). Any program can read it."""
        return [
            {"name": v.name, "shape": v.shape, "offset": v.offset, "strides": v.strides}
            for v in self.views.values()
        ]


class Params:
    """Named parameters of one flat vector (n,): `p.W_hh` or `p["W_hh"]`, with the shapes of the formulas.

    `p.W_hh = array` copies the values of the array into the vector.
    Raises ValueError when a shape does not fit, AttributeError when there is no such name.
    """

    __slots__ = ("_views", "flat", "layout")

    def __init__(self, layout: Layout, flat: np.ndarray):
        if flat.shape != (layout.size,) or not flat.flags.c_contiguous:
            raise ValueError(f"the parameters need one flat vector of {layout.size}, not shape {flat.shape}")
        set_slot = super().__setattr__
        set_slot("layout", layout)
        set_slot("flat", flat)
        set_slot("_views", {name: view.of(flat) for name, view in layout.views.items()})

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.layout.views)

    def __getitem__(self, name: str) -> np.ndarray:
        return self._views[name]

    def __getattr__(self, name: str) -> np.ndarray:
        if name in Params.__slots__ or name not in self._views:
            raise AttributeError(f"no parameter {name!r}")
        return self._views[name]

    def __setattr__(self, name: str, value):
        if name not in self._views:
            raise AttributeError(f"no parameter {name!r}, only {', '.join(self.names)}")
        value, view = np.asarray(value), self._views[name]
        if value.shape != view.shape:
            raise ValueError(f"{name} has shape {view.shape}, but was given shape {value.shape}")
        view[...] = value

    def stored(self, name: str) -> np.ndarray:
        """A whole block as it is stored; it shares memory with `flat`."""
        return self.layout.stored[name].of(self.flat)

    def on(self, flat: np.ndarray) -> "Params":
        """The same names on another flat vector."""
        return Params(self.layout, flat)

    def zeros(self) -> "Params":
        """The same names on a vector of zeros, for a gradient."""
        return self.on(np.zeros_like(self.flat))

    def copy(self) -> "Params":
        return self.on(self.flat.copy())

    def __deepcopy__(self, memo) -> "Params":
        return self.copy()
