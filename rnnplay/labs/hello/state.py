"""One visitor's state in the hello lab: the experiment, its training, and where the visitor is looking.

No Streamlit in here: choices go in, payloads for the player come out, and both can be tested alone.
"""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np

from rnnplay.app.binary_message import pack
from rnnplay.app.waiting_text import later
from rnnplay.labs.hello.diagram_data import WEIGHTS_LIMIT, block, details_arrays, diagram_data
from rnnplay.labs.hello.messages import SHOWS, SPEED, Ask
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.nn.functions import softmax
from rnnplay.options.field import MAX_CHANGES, Field
from rnnplay.server.queue import work_queue
from rnnplay.server.quota import MIN_SECONDS
from rnnplay.training.experiment import FIELD, Experiment, parse_update
from rnnplay.training.session import Session

BUDGET = 0.25  # seconds of training a request may take; the player asks again for the rest
AHEAD = 120  # updates sent with a picture that nobody asked for
BYTES = 4_000_000  # of frames in one answer
USUAL_SPEED = 2  # updates a second
SPEEDS = Field("speed", "Speed", "Updates drawn a second.", "integer", *SPEED)
SHOWN = Field("show", "Show", "What stands in the output boxes.", "choice", options={s: s for s in SHOWS})
LONGEST_SPEECH = 60
LONGEST_WAIT = 5  # seconds until the player asks again


