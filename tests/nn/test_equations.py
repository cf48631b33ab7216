"""The reader of a cell's equations: what it accepts, finds, rewrites and computes."""

import subprocess
import sys

import numpy as np
import pytest

from rnnplay.nn.equations import FUNCTIONS, evaluate, numpy_line, printed, read, renamed, torch_line
from rnnplay.nn.gate_roles import input_readers, kept_share


def test_an_equation_tells_its_names_products_and_functions():
    one = read("a = W_xh @ x + W_hh.T @ h_prev + sigmoid(b_h)")
    assert one.name == "a" and one.names == ("W_xh", "x", "W_hh", "h_prev", "b_h")
    assert one.products == (("W_xh", "x"),) and one.functions == ("sigmoid",)


NO_EQUATIONS = """tanh(a) | h = | h = tanh(a | 1h = a | h = a if b else c | h = f(a) | h = a[0] | h = 'a'
h = tanh(a, b) | h = a.b | h = a // b | h = lambda: a | h = +a | h = __import__('os')"""


@pytest.mark.parametrize("line", NO_EQUATIONS.replace("\n", " | ").split(" | "))
def test_anything_else_is_refused_with_a_sentence(line):
    with pytest.raises(ValueError, match=r"^an equation (is one line such as|may not contain)"):
        read(line)


def test_an_equation_is_rewritten_and_all_else_stays_as_it_is():
    line = "h = (1 - z) * n + relu(z)  * h_prev**2"
    assert renamed(line, lambda name: f"{name}2") == "h2 = (1 - z2) * n2 + relu(z2)  * h_prev2**2"
    assert numpy_line("h = tanh(W @ x) * relu(a)", lambda name: f"p.{name}") == (
        "p.h = np.tanh(p.W @ p.x) * relu(p.a)"
    )
    assert torch_line("h = sigmoid(a)") == "h = torch.sigmoid(a)"
    assert printed("h = W @ x - z * n") == "h = W x − z·n"


def test_equations_are_evaluated_one_after_the_other():
    W, x = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -1.0])
    found = evaluate(["a = W @ x + W.T @ x", "h = -tanh(a) / 2"], {"W": W, "x": x})
    np.testing.assert_allclose(found["a"], W @ x + W.T @ x)
    np.testing.assert_allclose(found["h"], -np.tanh(found["a"]) / 2)


def test_a_function_is_the_same_here_and_in_an_exported_program():
    lines = ["import numpy as np", "import torch", "a = np.linspace(0.1, 2, 5)"]
    for function in FUNCTIONS.values():
        lines += [function.definition, f"print(*{function.numpy}(a).tolist())"]
        lines.append(f"print(*{function.torch}(torch.tensor(a)).tolist())")
    command = [sys.executable, "-c", "\n".join(lines)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = np.array([line.split() for line in done.stdout.splitlines()], float)
    a = np.linspace(0.1, 2, 5)
    wanted = np.repeat([function.of(a) for function in FUNCTIONS.values()], 2, axis=0)
    np.testing.assert_allclose(told, wanted, rtol=1e-12)


@pytest.mark.parametrize(
    ("update", "share"),
    [
        ("h = z * h_prev + n", "z"),
        ("h = (1 - f) * h_prev + f * n", "1 - f"),
        ("h = h_prev + f * (n - h_prev)", "1 - f"),
        ("h = n - f * (n - h_prev)", "f"),
        ("h = 0.9 * h_prev + 0.1 * n", "0.9"),
        ("h = h_prev + n", "1"),
        ("h = tanh(h_prev)", None),
        ("h = W_hh @ h_prev", None),
    ],
)
def test_the_share_of_a_state_that_is_kept_is_its_factor(update, share):
    assert kept_share((update,), "h") == share


@pytest.mark.parametrize("line", ["a = r * (W_x @ x)", "a = x", "a = b - W_x @ x", "a = tanh(W_x @ x)"])
def test_an_input_that_is_not_read_as_a_term_of_a_sum_is_refused(line):
    with pytest.raises(ValueError, match="x must be read as “\\+ W @ x”"):
        input_readers((line,))
