"""The one reader of a cell's equations: "a = W_xh @ x + W_hh @ h_prev + b_h".

An equation is an assignment in Python's grammar, so Python's own parser reads it. It may hold
    names and numbers      h_prev: the state before the step; dh: dL/dh
    + - * / **             by element
    W @ x,  W.T @ da       a matrix times a vector
    FUNCTIONS              of one argument, by element
"""

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnplay.nn.functions import sigmoid


@dataclass(frozen=True)
class Function:
    """A function of the equations: its values, and its name in a NumPy and in a PyTorch program.

    definition: the lines that a NumPy program needs for it, if NumPy does not have it.
    """

    of: Callable
    numpy: str
    torch: str
    definition: str = ""


SIGMOID = "def sigmoid(a):\n    return 1 / (1 + np.exp(-a))\n"
RELU = "def relu(a):\n    return np.maximum(a, 0)\n"

FUNCTIONS = {
    "tanh": Function(np.tanh, "np.tanh", "torch.tanh"),
    "sigmoid": Function(sigmoid, "sigmoid", "torch.sigmoid", SIGMOID),
    "relu": Function(lambda a: np.maximum(a, 0), "relu", "torch.relu", RELU),
    "exp": Function(np.exp, "np.exp", "torch.exp"),
    "log": Function(np.log, "np.log", "torch.log"),
    "sqrt": Function(np.sqrt, "np.sqrt", "torch.sqrt"),
    "abs": Function(np.abs, "np.abs", "torch.abs"),
    "sign": Function(np.sign, "np.sign", "torch.sign"),
}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}


@dataclass(frozen=True)
class Equation:
    """One line: the quantity `name`, and the tree of the `formula` that gives it."""

    source: str
    name: str
    formula: str
    tree: ast.expr

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the right, in the order in which they are written, each once."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Name)]
        found = sorted((node for node in found if node.id not in FUNCTIONS), key=lambda node: node.col_offset)
        return tuple(dict.fromkeys(node.id for node in found))

    @property
    def products(self) -> tuple[tuple[str, str], ...]:
        """(W, x) for each product W @ x of two names."""
        found = [node for node in ast.walk(self.tree) if is_product(node)]
        return tuple((node.left.id, node.right.id) for node in found)

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions on the right."""
        return tuple(node.func.id for node in ast.walk(self.tree) if isinstance(node, ast.Call))


@lru_cache(maxsize=1024)
def read(source: str) -> Equation:
    """One line (str) -> Equation. Raises ValueError for a line that is not of the form above."""
    name, equals, formula = source.partition(" = ")
    try:
        tree = ast.parse(formula, mode="eval").body
    except SyntaxError:
        tree = None
    if tree is None or not equals or not name.isidentifier():
        raise ValueError(f"an equation is one line such as “h = tanh(a)”, not {source!r}")
    _check(tree)
    return Equation(source, name, formula, tree)


def _check(node):
    """Raises ValueError if the tree has a part that an equation may not have."""
    match node:
        case ast.Name() | ast.Constant(value=int() | float()):
            return
        case ast.Attribute(value=ast.Name(), attr="T"):
            return
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _check(operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            _check(left)
            return _check(right)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return _check(argument)
    raise ValueError(f"an equation may not contain {ast.unparse(node)}")


def is_product(node) -> bool:
    """Whether a node is W @ x, two names."""
    is_matmul = isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult)
    return is_matmul and isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name)


def evaluate(sources, numbers, functions=None, matmul=operator.matmul) -> dict:
    """The equations, one after the other -> every quantity that they name.

    numbers: name -> value. functions: other ones than NumPy's. matmul(W, x): another product than W @ x.
    """
    functions = functions or {name: function.of for name, function in FUNCTIONS.items()}
    operators = OPERATORS | {ast.MatMult: matmul}
    known, found = dict(numbers), {}
    for source in sources:
        one = read(source)
        known[one.name] = found[one.name] = _value(one.tree, known, functions, operators)
    return found


def rows_matmul(W, x):
    """W (H, V) times each row of x (..., V) -> (..., H)."""
    return x @ W.T


def _value(node, known, functions, operators):
    def value(node):
        return _value(node, known, functions, operators)

    match node:
        case ast.Name(id=name):
            return known[name]
        case ast.Attribute(value=matrix):
            return value(matrix).T
        case ast.Constant(value=number):
            return number
        case ast.BinOp(left=left, op=op, right=right):
            return operators[type(op)](value(left), value(right))
        case ast.UnaryOp(operand=operand):
            return -value(operand)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return functions[name](value(argument))


def rewritten(formula, name=None, function=None, product=None, value=None) -> str:
    """A formula (str) with some of its parts replaced; the rest is not changed.

    name(str) -> str; function(str) -> str; product(W, x) -> str, in place of the whole of W @ x.
    value(str, before) -> str, in place of a name; before: the part of the formula to its left.
    """
    spans = []

    def look(node):
        start, end = node.col_offset, node.end_col_offset
        if product and is_product(node):
            spans.append((start, end, product(node.left.id, node.right.id)))
        elif isinstance(node, ast.Call):
            if function:
                spans.append((start, node.func.end_col_offset, function(node.func.id)))
            look(node.args[0])
        elif isinstance(node, ast.Name):
            if name or value:
                text = name(node.id) if name else value(node.id, formula[:start])
                spans.append((start, end, text))
        else:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, ast.expr):
                    look(child)

    look(ast.parse(formula, mode="eval").body)
    for start, end, text in sorted(spans, reverse=True):
        formula = formula[:start] + text + formula[end:]
    return formula


def renamed(source, name) -> str:
    """An equation with other names on both sides. name(str) -> str."""
    one = read(source)
    return f"{name(one.name)} = {rewritten(one.formula, name)}"


def numpy_line(source, name=str) -> str:
    """An equation as a line of a NumPy program. name(str) -> str: how the program spells a name."""
    one = read(source)
    return f"{name(one.name)} = {rewritten(one.formula, name, lambda f: FUNCTIONS[f].numpy)}"


def torch_line(source, name=str) -> str:
    """An equation as a line of a PyTorch program. name(str) -> str: how the program spells a name."""
    one = read(source)
    return f"{name(one.name)} = {rewritten(one.formula, name, lambda f: FUNCTIONS[f].torch)}"


def printed(formula) -> str:
    """A formula, or an equation, as a book prints it: "W h + z·n"."""
    return formula.replace(" @ ", " ").replace(" * ", "·").replace(" - ", " − ")
