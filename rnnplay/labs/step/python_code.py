"""A hand run as a Python program, which runs as it is and prints the same numbers."""

from rnnplay.labs.step.actions import Feed, SetNumber, StateAction, exact
from rnnplay.labs.step.hand_run import BRANCH_NAMES

WEIGHTS_COMMENT = {"trained": "# trained on {word}", "figure": "# the article's figure"}


def python_code(run) -> str:
    """The whole program, from the imports to the printed numbers."""
    first, *second = run.branches
    shared = first[: run.forked] if second else first
    name = run.network.__name__
    body = [
        *(["import copy", ""] if second else []),
        "import numpy as np",
        f"from rnnplay import {name}",
        "",
        *letter_lines(run),
        "",
        f"rnn = {constructor(run)}",
        *weight_lines(run),
        "",
        *action_lines(run, shared, "rnn"),
    ]
    if second:
        body += ["", *fork_lines(run, shared, second[0][run.forked :])]
        body += ["", *action_lines(run, first[run.forked :], "rnn")]
        body += action_lines(run, second[0][run.forked :], "fork")
    body += ["", *(print_line(run, k) for k in range(len(run.branches)))]
    return "\n".join(body) + "\n"


def letter_lines(run):
    """The lines that make the 1-of-k vector of each letter."""
    vocab, size = run.vocab, len(run.vocab)
    single_characters = all(len(symbol) == 1 for symbol in vocab)
    listed = quoted("".join(vocab)) if single_characters else f"[{', '.join(map(quoted, vocab))}]"
    return [f"letter = dict(zip({listed}, np.eye({size})))"]


def constructor(run):
    """The call that makes the network."""
    size = len(run.vocab)
    seed = f", seed={run.seed}" if run.start == "random" else ""
    return f"{run.network.__name__}(inputs={size}, hidden={run.hidden}, outputs={size}{seed})"


def weight_lines(run):
    """The lines that set the weights, unless a seed draws them, and the edited numbers."""
    lines = [f"rnn.{name} = {matrix.tolist()}" for name, matrix in run.given.items()]
    if lines:
        lines.insert(0, WEIGHTS_COMMENT[run.start].format(word=quoted(run.word)))
    lines += ["# edited"] if run.edits else []
    return lines + [
        f"rnn.{name}[{', '.join(map(str, at))}] = {exact(value)}" for (name, at), value in run.edits
    ]


def action_lines(run, actions, branch):
    """The lines of each action. branch: the name of the network's variable."""
    end = "" if branch == BRANCH_NAMES[0] else f"_{branch}"
    lines = []
    for action in actions:
        match action:
            case Feed(x=int(letter)):
                lines.append(f"y{end} = {branch}.step(letter[{quoted(run.vocab[letter])}])")
            case Feed(x=numbers):
                listed = ", ".join(map(exact, numbers))
                lines.append(f"y{end} = {branch}.step([{listed}])")
            case SetNumber(state=state, unit=unit, value=value):
                lines.append(f"{branch}.{state}[{unit}] = {exact(value)}")
            case StateAction(kind="reset"):
                lines.append(f"{branch}.reset()")
            case StateAction(kind="keep"):
                lines += [f"kept_{state}{end} = {branch}.{state}.copy()" for state in run.states]
            case StateAction(kind="back"):
                lines += [f"{branch}.{state} = kept_{state}{end}" for state in run.states]
    return lines


def fork_lines(run, shared, later):
    """The lines that copy the network. shared, later: the fork's actions before and after the copy."""
    lines = ["fork = copy.deepcopy(rnn)  # the same weights, the same state"]
    if any(isinstance(action, Feed) for action in shared):
        lines.append("y_fork = y")
    if StateAction("keep") in shared and StateAction("back") in later:
        lines += [f"kept_{state}_fork = kept_{state}" for state in run.states]
    return lines


def print_line(run, k):
    """The line that prints the states and the scores of branch k."""
    name, end = BRANCH_NAMES[k], "" if k == 0 else f"_{BRANCH_NAMES[k]}"
    parts = [f'"{state} =", {name}.{state}' for state in run.states]
    if any(isinstance(action, Feed) for action in run.branches[k]):
        parts.append(f'"y =", y{end}')
    return f'print("{name}:", {", ".join(parts)})'


def quoted(text):
    """A Python string literal of the text, with invisible characters escaped."""
    inside = repr(text)
    return f'"{inside[1:-1]}"' if '"' not in text and "'" not in text else inside
