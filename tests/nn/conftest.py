"""Reads the equations that the page shows and computes what they say."""

import ast
import operator

import numpy as np
import pytest

# What equations may use; equations.js of the player knows the same.
FUNCTIONS = {
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "relu": lambda a: np.maximum(a, 0),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
}


@pytest.fixture
def evaluate():
    """evaluate(equations, numbers) -> every quantity that the equations name, in the order given."""

    def evaluate(equations, numbers, functions=FUNCTIONS):
        known, found = dict(numbers), {}
        for equation in equations:
            name, formula = equation.split(" = ")
            known[name] = found[name] = value(ast.parse(formula, mode="eval").body, known, functions)
        return found

    return evaluate


def value(node, known, functions):
    """The value of a formula: names, numbers, the six operators, the minus sign and function calls."""
    match node:
        case ast.Name(id=name):
            return known[name]
        case ast.Attribute(value=matrix, attr="T"):
            return value(matrix, known, functions).T
        case ast.Constant(value=number):
            return number
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](value(left, known, functions), value(right, known, functions))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -value(operand, known, functions)
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            return functions[name](value(argument, known, functions))
    raise ValueError(f"an equation may not contain {ast.unparse(node)}")