class HelloState:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """`query`: the page's URL parameters. Whatever is wrong in them is said in `message`.
        visitor: the key by which computing is shared out; None for one of its own.
        """
        self.visitor, self.quotas = visitor or uuid4().hex, work_queue().page_quotas
        experiment, problems = Experiment.from_query(query)
        update, problem = parse_update(query.get("update", "0"))
        self.speed, slow = SPEEDS.read_or(query.get("speed", str(USUAL_SPEED)), USUAL_SPEED)
        self.show, hidden = SHOWN.read_or(query.get("show", SHOWS[0]), SHOWS[0])
        self.message = " ".join(said for said in (*problems, problem, slow, hidden) if said)
        # A first visit without any wish: the article's figure, playing until every prediction is right.
        self.autoplay = not any(name in query for name in (*FIELD, "update"))
        self.arrival = 0  # how often the visitor was brought to a page; another number: brought here anew
        self.begin(PRESETS["figure"].experiment if self.autoplay else experiment, update)

    def begin(self, experiment, at=0, session=None):
        """Put another experiment on the state."""
        with self.quotas.timing(self.visitor):
            self.session = session or Session(experiment)
        self.experiment, self.at, self.head = experiment, at, at
        self.ask = None
        self.drafts = {}  # what was typed and refused: it stays in its box, to be mended

    def choose(self, **choices):
        """Change choices of the experiment; a bad one is refused with a sentence, and nothing is lost."""
        now = self.experiment
        base = {"lr": now.lr_at(self.at), **choices}
        try:
            if "hidden" in choices and now.scale == usual_scale(now.hidden):
                base["scale"] = usual_scale(FIELD["hidden"].check(choices["hidden"]))
            if now.start == "figure" and "start" not in choices:
                base["start"] = "random"  # the figure's weights fit the figure's network only
            self.begin(replace(now, **base))
            self.message = ""
        except ValueError as refusal:
            self.message = f"{refusal} Nothing was changed."
            self.drafts = choices
        self.autoplay = False

    def take(self, experiment):
        """Start from a preset."""
        self.begin(experiment)
        self.message, self.autoplay = "", False

    def hear(self, message):
        """A message from the player. Asking twice for the same does no harm."""
        ask = Ask.read(message)
        if ask is None or ask.run != self.experiment.run_id:
            return  # it was about an experiment that is no longer here
        self.at, self.head, self.speed, self.show = ask.at, max(ask.at, ask.head), ask.speed, ask.show
        self.autoplay = False
        if ask.fresh:
            now = self.experiment
            self.choose(start="random", seed=(now.seed + (now.start == "random")) % FIELD["seed"].high)
        elif ask.lr is not None:
            self.turn(ask.lr)
        else:
            self.ask = ask
            return
        # Another experiment, or a refusal: either way this is the answer to what was asked.
        self.ask = Ask(n=ask.n, at=self.at, start=max(0, self.at - 1), count=AHEAD, columns=ask.columns)

    def turn(self, rate):
        """Another learning rate from here on; what lies before stays as it is."""
        at = min(self.at, self.session.trained)
        try:
            with self.quotas.timing(self.visitor):
                session = self.session.branch(at, rate)
        except ValueError:
            self.message = (
                f"The learning rate can change {MAX_CHANGES} times in one training, and it has. "
                f"It stays at {self.experiment.lr_at(at):g}; Reset begins a new training."
            )
            return
        self.begin(session.experiment, at, session)
        self.message = ""

    def payload(self) -> bytes:
        """The answer to what was asked last, or a first picture; or when to ask again, if it must wait."""
        ask, self.ask = self.ask, None
        asked = ask or Ask(at=self.at, start=max(0, self.at - 1), count=AHEAD, columns=(0, self.experiment.T))
        wait = self.quotas.wait_of(self.visitor)
        with self.quotas.timing(self.visitor):
            return self.postponed(asked, wait) if wait else self.answer(asked)

    def postponed(self, asked, wait):
        """Nothing is computed now: where things stand, and in how many seconds to ask again."""
        said = {"seconds": min(wait.seconds, LONGEST_WAIT), "sentence": later(wait)}
        losses = self.session.losses[asked.losses :]
        return pack(self.header(asked) | {"later": said}, {"losses": losses})

    def answer(self, asked):
        """What was asked for, as far as the time goes."""
        session, e = self.session, self.experiment
        columns = (min(asked.columns[0], e.T - 1), min(max(asked.columns[1], 1), e.T))
        columns = columns if columns[0] < columns[1] else (0, e.T)
        arrays, header = {}, {}
        if asked.count:
            count = self.most(asked.count, columns)
            seconds = min(BUDGET, max(MIN_SECONDS, self.quotas.seconds_left(self.visitor)))
            theta = e.model.layout.size <= WEIGHTS_LIMIT
            frames = session.frames(asked.start, count, seconds, columns, theta)
            header["block"], arrays["frames"] = block(frames)
        if asked.moment is not None and asked.moment <= session.trained:
            header["moment"], more = self.moment(asked.moment)
            arrays |= more
        if asked.speak is not None and self.at <= session.trained:
            header["spoken"], arrays["spoken.p"] = self.speech(asked.speak)
        arrays["losses"] = session.losses[asked.losses :]
        header |= self.header(asked)
        return pack(header, arrays)

    def most(self, count, columns) -> int:
        """As many updates as were asked for, or as fit into one answer."""
        e = self.experiment
        numbers = (columns[1] - columns[0]) * (2 * e.V + 3 * e.hidden) + 3 * e.T
        return max(1, min(count, BYTES // (4 * numbers)))

    def header(self, asked) -> dict:
        session, e = self.session, self.experiment
        low, high = FIELD["lr"].low, FIELD["lr"].high
        stopped = session.stopped
        return {
            "run": e.run_id,
            "answers": asked.n,
            "scene": diagram_data(e),
            "at": self.at,
            "head": self.head,
            "show": self.show,
            "speed": self.speed,
            "autoplay": self.autoplay,
            "arrival": self.arrival,
            "rates": [list(pair) for pair in e.lr],
            "limits": {"lr": [low, high], "speed": list(SPEED), "usual": USUAL_SPEED},
            "link": urlencode(e.to_query(), safe="~:"),
            "consistent": session.first_consistent,
            "trained": session.trained,
            "last": session.last,
            "losses_from": min(asked.losses, session.trained + 1),
            "stopped": stopped
            and {
                "update": stopped.update,
                "reason": stopped.reason,
                "suggest": max(low, float(f"{e.lr_at(stopped.update) / 10:.2g}")),
            },
            "message": self.message,
        }

    def moment(self, update):
        """Everything about one update -> (what is said of it, arrays)."""
        e, moment = self.experiment, self.session.details(update)
        length = float(np.linalg.norm(moment.gradients.flat))
        head = {"update": update, "lr": moment.lr, "clip": e.clip, "clip_by": e.clip_by}
        return {**head, "norm": length if np.isfinite(length) else 0.0}, details_arrays(moment)

    def speech(self, wish):
        e = self.experiment
        first = min(wish["first"], e.V - 1)
        count = max(min(e.T, LONGEST_SPEECH), 1)
        said, y = self.session.sample(self.at, count, wish["temperature"], wish["seed"], first)
        heat = wish["temperature"] or 1
        return {**wish, "first": first, "said": said.tolist(), "at": self.at}, softmax(y / heat)


def usual_scale(hidden) -> float:
    """A start that suits so many units: one over the root of their number, 0.5 at most.

    At 0.5 a network of 64 units is chaotic: what it learns is lost in its own noise.
    """
    return min(0.5, round(max(hidden, 1) ** -0.5, 2))
