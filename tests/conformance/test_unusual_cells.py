"""A cell that nobody foresaw is right in every lab, view, command and export once it stands in the table."""

import json
import os
import runpy
import subprocess
import sys
from concurrent.futures import Executor, Future
from pathlib import Path

import numpy as np
import pytest
import torch

import rnnplay
from rnnplay.app.number_format import short
from rnnplay.bench import updates
from rnnplay.cli import compare as compare_command
from rnnplay.cli.parser import main
from rnnplay.labs.gap.contestants import name_of
from rnnplay.labs.gap.gate_charts import gate_chart
from rnnplay.labs.gap.gradient_flow import measure_flow
from rnnplay.labs.gap.runs import run as gap_run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.labs.hello.diagram_data import details_arrays, diagram_data
from rnnplay.labs.hello.export_csv import table
from rnnplay.labs.hello.export_html import page
from rnnplay.labs.shapes.run import ShapeRun, ShapeSetup
from rnnplay.labs.step.branch_data import branches, matrices
from rnnplay.labs.step.hand_run import HandRun
from rnnplay.labs.step.python_code import python_code
from rnnplay.labs.text.inspection import dependence, inspect
from rnnplay.labs.text.model_file import load, save
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.sampling import sample_ids
from rnnplay.labs.text.setup import TextSetup
from rnnplay.labs.text.standalone_scripts import script_numpy, script_torch
from rnnplay.nn.cells import CELLS
from rnnplay.nn.equations import evaluate
from rnnplay.nn.functions import softmax
from rnnplay.nn.gate_roles import gate_roles, gates_of, memory_of
from rnnplay.nn.gradcheck import check, compare
from rnnplay.nn.model import Model
from rnnplay.nn.stepper import class_name
from rnnplay.tasks.text.corpus import Corpus
from rnnplay.tasks.wiring import SHAPES
from rnnplay.training.experiment import Experiment
from rnnplay.training.session import Session
from tests.conformance.unusual_cells import UNUSUAL

REGISTERED = tuple(CELLS)
each_cell = pytest.mark.parametrize("cell", [*REGISTERED, *UNUSUAL])
FEW = {"updates": 3}
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def unusual_cells_are_registered(monkeypatch):
    """A line in the table for each of them, and nothing else."""
    for name, cell in UNUSUAL.items():
        monkeypatch.setitem(CELLS, name, cell)


def problem(cell, layers=1, seed=0):
    """A model of 2 sequences of 5 steps: (model, its parameters, x, targets)."""
    model, rng = Model(cell, 4, 3, 4, layers=layers), np.random.default_rng(seed)
    return model, rng.normal(0, 0.5, model.layout.size), *rng.integers(0, 4, (2, 5, 2))


# ---- the mathematics


@each_cell
@pytest.mark.parametrize("layers", [1, 2])
def test_the_gradient_is_that_of_finite_differences_and_of_pytorch(cell, layers):
    model, flat, x, targets = problem(cell, layers)
    work = model.fast(*x.shape)
    gradient = np.empty_like(flat)
    loss = work.gradient(flat, x, targets, gradient)
    spare = np.empty_like(flat)
    assert check(lambda theta: work.run(theta, spare), flat, gradient).worst < 1e-6

    theta = torch.tensor(flat, requires_grad=True)
    known = {
        row["name"]: torch.as_strided(theta, row["shape"], row["strides"], row["offset"])
        for row in model.layout.table()
    }
    functions = {name: getattr(torch, name) for name in ("tanh", "sigmoid", "relu")}
    losses = []
    for b in range(2):
        states = {state: torch.zeros(3, dtype=torch.float64) for state in model.recurrent.states}
        for t in range(5):
            before = {f"{state}_prev": value for state, value in states.items()}
            read = {"x": torch.eye(4, dtype=torch.float64)[x[t, b]]}
            now = evaluate(model.equations, known | before | read, functions)
            states = {state: now[state] for state in states}
            losses.append(torch.nn.functional.cross_entropy(now["y"], torch.tensor(targets[t, b])))
    total = torch.stack(losses).mean()
    total.backward()
    assert loss == pytest.approx(total.item(), rel=1e-12)
    assert compare(gradient, theta.grad.numpy(), floor=1e-5).worst < 1e-9


