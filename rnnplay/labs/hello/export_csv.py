"""A training as one long table with a line for each number that the hello page shows.

update, step, letter, wanted | quantity, row, column | value

Of an update: mean loss (nats), norm of the gradient, learning rate. Of each of its steps: the loss, the
scores y and their probabilities p (a row a letter), the cell's quantities (a row a unit). Of one update:
the weights.
"""

import csv
import io

from rnnplay.labs.hello.diagram_data import roles
from rnnplay.tasks.symbols import visible

COLUMNS = ("update", "step", "letter", "wanted", "quantity", "row", "column", "value")
MOST = 400_000  # lines: about 20 MB
BLOCK = 64  # updates computed at once


def span(experiment, update, last) -> tuple[int, int]:
    """(first, last) update of the table: all up to `last`, or as many as fit up to `update`."""
    e = experiment
    quantities = sum(q.shape[2] for q in e.model.fast(e.T, 1).quantities.values())
    fits = max(1, (MOST - e.model.layout.size) // (3 + e.T * (1 + 2 * e.V + quantities)))
    return (0, last) if last < fits else (max(0, update - fits + 1), update)


def table(session, update, last) -> str:
    """The table as CSV: every number of the updates of `span`, and the weights at `update`."""
    first, last = span(session.experiment, update, last)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    while first <= last:
        frames = session.frames(first, min(BLOCK, last + 1 - first), parameters=False)
        if not len(frames):
            break
        writer.writerows(_numbers(session.experiment, frames))
        first += len(frames)
    writer.writerows(_weights(session, update))
    return file.getvalue()


def _numbers(experiment, frames):
    e, letters = experiment, [visible(symbol) for symbol in experiment.vocab]
    x, targets = e.x[:, 0], e.targets[:, 0]
    units = range(1, e.hidden + 1)
    for k in range(len(frames)):
        update = frames.start + k
        whole = {"mean loss": frames.loss, "gradient norm": frames.grad_norm, "learning rate": frames.lr}
        for name, values in whole.items():
            yield update, "", "", "", name, "", "", float(values[k])
        wide = [("y", letters, frames.y[k]), ("p", letters, frames.p[k])]
        wide += [(name, units, values[k]) for name, values in frames.quantities.items()]
        for t in range(e.T):
            place = update, t + 1, letters[x[t]], letters[targets[t]]
            yield *place, "loss", "", "", float(frames.losses[k, t])
            for name, rows, values in wide:
                for row, value in zip(rows, values[t].tolist(), strict=True):
                    yield *place, name, row, "", value


def _weights(session, update):
    e = session.experiment
    params = e.model.params(session.frames(update, 1).theta[0].copy())
    names = {"letters": [visible(symbol) for symbol in e.vocab], "units": list(range(1, e.hidden + 1))}
    means = roles(e.model.equations, e.model.layout.views)
    for name in params.names:
        rows = names[means[name]["rows"]]
        columns = names[means[name]["columns"]] if params[name].ndim > 1 else [""]
        for row, values in zip(rows, params[name].reshape(len(rows), -1).tolist(), strict=True):
            for column, value in zip(columns, values, strict=True):
                yield update, "", "", "", name, row, column, value
