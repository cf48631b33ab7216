"""The numbers of a training as a table: every one, exactly, and each under its name."""

import csv
import io

import numpy as np
import pytest

from rnnplay.labs.hello import export_csv as tables
from rnnplay.labs.hello.export_csv import span, table
from rnnplay.nn.cells import CELLS
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session


def read(session, update, last):
    lines = list(csv.DictReader(io.StringIO(table(session, update, last))))
    assert all(None not in line and None not in line.values() for line in lines)
    return lines


def of(lines, quantity, **where):
    wanted = {"quantity": quantity} | {name: str(value) for name, value in where.items()}
    return [float(line["value"]) for line in lines if wanted.items() <= line.items()]


@pytest.mark.parametrize("cell", CELLS)
def test_every_number_is_there_to_the_last_digit(cell):
    session = Session(Experiment(cell=cell, lr=0.5))
    lines = read(session, 5, 9)
    frames = Session(session.experiment).frames(0, 10)
    assert of(lines, "mean loss") == frames.loss.tolist()
    assert of(lines, "gradient norm") == frames.grad_norm.tolist()
    assert of(lines, "learning rate") == frames.lr.tolist()
    assert of(lines, "loss") == frames.losses.ravel().tolist()
    for name, values in {"y": frames.y, "p": frames.p, **frames.quantities}.items():
        assert of(lines, name) == values.ravel().tolist(), name
    params = session.experiment.model.params(frames.theta[5].copy())
    for name in params.names:
        assert of(lines, name, update=5) == params[name].ravel().tolist(), name
    known = {"mean loss", "gradient norm", "learning rate", "loss", "y", "p"}
    assert {line["quantity"] for line in lines} == known | frames.quantities.keys() | set(params.names)
    assert of(lines, "y", update=9, step=1, letter="h", wanted="e", row="l") == [frames.y[9, 0, 2]]
    assert of(lines, "W_hy", row="l", column=2) == [params.W_hy[2, 1]]


def test_symbols_of_all_kinds_are_one_field_each():
    session = Session(Experiment(text='a,b"\n\0=é'))
    lines = read(session, 1, 1)
    assert {line["letter"] for line in lines if line["step"]} == set('a,b"=') | {"⏎", "␀"}
    assert len(of(lines, "y", update=1)) == 7 * 8


def test_a_table_that_would_be_too_long_holds_what_leads_up_to_the_update(monkeypatch):
    session = Session(Experiment())
    a_line_each = len(read(session, 3, 3)) - session.experiment.model.layout.size
    each = a_line_each // 4
    monkeypatch.setattr(tables, "MOST", session.experiment.model.layout.size + 5 * each)
    assert span(session.experiment, 20, 30) == (16, 20)
    lines = read(session, 20, 30)
    assert len(lines) == tables.MOST
    assert {line["update"] for line in lines} == set(map(str, range(16, 21)))
    assert np.array_equal(of(lines, "mean loss"), session.losses[16:21])