@each_cell
def test_the_way_back_is_what_is_computed(cell):
    model, flat, x, targets = problem(cell)
    p = model.params(flat)
    trace = model.unroll(p, x, targets)
    gradients, read_out = model.backprop(p, trace), model.readout_state
    for t in range(5):
        before = {f"{name}_prev": state[0] for name, state in vars(trace.before(t)).items()}
        now = {name: values[0] for name, values in vars(trace.at(t)).items()}
        later = {f"d{name}_next": values[t, 0] for name, values in gradients.from_next.items()}
        known = {name: p[name] for name in p.names} | before | now | later
        found = evaluate(model.recurrent.backward, known | {f"d{read_out}": gradients.dh[t, 0]})
        for name, values in gradients.local.items():
            np.testing.assert_allclose(found[f"d{name}"], values[t, 0], rtol=0, atol=1e-13)
        for name, values in gradients.from_next.items():
            if t:
                np.testing.assert_allclose(found[f"d{name}_prev"], values[t - 1, 0], rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("cell", "state", "share", "roles"),
    [
        ("rnn", "h", None, {}),
        ("lstm", "c", "f", {"i": "writes", "f": "keeps", "o": "shows"}),
        ("gru", "h", "z", {"r": "lets the past in", "z": "keeps"}),
        ("onegate", "h", "1 - f", {"f": "replaces"}),
        ("twostates", "m", "k", {"k": "keeps"}),
        ("leaky", "h", "0.75", {}),
    ],
)
def test_the_equations_say_which_gate_keeps_which_state(cell, state, share, roles):
    memory = memory_of(CELLS[cell])
    assert (memory.state, memory.share, gate_roles(CELLS[cell])) == (state, share, roles)
    assert gates_of(CELLS[cell]) == tuple(roles)


@each_cell
def test_the_package_offers_a_class_of_it(cell):
    network = getattr(rnnplay, class_name(CELLS[cell]))
    net = network(inputs=4, hidden=3, outputs=4, seed=1)
    x = np.eye(4)[[0, 2, 1]]
    y = np.array([net.step(row) for row in x])
    trace = net.model.unroll(net.params, x[:, None], np.zeros((3, 1), int))
    np.testing.assert_allclose(y, trace.y[:, 0], rtol=0, atol=1e-14)
    assert "y = W_hy" in network.__doc__ and repr(net).startswith(class_name(CELLS[cell]))


# ---- the labs


@each_cell
def test_the_hello_lab_trains_draws_and_exports_it(cell):
    experiment = Experiment(cell=cell, hidden=3)
    found, problems = Experiment.from_query(experiment.to_query())
    assert found == experiment and not problems
    session = Session(experiment)
    session.reach(4)
    diagram = json.loads(json.dumps(diagram_data(experiment)))
    assert diagram["equations"] == list(experiment.model.equations)
    assert {name for row in diagram["reads"].values() for name in row["names"]} >= {"W_hy", "b_y"}
    assert set(diagram["roles"]) == set(experiment.model.layout.views)
    assert all(np.isfinite(values).all() for values in details_arrays(session.details(2)).values())
    assert len(table(session, 0, 2).splitlines()) > 2 and "<html" in page(session, 0, 2)


