"""Names on one flat vector: complete, without overlap, and always the same memory."""

import copy

import numpy as np
import pytest

from rnnplay.nn.cells import CELLS
from rnnplay.nn.model import Model

each_cell = pytest.mark.parametrize("cell", CELLS)


@each_cell
def test_the_names_cover_the_vector_exactly_once(cell):
    p = Model(cell, 5, 3, 4).params()
    for name in p.names:
        p[name][...] += 1
    assert (p.flat == 1).all()


@each_cell
def test_the_table_finds_every_element(cell):
    p = Model(cell, 5, 3, 4).params()
    p.flat[:] = np.random.default_rng(0).normal(size=p.flat.size)
    for row in p.layout.table():
        for index in np.ndindex(row["shape"]):
            place = row["offset"] + sum(i * stride for i, stride in zip(index, row["strides"], strict=True))
            assert p.flat[place] == p[row["name"]][index]


@each_cell
def test_a_name_is_a_window_and_a_copy_is_not(cell):
    p = Model(cell, 5, 3, 4).params()
    copies = p.copy(), copy.deepcopy(p)
    p.W_hy = np.arange(12).reshape(4, 3)
    p.W_hy[0, 1] = 7
    assert 7 in p.flat and p["W_hy"] is p.W_hy and not any(other.flat.any() for other in copies)
    other = p.on(2 * p.flat)
    assert other.W_hy[0, 1] == 14 and other.layout is p.layout


def test_shapes_are_those_of_the_formulas():
    p = Model("rnn", 5, 3, 4).params()
    shapes = {name: p[name].shape for name in p.names}
    assert shapes == {"W_xh": (3, 5), "W_hh": (3, 3), "b_h": (3,), "W_hy": (4, 3), "b_y": (4,)}


@pytest.mark.parametrize(("cell", "gates"), [("lstm", "ifgo"), ("gru", "rzn")])
def test_every_gate_has_parameters_of_its_own(cell, gates):
    p = Model(cell, 5, 3, 4).params()
    names = [f"{kind}{gate}" for kind in ("W_x", "W_h", "b_") for gate in gates]
    assert p.names == (*names, "W_hy", "b_y")
    shapes = {"W_x": (3, 5), "W_h": (3, 3), "b_": (3,)}
    assert all(p[name].shape == shapes[name[:-1]] for name in names)


def test_a_reset_gate_after_the_product_comes_with_a_bias_before_it():
    before, after = (
        Model("gru", 5, 3, 4, options={"reset": reset}).params() for reset in ("before", "after")
    )
    assert set(after.names) - set(before.names) == {"b_hn"} and after.b_hn.shape == (3,)


def test_a_wrong_shape_or_name_is_refused():
    p = Model("rnn", 5, 3, 4).params()
    with pytest.raises(ValueError, match=r"W_xh has shape \(3, 5\), but was given shape \(5, 3\)"):
        p.W_xh = np.zeros((5, 3))
    with pytest.raises(AttributeError, match="no parameter 'W'"):
        p.W = 1
    with pytest.raises(AttributeError, match="no parameter 'W'"):
        _ = p.W
    for flat in (np.zeros(7), np.zeros(2 * p.flat.size)[::2]):
        with pytest.raises(ValueError, match="one flat vector of 43"):
            p.on(flat)
