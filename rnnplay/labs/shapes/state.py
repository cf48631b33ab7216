"""The state of one visitor's page of the five shapes: setup, network in training, and input.

No Streamlit in here: choices and inputs go in, the network and its answers come out.
"""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np

from rnnplay.labs.shapes.claims import CLAIMS
from rnnplay.labs.shapes.input_format import LONGEST, examples, parse_input, right_answers
from rnnplay.labs.shapes.run import SHAPE_FIELDS, ShapeSetup, answer
from rnnplay.labs.shapes.shared_training import SharedTraining
from rnnplay.options.field import quote
from rnnplay.options.query import read_query, single
from rnnplay.options.refusal import Refusal, still_open
from rnnplay.server.queue import work_queue
from rnnplay.server.shared_runs import SHARED_RUNS

DEFAULT = ShapeSetup("many-to-one")
FIELD = {field.name: field for field in SHAPE_FIELDS}
FIRST_INPUTS = {  # on arrival; the other shapes begin with their first held-out example
    "many-to-one": "There is nothing to like in this movie",
    "encoder-decoder": "she sees a red car",
}
MOST_TURNS = 2**31
STRIDE = 7  # from one example to the next, because neighbours are alike


class ShapesState:
    """The choices, the input and the network of one visitor of the five shapes."""

    def __init__(self, query, work_queue=work_queue, shared_runs=SHARED_RUNS, visitor=None):
        """query: the page's URL parameters; bad values in them are in `refusals`.

        work_queue(): gives the WorkQueue; visitor: the key of a quota (str), None for a new one.
        """
        self.visitor, self.work_queue, self.shared_runs = visitor or uuid4().hex, work_queue, shared_runs
        self.setup, self.refusals = setup_from(query)
        self.training = self._new_training()
        self.refused_input = None  # (text, sentence) of an input that was refused
        self.inputs = dict(FIRST_INPUTS)  # shape -> the visitor's input (str)
        self.turn, self.seen = 0, {}  # number of the last question; (shape, joined) -> examples shown
        if "own" in query:
            try:
                self._set_input(single(query["own"]))
            except ValueError as error:
                refusal = Refusal.because(_sentence(error), "own", "an example is used instead")
                self.refusals["own"] = refusal

    # ---- choices

    def choose(self, name, text):
        """Change one choice. A bad value changes nothing; its refusal is in `refusals`."""
        others = still_open(self.refusals, name)
        try:
            value = FIELD[name].read(text)
            if name == "shape":  # each shape has its own number of updates, and only one has joined phrases
                setup = replace(self.setup, shape=value, updates=None, joined=1)
            else:
                setup = replace(self.setup, **{name: value})
        except ValueError as error:
            refusal = FIELD[name].refuse(error, getattr(self.setup, name), typed=text)
            self.refusals = others | {name: refusal}
            return
        self.refusals = {} if name == "shape" else others
        if setup != self.setup:
            self.training.leave()
            self.setup, self.refused_input = setup, None
            self.training = self._new_training()
            self.turn += 1

    def _new_training(self):
        return SharedTraining(self.setup, self.work_queue, self.shared_runs, self.visitor)

    def to_query(self):
        """dict of str to str: the URL parameters that open the same network with the same input."""
        usual = ShapeSetup(self.setup.shape)
        changed = [f for f in SHAPE_FIELDS if getattr(usual, f.name) != getattr(self.setup, f.name)]
        fields = {f.name: f.write(getattr(self.setup, f.name)) for f in (FIELD["shape"], *changed)}
        return fields | {"own": self.input}

    @property
    def link(self):
        """The same as the query part of a URL (str)."""
        return urlencode(self.to_query())

    @property
    def claims(self):
        """The claims about this setup, for any seed."""
        return tuple(c for c in CLAIMS if replace(self.setup, seed=c.setup.seed) == c.setup)

    # ---- the visitor's input

    @property
    def input(self):
        """The visitor's present input (str)."""
        shape = self.setup.shape
        return self.inputs.get(shape) or examples(shape)[0]

    def receive(self, message):
        """A message of the component: {"turn", "shape", "input": text} or {..., "example": True}.

        Anything else is ignored. Turns are counted up, so that a question sent twice is answered once;
        a question that was meant for another shape is not answered.
        """
        match message:
            case {"turn": int(turn), "shape": self.setup.shape, **asked} if self.turn < turn < MOST_TURNS:
                self.turn = turn
                match asked:
                    case {"input": str(text)}:
                        self.ask(text)
                    case {"example": True}:
                        self.next_example()

    def ask(self, text):
        """Use another input. A bad one is refused with a sentence, and the input does not change."""
        try:
            self._set_input(text)
        except ValueError as error:
            refusal = Refusal.because(_sentence(error), "own", "the input before is used instead")
            self.refused_input = text[:LONGEST], refusal.sentence

    def next_example(self, joined=1):
        """The next held-out example; joined: of how many phrases."""
        shape = self.setup.shape
        found = examples(shape, joined)
        at = self.seen[shape, joined] = self.seen.get((shape, joined), 0) + STRIDE
        self._set_input(found[at % len(found)])

    def show_example(self, joined):
        """The next held-out example of so many phrases, asked for by a button of the page."""
        self.turn += 1
        self.next_example(joined)

    def _set_input(self, text):
        self.setup.task.read(parse_input(self.setup.shape, text))
        self.inputs[self.setup.shape], self.refused_input = text, None

    def answer(self):
        """-> the network's Answer to the input so far; the right answers; the baseline's answers.

        The last two are tuples of names, or None where they are not known.
        """
        run, shape, task = self.training.run, self.setup.shape, self.setup.task
        if run.theta is None:
            run = replace(run, theta=self.setup.model.initial(self.setup.seed, None))
        parsed = parse_input(shape, self.input)
        with np.errstate(all="ignore"):
            found = answer(run, parsed)
        return found, right_answers(shape, self.input), task.baseline_answers(task.read(parsed))


def setup_from(query):
    """A link's parameters -> (ShapeSetup, dict of name to Refusal). Never raises."""
    given, refusals = read_query(SHAPE_FIELDS, query, vars(DEFAULT))
    shape = given.get("shape", DEFAULT.shape)
    if given.get("joined", 1) > 1 and shape != "encoder-decoder":
        error = f"Only phrases can be joined, not with {quote(shape)}"
        refusals["joined"] = Refusal.because(error, "joined", "1 is used instead")
        given["joined"] = 1
    return ShapeSetup(**{"shape": shape} | given), refusals


def _sentence(refusal):
    """A task's refusal as a complete sentence."""
    text = str(refusal).removesuffix(".")
    return f"{text[:1].upper()}{text[1:]}."