@each_cell
def test_the_gap_lab_races_it_and_sees_through_its_gates(cell):
    job = Job(Setup("cue", units=6, **FEW), cell, 8, 0)
    assert gap_run(job).curve and name_of(cell)
    seen = measure_flow(job, job.model.initial(0, None), sequences=4)
    assert set(seen.gates) == set(gates_of(CELLS[cell])) and np.isfinite(seen.reach).all()
    assert (seen.kept is None) == (memory_of(CELLS[cell]).share is None)
    if seen.gates:
        rows, _ = gate_chart(seen, seen.roles)
        assert len(rows) == len(seen.gates) * len(seen.words)
    if seen.kept is not None and not seen.gates:  # a fixed share
        np.testing.assert_allclose(seen.predicted[:-1] / seen.predicted[1:], 0.75)


@each_cell
@pytest.mark.parametrize("shape", SHAPES)
def test_the_shapes_lab_trains_it_in_every_shape(cell, shape):
    run = ShapeRun(ShapeSetup(shape=shape, cell=cell, updates=1)).advance(np.inf)
    assert run.ended and np.isfinite(run.theta).all()


@each_cell
def test_the_step_lab_shows_its_sums_and_its_program_gives_the_numbers(cell, tmp_path, capsys):
    work = HandRun(cell=cell, hidden=2, start="random", seed=3)
    data = json.loads(json.dumps(branches(work)))
    rows = [row for state in data["branches"][0]["states"] for row in state["rows"]]
    assert [state["name"] for state in data["branches"][0]["states"]] == list(CELLS[cell].states)
    for row in rows:  # the last line ends in the number itself
        assert row["lines"][-1].endswith(f"= {short(row['value'])}")
    names = {one["name"] for one in matrices(work)["tables"]}
    assert names == set(work.build().params.names)
    program = tmp_path / "program.py"  # that the page offers
    program.write_text(python_code(work), encoding="utf-8")
    known = runpy.run_path(str(program))
    state = work.state_of(0).states[CELLS[cell].states[0]]
    np.testing.assert_array_equal(getattr(known["rnn"], CELLS[cell].states[0]), state)
    assert capsys.readouterr().out.startswith("rnn:")


# ---- language models


def trained_text(cell, layers=1):
    setup = TextSetup(cell=cell, hidden=16, layers=layers, steps=8, batch=2, updates=4)
    run = TextRun(Corpus("".join(f"{n} and {n + 1}.\n" for n in range(80))), setup)
    while not run.ended:
        run = run.advance(0)
    return run


@each_cell
def test_the_text_lab_samples_and_inspects_it(cell):
    kept = load(save(trained_text(cell)))
    ids = kept.encode("1 and 2")[0]
    theta = kept.theta.astype(np.float64)
    assert len(sample_ids(kept.model, kept.theta, [0], 20)) == 20
    seen = inspect(kept.model, theta, ids)
    assert set(seen.gates) == set(gates_of(CELLS[cell])) and set(seen.states) == set(CELLS[cell].states)
    assert np.isfinite(dependence(kept.model, theta, ids, lags=3)).all()


