"""The description of the network, the blocks of frames, and the messages that carry them."""

import json
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnplay.app.binary_message import pack
from rnnplay.labs.hello.diagram_data import block, diagram_data
from rnnplay.nn.cells import CELLS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session

each_cell = pytest.mark.parametrize("cell", CELLS)


@each_cell
def test_every_parameter_has_a_role_and_an_arrow(cell):
    picture = diagram_data(Experiment(cell=cell))
    parameters = {entry["name"] for entry in picture["params"]}
    assert picture["roles"].keys() == parameters
    arrows = [name for arrow in picture["reads"].values() for name in arrow["names"]]
    assert sorted(arrows) == sorted(parameters)
    for name, role in picture["roles"].items():
        assert role["into"] in {*picture["quantities"], "y"}
        assert role["vector"] is None or role["vector"] in {"x", *picture["states"]} | {
            f"{state}_prev" for state in picture["states"]
        } | set(picture["quantities"])
        assert (role["rows"], role["columns"] == "letters") == (
            "letters" if role["into"] == "y" else "units",
            role["vector"] == "x",
        ), name


def test_the_roles_of_the_vanilla_cell_are_the_articles():
    picture = diagram_data(Experiment())
    assert {name: (role["into"], role["vector"]) for name, role in picture["roles"].items()} == {
        "W_xh": ("a", "x"), "W_hh": ("a", "h_prev"), "b_h": ("a", None),
        "W_hy": ("y", "h"), "b_y": ("y", None),
    }  # fmt: skip
    assert {kind: arrow["label"] for kind, arrow in picture["reads"].items()} == {
        "input": "W_xh", "state": "W_hh", "output": "W_hy",
    }  # fmt: skip


@each_cell
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_description_is_plain_data_about_the_text(cell, optimizer):
    experiment = Experiment(text="a\x00b a", cell=cell, optimizer=optimizer, hidden=5)
    picture = diagram_data(experiment)
    assert json.loads(json.dumps(picture, allow_nan=False)).keys() == picture.keys()
    assert (picture["T"], picture["V"], picture["H"]) == (4, 4, 5)
    assert [picture["vocab"][k] for k in picture["x"]] == ["a", "␀", "b", "␣"]
    assert picture["x"][1:] == picture["targets"][:-1]


@each_cell
def test_the_table_of_parameters_finds_each_number_in_theta(cell):
    experiment = Experiment(cell=cell, hidden=4, seed=2)
    theta = experiment.initial()
    params = experiment.model.params(theta)
    for entry in diagram_data(experiment)["params"]:
        wanted = getattr(params, entry["name"])
        strides = [step * theta.itemsize for step in entry["strides"]]
        found = np.lib.stride_tricks.as_strided(theta[entry["offset"] :], entry["shape"], strides)
        assert np.array_equal(found, wanted), entry["name"]


@each_cell
def test_a_row_of_a_block_is_filled_without_gap_or_overlap(cell):
    experiment = Experiment(cell=cell, text="hello hello")
    frames = Session(experiment).frames(3, 7)
    table, rows = block(frames)
    assert rows.dtype == np.dtype("<f4") and rows.shape == (7, table["stride"])
    assert (table["start"], table["count"]) == (3, 7)
    assert [f["offset"] for f in table["fields"]] + [table["stride"]] == [
        0,
        *np.cumsum([f["size"] for f in table["fields"]]),
    ]
    names = {f["name"]: rows[:, f["offset"] : f["offset"] + f["size"]] for f in table["fields"]}
    assert {"y", "p", "loss", "losses", "theta", *CELLS[cell].quantities} <= names.keys()
    assert np.array_equal(names["y"], frames.y.reshape(7, -1).astype("<f4"))
    assert np.array_equal(names["theta"], frames.theta.astype("<f4"))


def test_a_block_may_be_empty():
    table, rows = block(Session(Experiment()).frames(0, 0))
    assert (table["count"], len(rows)) == (0, 0)


arrays = st.dictionaries(
    st.text(max_size=5),
    st.tuples(st.sampled_from(["<f4", "<f8", "<i8"]), st.lists(st.integers(0, 3), min_size=1, max_size=3)),
    max_size=4,
)


@given(arrays, st.dictionaries(st.sampled_from(["text", "🙂", "at"]), st.text() | st.integers() | st.none()))
def test_a_pack_reads_back_as_what_it_was(kinds, header):
    sent = {
        name: np.arange(np.prod(shape)).reshape(shape).astype(kind) / (1 if kind == "<i8" else 3)
        for name, (kind, shape) in kinds.items()
    }
    packed = pack(header, sent)
    (length,) = struct.unpack_from("<I", packed)
    found, at = json.loads(packed[4 : 4 + length]), 4 + length
    assert at % 8 == 0 and {name: found[name] for name in header} == header
    assert [entry["name"] for entry in found["arrays"]] == list(sent)
    for entry, array in zip(found["arrays"], sent.values(), strict=True):
        kind = np.dtype("<" + entry["kind"])
        read = np.frombuffer(packed, kind, int(np.prod(entry["shape"])), at).reshape(entry["shape"])
        assert tuple(entry["shape"]) == array.shape and np.array_equal(read, array.astype(kind))
        at += read.nbytes
    assert at == len(packed)


def test_a_header_holds_no_number_that_json_has_not():
    with pytest.raises(ValueError):
        pack({"loss": float("nan")}, {})
