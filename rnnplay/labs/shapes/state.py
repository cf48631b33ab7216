"""One visitor's gallery of the five shapes: what is set, the network in training, the visitor's own input.

No Streamlit in here: choices and inputs go in, the network and its answers come out, and long work is handed
to the work queue. A network that others have had trained already, or have in training, is shared.
"""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np

from rnnplay.labs.shapes.claims import SHAPE_SCENARIOS
from rnnplay.labs.shapes.input_format import LONGEST, examples, read_own, wanted
from rnnplay.labs.shapes.run import SHAPE_FIELDS, ShapeRun, ShapeSetup, answer, by_length
from rnnplay.options.field import quote
from rnnplay.server.queue import work_queue
from rnnplay.server.shared_runs import SHARED_RUNS
from rnnplay.training.experiment import single
from rnnplay.training.one_slice_task import OneSliceTask

USUAL = ShapeSetup("many-to-one")
FIELD = {field.name: field for field in SHAPE_FIELDS}
GREETINGS = {  # what is asked on arrival; of the other shapes, the first example held out
    "many-to-one": "There is nothing to like in this movie",
    "encoder-decoder": "she sees a red car",
}
MOST_TURNS = 2**31
STRIDE = 7  # from one example to the next, so that neighbours do not come one after the other


class Gallery:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    def __init__(self, query, work_queue=work_queue, shared_runs=SHARED_RUNS, visitor=None):
        """`query`: the page's URL parameters. Whatever is wrong in them is said in `message`."""
        self.visitor, self.work_queue, self.shared_runs = visitor or uuid4().hex, work_queue, shared_runs
        self.setup, problems = setup_from(query)
        self.drafts, self.refusal = {}, None  # what was typed into a widget, or into the page, and refused
        self.own, self.turn, self.seen = dict(GREETINGS), 0, {}
        self.run, self.work, self.shared, self.paused = ShapeRun(self.setup), None, False, False
        self.measuring = self.lengths = None  # the Work of the lengths, and what came of it
        if "own" in query:
            try:
                self._take_own(single(query["own"]))
            except ValueError as refusal:
                problems.append(f"{_sentence(refusal)} An example stands in for it.")
        self.message = " ".join(problems)

    # ---- choices

    def choose(self, name, text):
        """Change one choice; a bad one is refused with a sentence, and nothing is lost."""
        try:
            value = FIELD[name].read(text)
            if name == "shape":  # how long to train, and whether phrases are joined, goes with the shape
                setup = replace(self.setup, shape=value, updates=None, joined=1)
            else:
                setup = replace(self.setup, **{name: value})
        except ValueError as refusal:
            self.message, self.drafts = f"{refusal} Nothing was changed.", {name: text}
            return
        self.message, self.drafts = "", {}
        if setup != self.setup:
            self._leave()
            self.setup, self.run, self.lengths, self.refusal = setup, ShapeRun(setup), None, None
            self.turn += 1

    def to_query(self):
        """dict of str to str: what opens the same network with the same input."""
        usual = ShapeSetup(self.setup.shape)
        fields = {f.name: f.write(getattr(self.setup, f.name)) for f in SHAPE_FIELDS}
        given = {
            n: t for n, t in fields.items() if n == "shape" or getattr(usual, n) != getattr(self.setup, n)
        }
        return given | {"own": self.input}

    # ---- the training

    def collect(self):
        """Take over how far things have come; whoever calls this is watching. It begins by itself."""
        if not self.run.ended and not self.paused:
            if self.work is None:
                self._begin()
            if self.work is not None:
                self.work.look()
                self.run = self.work.tasks[0]
                if self.work.status == "cancelled":  # there were too many in the hall: go on alone
                    self.work, self.shared = None, False
        if self.run.ended and self.work is not None:
            self.shared_runs.keep(self.setup, replace(self.run, state=None))
            self._leave()
        if self.run.ended and self.has_lengths and self.lengths is None:
            self._measure()

    def _begin(self):
        if self.run.theta is None:
            found = self.shared_runs.find(self.setup)
            if found is not None:
                self.run = found
                return
            self.shared = True
            self.work = self.shared_runs.join(self.setup, self, self.work_queue(), [self.run])
        else:
            self.work = self.work_queue().begin(self.visitor, [self.run])

    def _measure(self):
        key = self._lengths_key
        self.lengths = self.shared_runs.find(key)
        if self.lengths is None:
            if self.measuring is None:
                run = replace(self.run, state=None)
                task = OneSliceTask(by_length, run.cost / 5, (run,))
                self.measuring = self.shared_runs.join(key, self, self.work_queue(), [task])
            self.measuring.look()
            self.lengths = self.measuring.tasks[0].result
            if self.lengths is not None:
                self.shared_runs.keep(key, self.lengths)
        if self.lengths is not None:
            self._leave_lengths()

    def pause(self):
        """Stop here. Others who watch the same network go on; what comes next is a training of one's own."""
        if self.work is not None:
            self.run = self.work.tasks[0]
        self._leave()
        self.paused = not self.run.ended

    def go_on(self):
        self.paused = False
        self.collect()

    def again(self):
        """From the start, to be watched: the same numbers come of it."""
        self._leave()
        self.run, self.lengths = ShapeRun(self.setup), None
        self.work = self.work_queue().begin(self.visitor, [self.run])

    def _leave(self):
        """Have nothing more computed for this network."""
        if self.work is not None:
            if self.shared:
                self.shared_runs.leave(self.setup, self)
            else:
                self.work.cancel()
        self._leave_lengths()
        self.work, self.shared, self.paused = None, False, False

    def _leave_lengths(self):
        if self.measuring is not None:
            self.shared_runs.leave(self._lengths_key, self)
        self.measuring = None

    @property
    def _lengths_key(self):
        return "lengths", self.setup

    @property
    def status(self):
        """begins, running, waiting, resting, failed, paused, or done."""
        if self.run.ended:
            return "done"
        if self.paused:
            return "paused"
        if self.work is None:
            return "begins"
        # What is over has not been collected yet: there will be something new to see.
        return "running" if self.work.status == "done" else self.work.status

    @property
    def trouble(self):
        """One sentence about why the training failed, or nothing."""
        return "" if self.work is None else self.work.trouble

    @property
    def goes_on(self):
        """Whether there will be something new to see."""
        failed = self.measuring is not None and self.measuring.status == "failed"
        measures = self.run.ended and self.has_lengths and self.lengths is None and not failed
        return measures or self.status not in ("done", "paused", "failed")

    @property
    def has_lengths(self):
        """Whether there is a quality by length to be worked out."""
        return self.setup.shape == "encoder-decoder" and not self.overflowed

    @property
    def overflowed(self):
        """Whether the training ended in numbers that are none."""
        return bool(self.run.curve) and bool(np.isnan(self.run.curve[-1].loss))

    @property
    def scenarios(self):
        """The claims that are made about this very setup, its seed aside."""
        return tuple(s for s in SHAPE_SCENARIOS if replace(self.setup, seed=s.setup.seed) == s.setup)

    # ---- the visitor's own input

    @property
    def input(self):
        """What the network is asked now (str)."""
        shape = self.setup.shape
        return self.own.get(shape) or examples(shape)[0]

    def hear(self, message):
        """What the page sends: {"turn", "shape", "own": text} or {..., "example": True}. Anything may come.

        A turn is counted from one question to the next, so that one asked twice is answered once; one that
        was meant for another shape is not asked.
        """
        match message:
            case {"turn": int(turn), "shape": self.setup.shape, **asked} if self.turn < turn < MOST_TURNS:
                self.turn = turn
                match asked:
                    case {"own": str(text)}:
                        self.ask(text)
                    case {"example": True}:
                        self.example()

    def ask(self, text):
        """Another input; a bad one is refused with a sentence, and the one before stays."""
        try:
            self._take_own(text)
        except ValueError as refusal:
            self.refusal = text[:LONGEST], f"{_sentence(refusal)} It still answers the input before."

    def example(self, joined=None):
        """The next one of those held out; joined: of so many phrases."""
        shape, joined = self.setup.shape, joined or 1
        found = examples(shape, joined)
        at = self.seen[shape, joined] = self.seen.get((shape, joined), 0) + STRIDE
        self._take_own(found[at % len(found)])

    def show(self, joined):
        """An example of so many phrases, asked for outside the pad."""
        self.turn += 1
        self.example(joined)

    def _take_own(self, text):
        self.setup.task.read(read_own(self.setup.shape, text))
        self.own[self.setup.shape], self.refusal = text, None

    def answer(self):
        """-> what the network, as far as it has come, makes of the input; what would be right; what the
        baseline says."""
        run, shape = self.run, self.setup.shape
        if run.theta is None:
            run = replace(run, theta=self.setup.model.initial(self.setup.seed, None))
        own, task = read_own(shape, self.input), self.setup.task
        with np.errstate(all="ignore"):
            found = answer(run, own)
        return found, wanted(shape, self.input), task.baseline_answers(task.read(own))

    @property
    def link(self):
        """The address that opens all this."""
        return urlencode(self.to_query())


def setup_from(query):
    """A URL's parameters -> (ShapeSetup, list of sentences about what in them could not be)."""
    given, problems = {}, []
    for field in SHAPE_FIELDS:
        if field.name in query:
            usual = getattr(USUAL, field.name)
            given[field.name], problem = field.read_or(single(query[field.name]), usual)
            problems += [problem] if problem else []
    shape = given.get("shape", USUAL.shape)
    if given.get("joined", 1) > 1 and shape != "encoder-decoder":
        problems.append(f"Only phrases can be joined, not with {quote(shape)}; one at a time is used.")
        given["joined"] = 1
    return ShapeSetup(**{"shape": shape} | given), problems


def _sentence(refusal):
    """A refusal of a task as a whole sentence."""
    said = str(refusal).removesuffix(".")
    return f"{said[:1].upper()}{said[1:]}."
