"""The state of one visitor's page of the text lab: the text, the choices, and the network in training.

No Streamlit in here: choices go in, the training comes out, and long work is handed to the work queue.
"""

from functools import cached_property, lru_cache
from uuid import uuid4

from rnnplay.labs.text.language_model import RANKED, LanguageModel
from rnnplay.labs.text.model_file import load
from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.labs.text.run import TextRun
from rnnplay.labs.text.setup import FIELD, FOLD, TextSetup
from rnnplay.options.field import Field
from rnnplay.options.query import read_query, refuse_choice
from rnnplay.options.refusal import Refusal, still_open
from rnnplay.server.one_slice_task import OneSliceTask
from rnnplay.server.queue import work_queue
from rnnplay.tasks.text import TEXTS
from rnnplay.tasks.text.baselines import baselines
from rnnplay.tasks.text.corpus import Corpus, decode_upload

VIEWS = {
    "train": "Train",
    "samples": "From noise to language",
    "draw": "Draw by draw",
    "inside": "Look inside",
    "keep": "Keep it",
}
UPLOADED = "own"  # the source of a text that the visitor has uploaded or pasted
SOURCES = {slug: text.title for slug, text in TEXTS.items()} | {UPLOADED: "Your own text"}
VIEW = Field("view", "View", "Which part of the lab is shown.", "choice", options=VIEWS)
SOURCE = Field("source", "Text", "The text that is learned.", "choice", options=SOURCES)


