"""The roles of the parts of a cell, found in its equations: readers of x, gates, and the kept share of a
state.

f = sigmoid(a_f)                  f is a gate
c = f * c_prev + i * g            the share of c that stays is f
h = (1 - z) * n + z * h_prev      the share of h that stays is z
h = h_prev + f * (n - h_prev)     the share of h that stays is 1 - f
"""

import ast
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rnnplay.nn.equations import evaluate, is_product, read, rows_matmul


@lru_cache(maxsize=256)
def input_readers(equations) -> tuple[tuple[str, str], ...]:
    """(quantity, matrix) for each product W @ x: "a = W_xh @ x + ..." gives ("a", "W_xh").

    Raises ValueError if an equation uses x other than in a term + W @ x.
    """
    found = []
    for one in map(read, equations):
        terms = [term for term in _terms(one.tree) if "x" in _names(term)]
        matrices = [matrix for matrix, vector in one.products if vector == "x"]
        if len(terms) != len(matrices) or not all(map(is_product, terms)):
            raise ValueError(f"x must be read as “+ W @ x”, not as in “{one.source}”")
        found += [(one.name, matrix) for matrix in matrices]
    return tuple(found)


@lru_cache(maxsize=256)
def gates_of(cell) -> tuple[str, ...]:
    """The names of the gates of a cell: its quantities between 0 and 1, "f = sigmoid(a_f)"."""
    found = []
    for one in map(read, cell.equations):
        match one.tree:
            case ast.Call(func=ast.Name(id="sigmoid")):
                found.append(one.name)
    return tuple(found)


@dataclass(frozen=True)
class Memory:
    """The state of a cell that carries the memory, and the share of it that a step keeps.

    state: "c" in an LSTM, "h" in a GRU and in a plain RNN.
    share: a formula in the gates, "f" or "1 - f"; None if no share of the state is kept unchanged.
    gates: those in the formula.
    """

    state: str
    share: str | None = None
    gates: tuple[str, ...] = ()

    def kept(self, quantities):
        """quantities: name -> array -> the values of the share; None if there is no share."""
        if self.share is None:
            return None
        values = evaluate([f"share = {self.share}"], quantities)["share"]
        return values if self.gates else np.full_like(quantities[self.state], values)


@lru_cache(maxsize=256)
def memory_of(cell) -> Memory:
    """The Memory of a cell: the first state of which a step keeps a share, else the state that is read
    out.
    """
    for state in cell.states:
        share = kept_share(cell.equations, state)
        if share is not None:
            names = read(f"share = {share}").names
            return Memory(state, share, tuple(gate for gate in gates_of(cell) if gate in names))
    return Memory(cell.states[0])


def kept_share(equations, state) -> str | None:
    """The factor of `state`_prev in the equation of `state`, as a formula; None if there is no such
    factor.
    """
    trees = {one.name: one.tree for one in map(read, equations)}
    share = _factor(trees[state], f"{state}_prev", trees)
    return None if share is None else ast.unparse(share)


def recurrent_matrix(cell) -> str | None:
    """The one matrix that multiplies the memory's state before the step; None if there are several."""
    before = f"{memory_of(cell).state}_prev"
    found = [W for line in cell.equations for W, vector in read(line).products if vector == before]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=256)
def gate_roles(cell) -> dict[str, str]:
    """gate -> its task in a word or two: "keeps", "replaces", "writes", "shows" or "lets the past in"."""
    memory, depends = memory_of(cell), _dependencies(cell.equations)
    return {gate: _role(cell, gate, memory, depends) for gate in gates_of(cell)}


def _role(cell, gate, memory, depends):
    if gate in memory.gates:
        half_open = dict.fromkeys(memory.gates, 0.5)
        less, more = (memory.kept({**half_open, gate: opened}) for opened in (0.25, 0.75))
        return "keeps" if more > less else "replaces"
    factors = {one.name: _factors_beside(one.tree, gate) for one in map(read, cell.equations)}
    if factors[memory.state]:
        return "writes"
    beside = set().union(*factors.values())
    if any(name == memory.state or memory.state in depends.get(name, ()) for name in beside):
        return "shows"
    before = {f"{state}_prev" for state in cell.states}
    return "lets the past in" if any({name, *depends.get(name, ())} & before for name in beside) else ""


