"""The data that the player draws: a description of the network, and the numbers of its updates.

The description has the letters, steps, equations and parameters, and the meaning of the rows and columns of
each parameter. It is sent once a network. The player decides on the places on the screen.
"""

import hashlib
import json

import numpy as np

from rnnplay.nn.equations import read
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.symbols import visible

WEIGHTS_LIMIT = 2_000  # parameters sent with every frame; those of larger networks are sent on request


def diagram_data(experiment) -> dict:
    """The description of the experiment's network: all data that no update changes."""
    model, rule = experiment.model, OPTIMIZERS[experiment.optimizer]
    cell = model.recurrent
    return {
        "T": experiment.T,
        "V": experiment.V,
        "H": experiment.hidden,
        "vocab": [visible(symbol) for symbol in experiment.vocab],
        "x": experiment.x[:, 0].tolist(),
        "targets": experiment.targets[:, 0].tolist(),
        "cell": cell.title,
        "states": list(cell.states),
        "quantities": list(cell.quantities),
        "equations": list(model.equations),
        "backward": list(getattr(cell, "backward", ())),
        "optimizer": {
            "title": rule.title,
            "equations": list(rule.equations),
            "constants": dict(rule.constants),
        },
        "params": model.layout.table(),
        "size": model.layout.size,
        "roles": roles(model.equations, model.layout.views),
        "reads": reads(model.equations, model.layout.views),
    }


def network_id(diagram) -> str:
    """12 hexadecimal digits that identify a description. The player reports the id of the one that it has."""
    return hashlib.sha256(json.dumps(diagram).encode()).hexdigest()[:12]


def roles(equations, parameters) -> dict:
    """Parameter -> the meaning of its rows and columns, found in the equations.

    into: the quantity to which it adds; vector: the vector that it multiplies (None for a bias).
    """
    found = {}
    for line in equations:
        equation = read(line)
        into, vectors = equation.name, dict(equation.products)
        for name in equation.names:
            if name not in parameters:
                continue
            vector = vectors.get(name)
            out = into == "y"
            found[name] = {
                "into": into,
                "vector": vector,
                "rows": "letters" if out else "units",
                "row": "the letter scored" if out else "the hidden unit computed",
                "columns": "letters" if vector == "x" else "units",
                "column": "the letter read" if vector == "x" else "the hidden unit read",
            }
    return found


def reads(equations, parameters) -> dict:
    """The three arrows of the diagram -> the parameters and the label of each."""
    table = roles(equations, parameters)

    def arrow(label, chosen):
        names = [name for name, role in table.items() if chosen(role)]
        matrices = [name for name in names if table[name]["vector"]]
        return {"label": matrices[0] if len(matrices) == 1 else label, "names": names}

    return {
        "input": arrow("W_x", lambda role: role["vector"] == "x"),
        "state": arrow("W_h", lambda role: role["into"] != "y" and role["vector"] != "x"),
        "output": arrow("W_y", lambda role: role["into"] == "y"),
    }


def block(frames) -> tuple[dict, np.ndarray]:
    """Frames -> (the order of the numbers in a row, rows of float32 (k, numbers))."""
    k = len(frames)
    parts = {"loss": frames.loss, "grad_norm": frames.grad_norm, "lr": frames.lr}
    parts |= frames.quantities
    parts |= {
        "y": frames.y,
        "p": frames.p,
        "losses": frames.losses,
        "top": frames.top,
        "said": frames.sampled,
    }
    if frames.theta.shape[1]:
        parts["theta"] = frames.theta
    rows = [values.reshape(k, -1) if k else np.empty((0, 0)) for values in parts.values()]
    fields, offset = [], 0
    for name, row in zip(parts, rows, strict=True):
        fields.append({"name": name, "offset": offset, "size": row.shape[1]})
        offset += row.shape[1]
    table = {
        "start": frames.start,
        "count": k,
        "columns": list(frames.columns),
        "fields": fields,
        "stride": offset,
    }
    with np.errstate(over="ignore"):  # numbers too large for float32 become infinite, and are printed so
        return table, np.concatenate(rows, axis=1, dtype="<f4", casting="same_kind")


def details_arrays(details) -> dict[str, np.ndarray]:
    """UpdateDetails -> the arrays of one update by name, without the batch axis."""
    trace, gradients = details.trace, details.gradients
    arrays = {f"frame.{name}": values[:, 0] for name, values in trace.quantities.items()}
    arrays |= {
        "frame.y": trace.y[:, 0],
        "frame.p": trace.p[:, 0],
        "frame.losses": trace.losses[:, 0],
        "frame.loss": np.array([trace.loss]),
        "frame.theta": details.theta_before,
        "details.gradient": gradients.flat,
        "details.clipped": details.clipped,
        "details.dy": gradients.dy[:, 0],
        "details.dh_from_y": gradients.dh_from_y[:, 0],
        "details.dh_from_next": gradients.dh_from_next[:, 0],
        "details.dh": gradients.dh[:, 0],
    }
    arrays |= {f"next.{state}": values[:, 0] for state, values in gradients.from_next.items()}
    arrays |= {f"local.{name}": values[:, 0] for name, values in gradients.local.items()}
    arrays |= {f"before.{name}": values for name, values in details.state_before.items()}
    if gradients.contributions.size <= 60_000:
        arrays["details.contributions"] = gradients.contributions
    if details.theta_after is not None:
        arrays |= {
            "details.after": details.theta_after,
            "details.predicted": details.predicted,
            "details.actual": details.actual,
        }
        arrays |= {f"kept.{name}": values for name, values in details.state_after.items()}
    with np.errstate(over="ignore"):
        return {name: np.asarray(values, "<f4") for name, values in arrays.items()}
