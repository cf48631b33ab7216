"""An experiment in words, and as a command and a Python program that compute the same numbers."""

import shlex
import string

from rnnplay.nn.cells import CELLS
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.symbols import visible
from rnnplay.training.experiment import DEFAULTS, FIELD, FIELDS

_PLAIN = set(string.ascii_letters + string.digits + "-_=")  # characters without a meaning for a shell


def settings(experiment) -> str:
    """The choices of an experiment in one line of words."""
    e = experiment
    rates = [f"{rate:g}" if not update else f"{rate:g} from update {update}" for update, rate in e.lr]
    units = f"{e.hidden} hidden unit{'' if e.hidden == 1 else 's'}"
    parts = [CELLS[e.cell].title, units, OPTIMIZERS[e.optimizer].title, f"learning rate {', '.join(rates)}"]
    parts.append("the article’s weights" if e.start == "figure" else f"seed {e.seed}, scale {e.scale:g}")
    named = {"text", "cell", "hidden", "optimizer", "lr", "start", "seed", "scale"}
    more = [name for name in _chosen(e) if name not in named]
    return " · ".join([*parts, *(f"{FIELD[name].label.lower()} {getattr(e, name)}" for name in more)])


def command(experiment, update) -> str | None:
    """The shell command that trains up to `update`, or None if no command can hold the text."""
    e = experiment
    flags = {"text": e.text} | {name: FIELD[name].write(getattr(e, name)) for name in _chosen(e)}
    if any("\0" in value for value in flags.values()):
        return None
    words = [f"--{name.replace('_', '-')}={value}" for name, value in flags.items()]
    return " ".join(["python -m rnnplay train", *map(_quoted, words), f"--updates={update}"])


def python(experiment, update) -> str:
    """A Python program that prints the loss and every score at `update`."""
    choices = {"text": experiment.text} | {name: getattr(experiment, name) for name in _chosen(experiment)}
    given = "".join(f"    {name}={value!a},\n" for name, value in choices.items())
    return f"""from rnnplay import Experiment, Session

session = Session(Experiment(
{given}))
found = session.frames({update}, 1)  # from update {update} on, one
print("mean loss", found.loss[0])
for step, scores in enumerate(found.y[0], 1):
    print("step", step, dict(zip(session.experiment.vocab, scores.tolist())))
"""


def _chosen(experiment):
    """The names of the choices that are not at their default."""
    names = (field.name for field in FIELDS if field.name != "text")
    return [name for name in names if getattr(experiment, name) != DEFAULTS[name]]


def _quoted(word):
    """A word quoted for bash and zsh. Invisible characters are written as hexadecimal bytes."""
    if all(visible(char) == char or char == " " for char in word):
        return shlex.quote(word)
    return "$'" + "".join(char if char in _PLAIN else _bytes(char) for char in word) + "'"


def _bytes(char):
    return "".join(f"\\x{byte:02x}" for byte in char.encode())
