"""A trained language model in one file: readable at the top, plain numbers below, nothing that is run.

rnnplay model 1 2f77668a...     what it is, the version of the format, SHA-256 of all below this line
{"setup": {...}, "vocab": ["\\n", " ", ...], "arrays": [["W_xi", [128, 65]], ...], ...}
the arrays, one behind the other: float32, little-endian, row by row

A checkpoint has more arrays: the optimizer's memory, and the state that goes on to the next chunk.
"""

import hashlib
import json
import math
import re
from dataclasses import asdict, dataclass, field, fields
from math import prod
from numbers import Integral, Real

import numpy as np

from rnnplay.labs.text.run import Sample, Since, TextPoint, TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.nn.optimizers import OPTIMIZERS
from rnnplay.tasks.text.corpus import MOST_SYMBOLS, Corpus

FORMAT = 1
MOST_HEADER = 4_000_000  # bytes
MOST_BYTES = 100_000_000  # the largest network, with everything, has some 65
FIRST_LINE = re.compile(rb"rnnplay model ([0-9]{1,9}) ([0-9a-f]{64})\n")
# What of a run stands in the header as it is.
PLAIN = ("update", "rates", "cpu_s", "seconds", "trouble")


@dataclass(frozen=True, eq=False)
class Kept:
    """What a file holds; names as in TextRun, and the choices that made the text into numbers."""

    setup: TextSetup
    vocab: tuple[str, ...]
    theta: np.ndarray  # (n,) float32
    update: int
    curve: tuple[TextPoint, ...]
    samples: tuple[Sample, ...]
    rates: tuple
    since: Since
    cpu_s: float
    seconds: float
    trouble: str
    fold: int
    held_out: float
    text: str = field(repr=False)  # SHA-256 of the text's ids
    state: dict | None = field(default=None, repr=False)  # in a checkpoint
    carried: dict | None = field(default=None, repr=False)

    @property
    def model(self):
        """The network's shape."""
        return self.setup.model(len(self.vocab))

    def encode(self, text):
        """text (str) -> ids, and the characters (tuple) left out because the model does not know them."""
        index = {char: k for k, char in enumerate(self.vocab)}
        strangers = tuple(dict.fromkeys(char for char in text if char not in index))
        return np.array([index[char] for char in text if char in index], np.intp), strangers

    def decode(self, ids):
        """ids (n,) -> str."""
        return "".join([self.vocab[k] for k in ids])


def save(run):
    """A run that has begun -> the bytes of a file with the model and how it came about."""
    return _packed(run, _parameters(run), False)


def checkpoint(run):
    """A run that has begun -> the bytes of a file from which `resume` goes on exactly."""
    return _packed(run, _parameters(run) | _memory(run.setup.optimizer, run.state, run.carried), True)


def load(data):
    """The bytes of a file -> Kept. Raises ValueError with one sentence."""
    try:
        return _kept(*_opened(data))
    except _Wrong:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
        raise _wrong("its header is not as it should be") from None


def resume(kept, text):
    """A checkpoint and the text (str) it was trained on -> TextRun. Raises ValueError with one sentence."""
    if kept.state is None:
        raise ValueError("This file holds only the model, not what training needs to go on.")
    corpus = Corpus(text, kept.fold, kept.held_out)
    if corpus.vocab != kept.vocab or _fingerprint(corpus) != kept.text:
        raise ValueError("This is not the text that the model was trained on.")
    own = {name: getattr(kept, name) for name in ("theta", "state", "carried", "curve", "samples", "since")}
    own |= {name: getattr(kept, name) for name in PLAIN}
    ended = bool(kept.trouble) or kept.update == kept.setup.updates
    run = TextRun(corpus, kept.setup, ended=ended, **own)
    if kept.carried is not None and any(len(h) != run.shape[1] for h in kept.carried.values()):
        raise _wrong("the state that was carried along does not fit the text")
    return run


def _parameters(run):
    if run.theta is None:
        raise ValueError("There is no model to be kept yet: its training has not begun.")
    p = run.model.params(run.theta)
    return {name: p[name] for name in p.names}


def _memory(optimizer, state, carried):
    """Array by name: what a checkpoint has besides the parameters."""
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
        "since": run.since,
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


class _Wrong(ValueError):
    """One sentence about a file."""


def _wrong(what):
    return _Wrong(f"This model file cannot be used: {what}.")


