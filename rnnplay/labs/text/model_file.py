"""A trained language model in one file: a readable header, then plain numbers. It is data and never run.

rnnplay model 1 2f77668a...     kind of file, version of the format, SHA-256 of everything below this line
{"setup": {...}, "vocab": ["\\n", " ", ...], "arrays": [["W_xi", [128, 65]], ...], ...}
the arrays, one after the other: float32, little-endian, row by row

A checkpoint has more arrays: the state of the optimizer, and the states carried on to the next batch.
"""

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, field, fields
from math import prod
from numbers import Integral, Real

import numpy as np

from rnnplay.labs.text.run import RunningSums, Sample, TextPoint, TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.text.corpus import MOST_SYMBOLS, Corpus

FORMAT = 1
MOST_HEADER = 4_000_000  # bytes
MOST_BYTES = 100_000_000  # a checkpoint of the largest network has about 65 million
FIRST_LINE = re.compile(rb"rnnplay model ([0-9]{1,9}) ([0-9a-f]{64})\n")
# Fields of a TextRun that the header has under the same name.
PLAIN = ("update", "rates", "cpu_s", "seconds", "trouble")


@dataclass(frozen=True, eq=False)
class SavedModel:
    """The contents of a file: names as in TextRun, and `fold` and `held_out` of its Corpus."""

    setup: TextSetup
    vocab: tuple[str, ...]
    theta: np.ndarray  # (n,) float32
    update: int
    curve: tuple[TextPoint, ...]
    samples: tuple[Sample, ...]
    rates: tuple
    sums: RunningSums
    cpu_s: float
    seconds: float
    trouble: str
    fold: int
    held_out: float
    text: str = field(repr=False)  # SHA-256 of the ids of the text
    state: dict | None = field(default=None, repr=False)  # in a checkpoint only
    carried: dict | None = field(default=None, repr=False)

    @property
    def model(self):
        """The network without its weights (Model)."""
        return self.setup.model(len(self.vocab))

    def encode(self, text):
        """text (str) -> ids (n,), and a tuple of the unknown characters, which are left out."""
        index = {char: k for k, char in enumerate(self.vocab)}
        strangers = tuple(dict.fromkeys(char for char in text if char not in index))
        return np.array([index[char] for char in text if char in index], np.intp), strangers

    def decode(self, ids):
        """ids (n,) -> str."""
        return "".join([self.vocab[k] for k in ids])


def save(run):
    """A run that has begun -> the bytes of a file with the model, its curve and its samples."""
    return _packed(run, _parameters(run), False)


def checkpoint(run):
    """A run that has begun -> the bytes of a file from which `resume` continues exactly."""
    return _packed(run, _parameters(run) | _memory(run.setup.optimizer, run.state, run.carried), True)


def load(data):
    """The bytes of a file -> SavedModel. Raises ValueError with one sentence."""
    try:
        return _saved_model(*_open(data))
    except BadModelFile:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise _bad_file("its header is not as it should be") from None


def resume(saved, text):
    """A checkpoint and the text (str) it was trained on -> TextRun. Raises ValueError with one sentence."""
    if saved.state is None:
        raise ValueError("This file holds only the model, not what training needs to go on.")
    corpus = Corpus(text, saved.fold, saved.held_out)
    if corpus.vocab != saved.vocab or _fingerprint(corpus) != saved.text:
        raise ValueError("This is not the text that the model was trained on.")
    names = (*PLAIN, "theta", "state", "carried", "curve", "samples", "sums")
    values = {name: getattr(saved, name) for name in names}
    ended = bool(saved.trouble) or saved.update == saved.setup.updates
    run = TextRun(corpus, saved.setup, ended=ended, **values)
    if saved.carried is not None and any(len(h) != run.shape[1] for h in saved.carried.values()):
        raise _bad_file("the state that was carried along does not fit the text")
    return run


def _parameters(run):
    if run.theta is None:
        raise ValueError("There is no model to be kept yet: its training has not begun.")
    p = run.model.params(run.theta)
    return {name: p[name] for name in p.names}


def _memory(optimizer, state, carried):
    """name -> array: the arrays that only a checkpoint has."""
    memory = {f"{optimizer}.{name}": values for name, values in state.items()}
    return memory | {f"carried.{name}": values for name, values in (carried or {}).items()}


def _packed(run, arrays, is_checkpoint):
    corpus = run.corpus
    header = {
        "setup": asdict(run.setup),
        "vocab": corpus.vocab,
        "fold": corpus.fold,
        "held_out": corpus.held_out,
        "text": _fingerprint(corpus),
        **{name: getattr(run, name) for name in PLAIN},
        "since": run.sums,
        "samples": [[sample.update, sample.text] for sample in run.samples],
        "curve": [list(asdict(point).values()) for point in run.curve],
        "checkpoint": is_checkpoint,
        "arrays": [[name, values.shape] for name, values in arrays.items()],
    }
    rest = [json.dumps(header, allow_nan=False).encode("ascii"), b"\n"]
    rest = b"".join([*rest, *(np.asarray(values, "<f4").tobytes() for values in arrays.values())])
    return f"rnnplay model {FORMAT} {hashlib.sha256(rest).hexdigest()}\n".encode("ascii") + rest