class TextState:
    """The choices, the text and the network of one visitor of the text lab."""

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """query: the page's URL parameters; bad values in them are in `refusals`.

        work_queue(): gives the WorkQueue; visitor: the key of a quota (str), None for a new one.
        """
        self.visitor, self.work_queue = visitor or uuid4().hex, work_queue
        self.uploaded, self.uploaded_name, self.fold, self.message = None, "", 0, ""
        self.work = self.baseline_work = self.run = self.loaded = None
        self.trained_source = None  # source of the text that the run learns
        self.saved_as = None  # the key under which a page that is loaded again finds this state
        self.sample_update = None  # the sample that is shown is of this update; None: the latest
        self._ranked_units = None, {}  # weights, and feature -> result of `ranked_units` for these weights
        usual = TEXT_PRESETS["minute"]
        shown = {"source": usual.source, "view": "train"}
        values, refused = read_query((SOURCE, VIEW), query, shown)
        self.source, self.view = (shown | values).values()
        self.setup, refusals = TextSetup.from_query({**usual.setup.to_query(), **query})
        self.refusals = refused | refusals  # name -> Refusal: bad values, of the link or typed
        if self.source == UPLOADED:
            error = "Your own text is not part of the address, so paste or upload it again"
            used = f"{SOURCES[usual.source]} is used instead"
            self.refusals["source"] = Refusal.because(error, "source", used)
            self.source = usual.source

    # ---- choices

    @cached_property
    def corpus(self):
        """The text as numbers (Corpus)."""
        return _corpus(self.source, self.uploaded, self.fold)

    @property
    def preset(self):
        """The slug of the preset with this text and these choices, or None."""
        same = (slug for slug, p in TEXT_PRESETS.items() if (p.source, p.setup) == (self.source, self.setup))
        return next(same, None)

    def choose(self, name, text):
        """Change one choice of the training. A bad value changes nothing; its refusal is in `refusals`."""
        self.message, others = "", still_open(self.refusals, name)
        try:
            setup = self.setup.with_text(name, text)
            if name == "rate" and self.working():
                self.work.change(lambda run: run.with_rate(setup.rate))
            self.setup, self.refusals = setup, others
        except ValueError as error:
            self.refusals = others | {name: refuse_choice(self.setup, FIELD[name], error, typed=text)}

    def apply_preset(self, slug):
        """Use the text and the choices of a preset."""
        preset = TEXT_PRESETS[slug]
        self.setup, self.message, self.refusals = preset.setup, "", {}
        self.choose_text(preset.source)

    def choose_text(self, source, fold=0):
        """Use one of the texts that come with the project, or the uploaded text again."""
        if (source, fold) != (self.source, self.fold):
            self._change_text(source, self.uploaded, self.uploaded_name, fold)

    def upload(self, data, name):
        """Use a text of the visitor. data: the bytes of a file, or a pasted text (str)."""
        try:
            check_size("The text", data, self.work_queue().limits.upload_text)
            text, encoding = decode_upload(data) if isinstance(data, bytes) else (data, "")
            self._change_text(UPLOADED, text, f"{name}, {encoding}" if encoding else name, 0)
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."

    def set_fold(self, fold):
        """Fold the characters that occur fewer than `fold` times into one; see `refusals` for a bad one."""
        self.refusals = still_open(self.refusals, "fold")
        try:
            self._change_text(self.source, self.uploaded, self.uploaded_name, FOLD.check(fold))
        except ValueError as error:
            self.refusals |= {"fold": FOLD.refuse(error, self.fold, typed=fold)}

    def _change_text(self, source, uploaded, name, fold):
        """Raises ValueError for a text from which nothing can be learned, and changes nothing then."""
        corpus = _corpus(source, uploaded, fold)
        self.stop()
        self.source, self.uploaded, self.uploaded_name = source, uploaded, name
        self.fold, self.corpus = fold, corpus
        self.message, self.baseline_work = "", None
        self.refusals = still_open(self.refusals, "source", "fold")

    def to_query(self):
        """dict of str to str: the URL parameters that open the same set-up."""
        start = {} if self.source == TEXT_PRESETS["minute"].source else {"source": self.source}
        view = {} if self.view == "train" else {"view": self.view}
        usual = TEXT_PRESETS["minute"].setup.texts()
        return start | {k: v for k, v in self.setup.texts().items() if v != usual[k]} | view

    # ---- the training

    def working(self, what="text"):
        """The Work that trains the network, until it is done; else None."""
        going = self.work is not None and self.work.status in ("running", "paused", "waiting", "resting")
        return self.work if going else None

    @property
    def changed(self):
        """Whether the text or a choice differs from those of the run; its rate and its end do not count."""
        if self.run is None:
            return False
        same = {**vars(self.run.setup), "rate": self.setup.rate, "updates": self.setup.updates}
        return self.run.corpus != self.corpus or TextSetup(**same) != self.setup

    def start(self):
        """Train a new network."""
        self.stop()
        self.loaded = self.sample_update = None
        self.trained_source, self.run = self.source, TextRun(self.corpus, self.setup)
        self._begin()

    def go_on(self):
        """Continue the training to its end; if it has ended, for as many updates again."""
        self.message = ""
        try:
            if self.run.ended:
                self.run = self.run.with_updates(self.run.update + self.setup.updates)
            self._begin()
        except ValueError as refusal:
            self.message = str(refusal)

    def stop(self):
        """End the training and keep the network."""
        self.collect()
        if self.work is not None:
            self.work.cancel()
            self.work = None

    def _begin(self):
        self.message = ""
        queue = self.work_queue()
        self.work = queue.begin(self.visitor, [self.run], queue.limits.rest_text)

    def collect(self):
        """Fetch the latest results of the training and of the baselines."""
        if self.work is not None:
            self.work.look()
            self.run = self.work.tasks[0]
        if self.baseline_work is None:
            task = OneSliceTask(baselines, float(len(self.corpus.ids)), corpus=self.corpus)
            self.baseline_work = self.work_queue().begin(self.visitor, [task])
        self.baseline_work.look()

    @property
    def baseline_bits(self):
        """name -> bits per character of a baseline; empty until they are computed."""
        return (self.baseline_work.tasks[0].result or {}) if self.baseline_work is not None else {}

    # ---- the network

    @property
    def network(self):
        """The LanguageModel that was loaded, else the one in training, else None."""
        if self.loaded is not None:
            return LanguageModel.of_file(self.loaded)
        if self.run is None or self.run.theta is None:
            return None
        return LanguageModel.of_run(self.run)

    def default_text(self, count):
        """A text (str) of at most `count` characters that the network can read.

        It is held-out text; for a loaded model, which may know other characters, its latest sample, or "".
        """
        if self.loaded is None:
            return self.corpus.decode(self.corpus.valid[:count])
        return self.loaded.samples[-1].text[:count] if self.loaded.samples else ""

    def ranked_units(self, feature):
        """LanguageModel.ranked_units of the network with its present weights."""
        network = self.network
        if self._ranked_units[0] is not network.theta:
            self._ranked_units = network.theta, {}
        known = self._ranked_units[1]
        if feature not in known:
            # During training the weights change from call to call, so a quick answer is better than an exact
            # one.
            most = RANKED // 4 if self.working() else RANKED
            known[feature] = network.ranked_units(self.corpus, feature, most)
        return known[feature]

    def load(self, data):
        """Load a model from the bytes of a file. For a bad file, `message` gets a sentence."""
        try:
            check_size("The file", data, self.work_queue().limits.upload_model)
            self.loaded, self.message = load(data), ""
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."


def check_size(what, data, most):
    """Raises ValueError with one sentence if the data (bytes or str) has more than `most` megabytes."""
    if len(data) > most * 1_000_000:
        raise ValueError(f"{what} has {len(data) / 1_000_000:.1f} MB, and {most:g} are allowed here.")


def _corpus(source, uploaded, fold):
    return Corpus(uploaded, fold) if source == UPLOADED else _shipped_corpus(source, fold)


@lru_cache(maxsize=16)
def _shipped_corpus(source, fold):
    return Corpus(TEXTS[source].make(), fold)