@pytest.mark.parametrize("script", [script_numpy, script_torch])
def test_exported_programs_give_the_same_probabilities(script, tmp_path):
    programs, wanted = [], []
    for cell in [*REGISTERED, *UNUSUAL]:
        for layers in (1, 2):
            path = tmp_path / f"{cell}{layers}.rnn"
            path.write_bytes(save(trained_text(cell, layers)))
            kept = load(path.read_bytes())
            programs.append(tmp_path / f"{cell}{layers}.py")
            programs[-1].write_text(script(kept, str(path)), encoding="utf-8")
            ids = kept.encode("1 and 2")[0][:, None]
            trace = kept.model.unroll(kept.model.params(kept.theta.astype(np.float64)), ids, ids)
            wanted.append(sorted(softmax(trace.y[-1, 0]), reverse=True))
    driver = "import runpy, sys\nprograms = sys.argv[1:]\nfor program in programs:\n"
    driver += "    sys.argv = [program, '1 and 2']\n    runpy.run_path(program, run_name='__main__')\n"
    command = [sys.executable, "-c", driver, *map(str, programs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = [float(line.split(" ", 1)[0]) for line in done.stdout.splitlines()]
    np.testing.assert_allclose(told, np.concatenate(wanted), rtol=0, atol=1e-6)


# ---- the commands


@each_cell
def test_every_command_takes_it(cell, tmp_path, capsys):
    assert main(["train", "--cell", cell, "--updates", "2", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(json.loads(lines[-1])["hidden"]) == 4
    for name in ("run.csv", "run.html"):
        assert main(["export", "--out", str(tmp_path / name), "--cell", cell, "--updates", "2"]) == 0
    text, model = tmp_path / "text.txt", tmp_path / "model.rnnplay"
    text.write_text("".join(f"{n} and {n + 1}.\n" for n in range(120)), encoding="utf-8")
    sizes = ["--hidden", "16", "--steps", "8", "--batch", "2", "--updates", "3"]
    assert main(["train", "--file", str(text), "--cell", cell, *sizes, "--out", str(model)]) == 0
    assert main(["sample", str(model), "--chars", "5"]) == 0
    assert main(["eval", str(model), str(text)]) == 0


class _Inline(Executor):
    """Runs a job where it is submitted: worker processes do not know the cells of this test."""

    def submit(self, job, /, *given, **named):
        future = Future()
        future.set_result(job(*given, **named))
        return future


@each_cell
def test_compare_takes_it(cell, monkeypatch, capsys):
    monkeypatch.setattr(compare_command, "processes", lambda workers: _Inline())
    sizes = ["--units", "4", "--gaps", "4", "--seeds", "1", "--updates", "3"]
    assert main(["compare", "--task", "cue", "--cells", cell, *sizes, "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert row["cell"] == cell


def test_worker_processes_compare_those_that_every_process_registers(tmp_path):
    command = [sys.executable, "-m", "rnnplay", "compare", "--task", "cue", "--units", "4", "--gaps", "4"]
    command += ["--cells", "onegate,twostates,leaky:leak=0.5", "--seeds", "2", "--updates", "3", "--json"]
    folders = os.pathsep.join(map(str, (Path(__file__).parent / "startup", ROOT)))
    environment = os.environ | {"PYTHONPATH": folders}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert [row["cell"] for row in rows] == ["onegate"] * 2 + ["twostates"] * 2 + ["leaky"] * 2


@each_cell
def test_the_benchmark_finds_it_exact(cell, monkeypatch):
    monkeypatch.setattr(updates, "COMPARED", ("hello",))
    found = updates._exactness(cell, None)
    errors = {name: error for name, error in found["worst_relative_error"].items() if error is not None}
    assert errors and all(error < found["limit"][name] for name, error in errors.items())


def test_an_option_that_a_cell_describes_itself_is_in_every_link_command_and_contestant():
    """In a process of its own: options are collected when the package is imported."""
    program = """
from rnnplay.nn.cells import CELLS
from tests.conformance.unusual_cells import UNUSUAL
CELLS |= UNUSUAL
from rnnplay import Experiment
from rnnplay.cli.parser import main
from rnnplay.labs.gap.contestants import name_of, read_contestant
experiment = Experiment(cell="leaky", leak=0.5)
assert experiment.to_query() == {"cell": "leaky", "leak": "0.5"}
assert Experiment.from_query(experiment.to_query())[0] == experiment
assert experiment.model.equations[2] == "h = 0.5 * h_prev + 0.5 * n"
assert Experiment(cell="rnn", leak=0.5) == Experiment(cell="rnn")
assert read_contestant("leaky:leak=0.5") == ("leaky", (("leak", 0.5),))
assert name_of("leaky:leak=0.5") == "Leaky RNN, leak 0.5"
assert main(["train", "--cell", "leaky", "--leak", "0.5", "--updates", "1"]) == 0
assert main(["train", "--cell", "leaky", "--leak", "2", "--updates", "1"]) == 2
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "Leak must be a number from 0 to 1, not 2" in done.stderr
