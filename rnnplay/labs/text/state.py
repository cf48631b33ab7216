"""One visitor's study in the text lab: the text, how it is to be learned, and the network that learns it.

No Streamlit in here: choices go in, the training comes out, and long work is handed to the work queue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import uuid4

import numpy as np

from rnnplay.labs.text.features import calm
from rnnplay.labs.text.inspection import tell
from rnnplay.labs.text.model_file import load
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import TextSetup
from rnnplay.nn.model import Model
from rnnplay.options.field import Field
from rnnplay.options.query import read_query
from rnnplay.options.refusal import sentences
from rnnplay.server.queue import work_queue
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.baselines import baselines
from rnnplay.tasks.text.corpus import Corpus, decode_upload
from rnnplay.training.one_slice_task import OneSliceTask

VIEWS = {
    "train": "Train",
    "samples": "From noise to language",
    "draw": "Draw by draw",
    "inside": "Look inside",
    "keep": "Keep it",
}
OWN = "own"
SOURCES = {slug: text.title for slug, text in TEXTS.items()} | {OWN: "Your own text"}
VIEW = Field("view", "View", "Which part of the lab is shown.", "choice", options=VIEWS)
SOURCE = Field("source", "Text", "What is to be learned.", "choice", options=SOURCES)
RANKED = 8_000  # characters on which units are chosen, and as many on which they are scored


@dataclass(frozen=True, eq=False)
class Network:
    """A language model that can be asked. encode(text) -> ids, and the characters that it does not know."""

    model: Model
    theta: np.ndarray
    vocab: tuple
    encode: Callable
    decode: Callable


class Study:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """`query`: the page's URL parameters. Whatever is wrong in them is said in `message`.
        visitor: the key by which computing is shared out; None for one of its own.
        """
        self.visitor, self.work_queue = visitor or uuid4().hex, work_queue
        self.own, self.own_name, self.fold, self.drafts = None, "", 0, {}
        self.work = self.counting = self.run = self.kept = None
        self.learned = None  # the source of the text that the run learns from
        self.room = None  # the key by which a page that is loaded again finds this
        self.moment = None  # the update whose sample was chosen; None: the last one
        self._ranked = None, {}  # the weights that were ranked, and what came of it
        usual = TEXT_PRESETS["minute"]
        shown = {"source": usual.source, "view": "train"}
        values, refused = read_query((SOURCE, VIEW), query, shown)
        self.source, self.view = (shown | values).values()
        self.setup, refusals = TextSetup.from_query({**usual.setup.to_query(), **query})
        self.message = sentences(refused | refusals)
        if self.source == OWN:
            self.message = "Your own text is not part of the address: paste or upload it again."
            self.source = usual.source

    # ---- choices

    @cached_property
    def corpus(self):
        """The text as numbers."""
        return _shipped(self.source, self.fold) if self.source != OWN else Corpus(self.own, self.fold)

    @property
    def preset(self):
        """The preset that this is, or None."""
        same = (slug for slug, p in TEXT_PRESETS.items() if (p.source, p.setup) == (self.source, self.setup))
        return next(same, None)

    def choose(self, name, text):
        """Change one choice of how it is learned; a bad one is refused with a sentence."""
        self.message, self.drafts = "", {}
        try:
            setup = self.setup.with_text(name, text)
            if name == "rate" and self.working():
                self.work.change(lambda run: run.with_rate(setup.rate))
            self.setup = setup
        except ValueError as refusal:
            self.message, self.drafts = f"{refusal} Nothing was changed.", {name: text}

    def take(self, slug):
        """Start from a preset."""
        preset = TEXT_PRESETS[slug]
        self.setup, self.message, self.drafts = preset.setup, "", {}
        self.read(preset.source)

    def read(self, source, fold=0):
        """Another text of those that ship."""
        if (source, fold) != (self.source, self.fold):
            self._change_text(source, self.own, self.own_name, fold)

    def bring(self, data, name):
        """A text of the visitor's own: bytes of a file, or what was pasted (str)."""
        try:
            check_size("The text", data, self.work_queue().limits.upload_text)
            text, encoding = decode_upload(data) if isinstance(data, bytes) else (data, "")
            self._change_text(OWN, text, f"{name}, {encoding}" if encoding else name, 0)
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."

    def refold(self, fold):
        """Fold the characters of this text that are rarer."""
        self._change_text(self.source, self.own, self.own_name, fold)

    def _change_text(self, source, own, name, fold):
        try:
            corpus = Corpus(own, fold) if source == OWN else _shipped(source, fold)
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."
            return
        self.stop()
        self.source, self.own, self.own_name, self.fold, self.corpus = source, own, name, fold, corpus
        self.message, self.counting = "", None

    def to_query(self):
        """dict of str to str: what opens the same set-up."""
        start = {} if self.source == TEXT_PRESETS["minute"].source else {"source": self.source}
        view = {} if self.view == "train" else {"view": self.view}
        usual = TEXT_PRESETS["minute"].setup.texts()
        return start | {k: v for k, v in self.setup.texts().items() if v != usual[k]} | view

    # ---- the training

    def working(self, what="text"):
        """The Work that trains the network, as long as it is not over; else None."""
        going = self.work is not None and self.work.status in ("running", "paused", "waiting", "resting")
        return self.work if going else None

    @property
    def changed(self):
        """Whether the network at hand was trained otherwise than is set now, its rate and its end aside."""
        if self.run is None:
            return False
        alike = {**vars(self.run.setup), "rate": self.setup.rate, "updates": self.setup.updates}
        return self.run.corpus != self.corpus or TextSetup(**alike) != self.setup

    def start(self):
        """Train a new network."""
        self.stop()
        self.kept = self.moment = None
        self.learned, self.run = self.source, TextRun(self.corpus, self.setup)
        self._begin()

    def go_on(self):
        """Train the network at hand on: to the end, or as many updates more."""
        self.message = ""
        try:
            if self.run.ended:
                self.run = self.run.with_updates(self.run.update + self.setup.updates)
            self._begin()
        except ValueError as refusal:
            self.message = str(refusal)

    def stop(self):
        """End the training; what it has come to is kept."""
        self.collect()
        if self.work is not None:
            self.work.cancel()
            self.work = None

    def _begin(self):
        self.message = ""
        queue = self.work_queue()
        self.work = queue.begin(self.visitor, [self.run], queue.limits.rest_text)

    def collect(self):
        """Take over how far things have come; whoever calls this is watching."""
        if self.work is not None:
            self.work.look()
            self.run = self.work.tasks[0]
        if self.counting is None:
            task = OneSliceTask(baselines, float(len(self.corpus.ids)), corpus=self.corpus)
            self.counting = self.work_queue().begin(self.visitor, [task])
        self.counting.look()

    @property
    def bars(self):
        """name -> bits per character of the simpler models; empty while they are worked out."""
        return (self.counting.tasks[0].result or {}) if self.counting is not None else {}

    # ---- the network at hand

    @property
    def network(self):
        """What can be asked and made to write: the model that was loaded, or the one in training; or None."""
        if self.kept is not None:
            return Network(
                self.kept.model, self.kept.theta, self.kept.vocab, self.kept.encode, self.kept.decode
            )
        run = self.run
        if run is None or run.theta is None:
            return None
        return Network(run.model, run.theta, run.corpus.vocab, run.corpus.encode, run.corpus.decode)

    def to_read(self, count):
        """Text (str) that the network at hand can read: what is held out; for a model that was loaded, and
        may know other letters, what it wrote last, or nothing.
        """
        if self.kept is None:
            return self.corpus.decode(self.corpus.valid[:count])
        return self.kept.samples[-1].text[:count] if self.kept.samples else ""

    def ranked(self, feature):
        """-> the units that tell a feature of the text best, chosen on the training text and scored on the
        held-out text, and the best combination of all units (Probe, or None); for the network as it is now.
        """
        network = self.network
        if self._ranked[0] is not network.theta:
            self._ranked = network.theta, {}
        known = self._ranked[1]
        if feature not in known:
            # While it trains, its weights are others at every look, so that a quick answer is worth more.
            most = RANKED // 4 if self.working() else RANKED
            corpus, few = self.corpus, min(most, max(1_500, 1_000_000_000 // network.model.layout.size))
            cut, shift = len(corpus.train), min(RANKED, len(corpus.valid)) // 3
            starts = (calm(corpus, start, shift) for start in (max(0, cut - few - shift), cut))
            texts = [corpus.decode(corpus.ids[start : start + few]) for start in starts]
            parts = [network.encode(text)[0] for text in texts]  # a model that was loaded has its own symbols
            known[feature] = tell(network.model, network.theta, *parts, network.decode, feature)
        return known[feature]

    def load(self, data):
        """Take a model from a file (bytes); a bad one is refused with a sentence."""
        try:
            check_size("The file", data, self.work_queue().limits.upload_model)
            self.kept, self.message = load(data), ""
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."


def check_size(what, data, most):
    """Raises ValueError with one sentence if the data (bytes or str) has more than so many megabytes."""
    if len(data) > most * 1_000_000:
        raise ValueError(f"{what} has {len(data) / 1_000_000:.1f} MB, and {most:g} are allowed here.")


@lru_cache(maxsize=16)
def _shipped(source, fold):
    return Corpus(TEXTS[source].make(), fold)
