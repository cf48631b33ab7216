"""What was done at the bench, as Python that runs as it is and prints the same numbers."""

from rnnplay.labs.step.actions import Act, Feed, Put, brief
from rnnplay.labs.step.network import NAMES
from rnnplay.nn.cells import CELLS

WHY = {"trained": "# trained on {word}", "figure": "# the article's figure"}


def code(bench) -> str:
    """The whole of it, from the imports to the numbers printed."""
    first, *second = bench.branches
    shared = first[: bench.forked] if second else first
    name = bench.network.__name__
    body = [
        *(["import copy", ""] if second else []),
        "import numpy as np",
        f"from rnnplay import {name}",
        "",
        *letters(bench),
        "",
        f"rnn = {made(bench)}",
        *weights(bench),
        "",
        *acts(bench, shared, "rnn"),
    ]
    if second:
        body += ["", *forked(bench, shared, second[0][bench.forked :])]
        body += ["", *acts(bench, first[bench.forked :], "rnn")]
        body += acts(bench, second[0][bench.forked :], "fork")
    body += ["", *(printed(bench, k) for k in range(len(bench.branches)))]
    return "\n".join(body) + "\n"


def letters(bench):
    """Each letter's 1-of-k vector."""
    vocab, size = bench.vocab, len(bench.vocab)
    one_each = all(len(symbol) == 1 for symbol in vocab)
    listed = quoted("".join(vocab)) if one_each else f"[{', '.join(map(quoted, vocab))}]"
    return [f"letter = dict(zip({listed}, np.eye({size})))"]


def made(bench):
    """The call that makes the network."""
    size = len(bench.vocab)
    seed = f", seed={bench.seed}" if bench.start == "random" else ""
    return f"{bench.network.__name__}(inputs={size}, hidden={bench.hidden}, outputs={size}{seed})"


def weights(bench):
    """The weights it starts from, where no seed draws them, and those that were edited."""
    lines = [f"rnn.{name} = {matrix.tolist()}" for name, matrix in bench.given.items()]
    if lines:
        lines.insert(0, WHY[bench.start].format(word=quoted(bench.word)))
    lines += ["# edited"] if bench.edits else []
    return lines + [
        f"rnn.{name}[{', '.join(map(str, at))}] = {brief(value)}" for (name, at), value in bench.edits
    ]


def acts(bench, done, who):
    """A line or two for each act."""
    end = "" if who == NAMES[0] else f"_{who}"
    lines = []
    for act in done:
        match act:
            case Feed(x=int(letter)):
                lines.append(f"y{end} = {who}.step(letter[{quoted(bench.vocab[letter])}])")
            case Feed(x=numbers):
                listed = ", ".join(map(brief, numbers))
                lines.append(f"y{end} = {who}.step([{listed}])")
            case Put(state=state, unit=unit, value=value):
                lines.append(f"{who}.{state}[{unit}] = {brief(value)}")
            case Act(kind="reset"):
                lines.append(f"{who}.reset()")
            case Act(kind="keep"):
                lines += [f"kept_{state}{end} = {who}.{state}.copy()" for state in states(bench)]
            case Act(kind="back"):
                lines += [f"{who}.{state} = kept_{state}{end}" for state in states(bench)]
    return lines


def forked(bench, shared, own):
    """The second network: the same weights, the same state."""
    lines = ["fork = copy.deepcopy(rnn)  # the same weights, the same state"]
    if any(isinstance(act, Feed) for act in shared):
        lines.append("y_fork = y")
    if Act("keep") in shared and Act("back") in own:
        lines += [f"kept_{state}_fork = kept_{state}" for state in states(bench)]
    return lines


def printed(bench, k):
    """The line that prints the states and the scores of a branch."""
    who, end = NAMES[k], "" if k == 0 else f"_{NAMES[k]}"
    parts = [f'"{state} =", {who}.{state}' for state in states(bench)]
    if any(isinstance(act, Feed) for act in bench.branches[k]):
        parts.append(f'"y =", y{end}')
    return f'print("{who}:", {", ".join(parts)})'


def states(bench):
    return CELLS[bench.cell].states


def quoted(text):
    """A Python string: nothing in it can end it, and what cannot be seen is spelled out."""
    inside = repr(text)
    return f'"{inside[1:-1]}"' if '"' not in text and "'" not in text else inside