def kept_by_biases(model, p):
    """(H,) The share of the memory that a step keeps while x and all states are 0; None if there is no share.

    The biases of the gates alone determine it.
    """
    cell, memory = model.recurrent, memory_of(model.recurrent)
    zeros = {f"{state}_prev": np.zeros(model.hidden) for state in cell.states}
    if memory.share is None:
        return None
    known = {name: p[name] for name in p.names} | zeros | {"x": np.zeros(model.inputs)}
    return memory.kept(evaluate(cell.equations, known))


def memory_gradient(cell, p, trace, gradients):
    """dL/ds (T, B, H) of the state s that carries the memory, through this step and all later ones."""
    state = memory_of(cell).state
    if state == cell.states[0]:
        return gradients.dh
    before = {
        f"{name}_prev": np.concatenate([first[None], trace.quantities[name][:-1]])
        for name, first in trace.start.items()
    }
    later = {f"d{name}_next": values for name, values in gradients.from_next.items()}
    known = {name: p[name] for name in p.names} | trace.quantities | before | later | {"x": trace.x}
    lines = [line for line in cell.backward if read(line).name in _needed(cell.backward, f"d{state}")]
    found = evaluate(lines, known | {f"d{cell.states[0]}": gradients.dh}, matmul=rows_matmul)
    return found[f"d{state}"]


def _needed(equations, name):
    """`name`, and all quantities that it depends on."""
    return {name, *_dependencies(equations).get(name, ())}


def _dependencies(equations):
    """quantity -> all names that it depends on within the step."""
    found = {}
    for one in map(read, equations):
        found[one.name] = {*one.names}.union(*(found.get(name, ()) for name in one.names))
    return found


def _names(node):
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _terms(node):
    """The terms of a sum."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [*_terms(left), *_terms(right)]
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return [*_terms(left), _negative(right)]
    return [node]


def _factors_beside(node, gate):
    """The names in the factors that the formula multiplies by the gate."""
    found = set()
    for part in ast.walk(node):
        match part:
            case ast.BinOp(left=left, op=ast.Mult(), right=right):
                for one, other in ((left, right), (right, left)):
                    if isinstance(one, ast.Name) and one.id == gate:
                        found |= _names(other)
    return found


def _factor(node, name, trees):
    """The factor of `name` in a formula that is linear in it, as a tree; None if `name` does not occur."""

    def factor(node):
        return _factor(node, name, trees)

    match node:
        case ast.Name(id=found):
            if found == name:
                return ast.Constant(1)
            return factor(trees[found]) if found in trees else None
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return _sum(factor(left), op, factor(right))
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            one, other = factor(left), factor(right)
            if (one is None) == (other is None):
                return None
            return _times(right, one) if other is None else _times(left, other)
        case ast.UnaryOp(operand=operand):
            one = factor(operand)
            return None if one is None else _negative(one)
    return None


def _sum(one, op, other):
    if other is None:
        return one
    negative = isinstance(op, ast.Sub)
    if one is None:
        return _negative(other) if negative else other
    match other:
        case ast.UnaryOp(operand=operand):
            return ast.BinOp(one, ast.Add() if negative else ast.Sub(), operand)
    return ast.BinOp(one, op, other)


def _times(node, factor):
    match factor:
        case ast.Constant(value=1):
            return node
        case ast.UnaryOp(operand=operand):
            return _negative(_times(node, operand))
    return ast.BinOp(node, ast.Mult(), factor)


def _negative(node):
    match node:
        case ast.UnaryOp(operand=operand):
            return operand
    return ast.UnaryOp(ast.USub(), node)