def _opened(data):
    """-> header (dict), the bytes of the arrays. Raises ValueError unless all is as it was written."""
    first = FIRST_LINE.match(data)
    if not data.startswith(b"rnnplay model ") or not first:
        raise _Wrong("This is no model file of rnnplay, or its beginning is damaged.")
    version = int(first[1])
    if version != FORMAT:
        raise _wrong(f"it has format {version}, and this version of rnnplay reads format {FORMAT}")
    if len(data) > MOST_BYTES:
        raise _wrong(f"it has {len(data):,} bytes, more than {MOST_BYTES:,}")
    if hashlib.sha256(memoryview(data)[first.end() :]).hexdigest() != first[2].decode("ascii"):
        raise _wrong("it was cut off or changed")
    end = data.find(b"\n", first.end())
    if not 0 <= end - first.end() <= MOST_HEADER:
        raise _wrong("its header is too long")
    return json.loads(data[first.end() : end]), memoryview(data)[end + 1 :]


def _kept(header, numbers):
    """Raises one of those that `load` knows where anything is out of order."""
    setup, vocab = _setup(header["setup"]), _vocabulary(header["vocab"])
    model = setup.model(len(vocab))
    told = {name: header[name] for name in PLAIN} | {
        name: header[name] for name in ("fold", "held_out", "text")
    }
    if not _are(str, told["trouble"], told["text"]) or _count(told["update"]) > setup.updates:
        raise _wrong("its header is not as it should be")
    told |= {name: _number(told[name]) for name in ("cpu_s", "seconds", "fold", "held_out")}
    told["rates"] = tuple((_count(update), _number(rate)) for update, rate in told["rates"])
    told["since"] = Since(*map(_number, header["since"]))
    told["samples"] = tuple(Sample(_count(update), str(text)) for update, text in header["samples"])
    told["curve"] = tuple(TextPoint(_count(p[0]), *map(_number_or_none, p[1:])) for p in header["curve"])
    arrays = _arrays(header["arrays"], numbers, _expected(model, setup, header))
    theta = model.params()
    for name in theta.names:
        setattr(theta, name, arrays[name])
    if not np.isfinite(theta.flat).all():
        raise _wrong("some of its weights are no finite numbers")
    if header["checkpoint"]:
        told["state"] = {s: arrays[f"{setup.optimizer}.{s}"] for s in OPTIMIZERS[setup.optimizer].states}
        if _carries(header):
            told["carried"] = {s: arrays[f"carried.{s}"] for s in model.recurrent.states}
    return Kept(setup=setup, vocab=vocab, theta=theta.flat, **told)


def _setup(values):
    if set(values) != {f.name for f in fields(TextSetup)}:
        raise _wrong("its set-up is not of this version")
    return TextSetup(**values)


def _vocabulary(vocab):
    """Raises ValueError unless they are single characters, each once."""
    ok = isinstance(vocab, list) and 2 <= len(vocab) <= MOST_SYMBOLS and _are(str, *vocab)
    if not ok or any(len(c) != 1 or "\ud800" <= c <= "\udfff" for c in vocab) or len(set(vocab)) < len(vocab):
        raise _wrong("its vocabulary is not one of different single characters")
    return tuple(vocab)


def _carries(header):
    return any(name.startswith("carried.") for name, _ in header["arrays"])


def _expected(model, setup, header):
    """name -> shape of every array that has to be there, in order."""
    expected = {view.name: view.shape for view in model.layout.views.values()}
    if header["checkpoint"]:
        states = OPTIMIZERS[setup.optimizer].states
        expected |= {f"{setup.optimizer}.{name}": (model.layout.size,) for name in states}
        if _carries(header):
            rows = header["arrays"][-1][1][0]
            if not 1 <= _count(rows) <= setup.batch:
                raise _wrong("the state that was carried along does not fit the set-up")
            expected |= {f"carried.{name}": (rows, model.hidden) for name in model.recurrent.states}
    return expected


def _arrays(table, numbers, expected):
    """Array by name; none is made before it is known that all fit."""
    if [(name, tuple(shape)) for name, shape in table] != list(expected.items()):
        raise _wrong("its arrays are not those of its set-up")
    if len(numbers) != 4 * sum(map(prod, expected.values())):
        raise _wrong("it has too few or too many numbers")
    values = np.frombuffer(numbers, "<f4").astype(np.float32)
    arrays, at = {}, 0
    for name, shape in expected.items():
        arrays[name], at = values[at : at + prod(shape)].reshape(shape), at + prod(shape)
    return arrays


def _are(kind, *values):
    return all(isinstance(value, kind) and not isinstance(value, bool) for value in values)


def _count(value):
    if not _are(Integral, value) or value < 0:
        raise TypeError(value)
    return value


def _number(value):
    if not _are(Real, value) or not math.isfinite(value):
        raise TypeError(value)
    return value


def _number_or_none(value):
    return None if value is None else _number(value)