def _fingerprint(corpus):
    ids = np.asarray(corpus.ids, "<u2").tobytes()
    return hashlib.sha256(ids).hexdigest()


class BadModelFile(ValueError):
    """A file cannot be used, and one sentence says why."""


def _bad_file(what):
    return BadModelFile(f"This model file cannot be used: {what}.")


def _open(data):
    """-> header (dict), the bytes of the arrays. Raises BadModelFile unless the checksum is right."""
    first = FIRST_LINE.match(data)
    if not data.startswith(b"rnnplay model ") or not first:
        raise BadModelFile("This is no model file of rnnplay, or its beginning is damaged.")
    version = int(first[1])
    if version != FORMAT:
        raise _bad_file(f"it has format {version}, and this version of rnnplay reads format {FORMAT}")
    if len(data) > MOST_BYTES:
        raise _bad_file(f"it has {len(data):,} bytes, more than {MOST_BYTES:,}")
    if hashlib.sha256(memoryview(data)[first.end() :]).hexdigest() != first[2].decode("ascii"):
        raise _bad_file("it was cut off or changed")
    end = data.find(b"\n", first.end())
    if not 0 <= end - first.end() <= MOST_HEADER:
        raise _bad_file("its header is too long")
    return json.loads(data[first.end() : end]), memoryview(data)[end + 1 :]


def _saved_model(header, numbers):
    """-> SavedModel. Raises BadModelFile, or another exception that `load` turns into one."""
    setup, vocab = _setup(header["setup"]), _vocabulary(header["vocab"])
    model = setup.model(len(vocab))
    values = {name: header[name] for name in PLAIN} | {
        name: header[name] for name in ("fold", "held_out", "text")
    }
    if not _all_of_type(str, values["trouble"], values["text"]) or _count(values["update"]) > setup.updates:
        raise _bad_file("its header is not as it should be")
    values |= {name: _number(values[name]) for name in ("cpu_s", "seconds", "fold", "held_out")}
    values["rates"] = tuple((_count(update), _number(rate)) for update, rate in values["rates"])
    values["sums"] = RunningSums(*map(_number, header["since"]))
    values["samples"] = tuple(Sample(_count(update), str(text)) for update, text in header["samples"])
    values["curve"] = tuple(TextPoint(_count(p[0]), *map(_number_or_none, p[1:])) for p in header["curve"])
    arrays = _arrays(header["arrays"], numbers, _expected(model, setup, header))
    theta = model.params()
    for name in theta.names:
        setattr(theta, name, arrays[name])
    if not np.isfinite(theta.flat).all():
        raise _bad_file("some of its weights are no finite numbers")
    if header["checkpoint"]:
        values["state"] = {s: arrays[f"{setup.optimizer}.{s}"] for s in OPTIMIZERS[setup.optimizer].states}
        if _carries(header):
            values["carried"] = {s: arrays[f"carried.{s}"] for s in model.recurrent.states}
    return SavedModel(setup=setup, vocab=vocab, theta=theta.flat, **values)


def _setup(values):
    if set(values) != {f.name for f in fields(TextSetup)}:
        raise _bad_file("its set-up is not of this version")
    return TextSetup(**values)


def _vocabulary(vocab):
    """-> tuple. Raises BadModelFile unless these are different single characters."""
    ok = isinstance(vocab, list) and 2 <= len(vocab) <= MOST_SYMBOLS and _all_of_type(str, *vocab)
    if not ok or any(len(c) != 1 or "\ud800" <= c <= "\udfff" for c in vocab) or len(set(vocab)) < len(vocab):
        raise _bad_file("its vocabulary is not one of different single characters")
    return tuple(vocab)


def _carries(header):
    return any(name.startswith("carried.") for name, _ in header["arrays"])


def _expected(model, setup, header):
    """name -> shape of every array that the file must have, in order."""
    expected = {view.name: view.shape for view in model.layout.views.values()}
    if header["checkpoint"]:
        states = OPTIMIZERS[setup.optimizer].states
        expected |= {f"{setup.optimizer}.{name}": (model.layout.size,) for name in states}
        if _carries(header):
            rows = header["arrays"][-1][1][0]
            if not 1 <= _count(rows) <= setup.batch:
                raise _bad_file("the state that was carried along does not fit the set-up")
            expected |= {f"carried.{name}": (rows, model.hidden) for name in model.recurrent.states}
    return expected


def _arrays(table, numbers, expected):
    """name -> array. Raises BadModelFile, before any is made, unless all names and sizes are as expected."""
    if [(name, tuple(shape)) for name, shape in table] != list(expected.items()):
        raise _bad_file("its arrays are not those of its set-up")
    if len(numbers) != 4 * sum(map(prod, expected.values())):
        raise _bad_file("it has too few or too many numbers")
    values = np.frombuffer(numbers, "<f4").astype(np.float32)
    arrays, at = {}, 0
    for name, shape in expected.items():
        arrays[name], at = values[at : at + prod(shape)].reshape(shape), at + prod(shape)
    return arrays


def _all_of_type(kind, *values):
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def _count(value):
    if not _all_of_type(Integral, value) or value < 0:
        raise TypeError(value)
    return value


def _number(value):
    if not _all_of_type(Real, value) or not math.isfinite(value):
        raise TypeError(value)
    return value


def _number_or_none(value):
    return None if value is None else _number(value)
