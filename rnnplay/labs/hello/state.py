"""The state of the hello page for one visitor: the experiment, its training, and the update that is shown.

Choices and messages of the player go in, payloads for the player come out. Nothing here needs Streamlit.
"""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import uuid4

import numpy as np

from rnnplay.app.binary_message import pack
from rnnplay.app.waiting_text import waiting_sentence
from rnnplay.labs.hello.diagram_data import WEIGHTS_LIMIT, block, details_arrays, diagram_data, network_id
from rnnplay.labs.hello.messages import SHOWS, SPEED, Ask
from rnnplay.labs.hello.presets import PRESETS
from rnnplay.nn.functions import softmax
from rnnplay.options.field import MAX_CHANGES, Field
from rnnplay.options.query import read_query
from rnnplay.options.refusal import still_open
from rnnplay.server.queue import work_queue
from rnnplay.server.quota import MIN_SECONDS
from rnnplay.training.experiment import FIELD, UPDATE, Experiment
from rnnplay.training.session import Session

MOST_SECONDS = 0.25  # of training for one answer; the player asks again for the rest
AHEAD = 120  # updates sent with a new experiment, before the player requests any
MOST_BYTES = 4_000_000  # of frames in one answer
USUAL_SPEED = 2  # updates a second
SPEEDS = Field("speed", "Speed", "Updates drawn a second.", "integer", *SPEED)
SHOWN = Field("show", "Show", "What stands in the output boxes.", "choice", options={s: s for s in SHOWS})
MOST_SAMPLED = 60  # symbols of a sampled text
LONGEST_WAIT = 5  # seconds until the player asks again


class HelloState:
    """The choices of one visitor, and the training of the chosen experiment.

    session: the training of `experiment`. at: the update that is shown. head: the highest one shown so far.
    message: one or more sentences for the visitor, or "". refusals: dict of choice to Refusal.
    """

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """query: the page's URL parameters; bad values in them are in `refusals`.

        visitor: the key under which computing time is counted; None for a new one.
        """
        self.visitor, self.quotas = visitor or uuid4().hex, work_queue().page_quotas
        experiment, refusals = Experiment.from_query(query)
        usual = {"update": 0, "speed": USUAL_SPEED, "show": SHOWS[0]}
        shown, refused = read_query((UPDATE, SPEEDS, SHOWN), query, usual)
        update, self.speed, self.show = (usual | shown).values()
        self.message = ""
        # Without choices in the address, the article's figure is shown; it plays until every prediction is
        # right.
        self.autoplay = not any(name in query for name in (*FIELD, "update"))
        self.arrival = 0  # when this number changes, the player starts again from the beginning
        self.begin(PRESETS["figure"].experiment if self.autoplay else experiment, update)
        self.refusals = refusals | refused  # name -> Refusal: bad values, of the link or typed

    def begin(self, experiment, at=0, session=None):
        """Show another experiment at update `at`. session: its training, if there is one already."""
        with self.quotas.timing(self.visitor):
            self.session = session or Session(experiment)
        self.experiment, self.at, self.head = experiment, at, at
        self.diagram = diagram_data(experiment)
        self.network = network_id(self.diagram)
        self.ask = None
        self.refusals = {}

    def choose(self, **choices):
        """Change choices of the experiment. A bad value changes nothing; its refusal is in `refusals`."""
        now, others = self.experiment, still_open(self.refusals, *choices)
        base = {"lr": now.lr_at(self.at), **choices}
        try:
            if "hidden" in choices and now.scale == usual_scale(now.hidden):
                base["scale"] = usual_scale(FIELD["hidden"].check(choices["hidden"]))
            if now.start == "figure" and "start" not in choices:
                base["start"] = "random"  # the figure's weights fit the figure's network only
            self.begin(replace(now, **base))
            self.message, self.refusals = "", others
        except ValueError as error:
            refused = {
                name: FIELD[name].refuse(error, getattr(now, name), typed) for name, typed in choices.items()
            }
            self.refusals = others | refused
        self.autoplay = False

    def open_preset(self, experiment):
        """Show a preset's experiment from its start."""
        self.begin(experiment)
        self.message, self.autoplay = "", False

    def move(self, message):
        """Record the position that the player reports, {run, at, head, speed, show} -> its Ask, or None.

        A message about another experiment than the present one is ignored.
        """
        ask = Ask.read(message)
        if ask is None or ask.run != self.experiment.run_id:
            return None
        self.at, self.head, self.speed, self.show = ask.at, max(ask.at, ask.head), ask.speed, ask.show
        self.autoplay = False
        return ask

    def receive(self, message):
        """Record a request of the player. A repeated request gets the same answer."""
        ask = self.move(message)
        if ask is None:
            return
        if ask.fresh:
            now = self.experiment
            self.choose(start="random", seed=(now.seed + (now.start == "random")) % FIELD["seed"].high)
        elif ask.typed_lr is not None:
            self.type_rate(ask.typed_lr)
        elif ask.lr is not None:
            self.change_rate(ask.lr)
        else:
            self.ask = ask
            return
        # The new experiment's first picture answers the request; so does the refusal of a learning rate.
        first = max(0, self.at - 1)
        more = {"start": first, "count": AHEAD, "columns": ask.columns, "network": ask.network}
        self.ask = Ask(n=ask.n, at=self.at, **more)

    def type_rate(self, text):
        """Use a typed learning rate (str). A bad one changes nothing; its refusal is in `refusals`."""
        now = self.experiment.lr_at(self.at)
        try:
            rate = FIELD["lr"].read(text)[0][1]
        except ValueError as error:
            refusal = FIELD["lr"].refuse(error, ((0, now),), typed=text)
            self.refusals = still_open(self.refusals, "lr") | {"lr": refusal}
            return
        self.change_rate(rate)

    def change_rate(self, rate):
        """Use another learning rate from update `at` on. The updates before it stay the same."""
        at, self.refusals = min(self.at, self.session.trained), still_open(self.refusals, "lr")
        others = self.refusals
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
        self.message, self.refusals = "", others

    def payload(self) -> bytes:
        """The answer to the last request, or a first picture; when to ask again if the quota is used up."""
        ask, self.ask = self.ask, None
        asked = ask or Ask(at=self.at, start=max(0, self.at - 1), count=AHEAD, columns=(0, self.experiment.T))
        wait = self.quotas.wait_of(self.visitor)
        with self.quotas.timing(self.visitor):
            return self.postponed(asked, wait) if wait else self.answer(asked)

    def postponed(self, asked, wait):
        """An answer without computing: the known losses, and the seconds until the player asks again."""
        later = {"seconds": min(wait.seconds, LONGEST_WAIT), "sentence": waiting_sentence(wait)}
        losses = self.session.losses[asked.losses :]
        return pack(self.header(asked) | {"later": later}, {"losses": losses})

    def answer(self, asked):
        """The answer to a request, as far as it can be computed in MOST_SECONDS."""
        session, e = self.session, self.experiment
        columns = (min(asked.columns[0], e.T - 1), min(max(asked.columns[1], 1), e.T))
        columns = columns if columns[0] < columns[1] else (0, e.T)
        arrays, header = {}, {}
        if asked.count:
            count = self.frames_that_fit(asked.count, columns)
            seconds = min(MOST_SECONDS, max(MIN_SECONDS, self.quotas.seconds_left(self.visitor)))
            theta = e.model.layout.size <= WEIGHTS_LIMIT
            frames = session.frames(asked.start, count, seconds, columns, theta)
            header["block"], arrays["frames"] = block(frames)
        if asked.details is not None and asked.details <= session.trained:
            header["details"], more = self.details(asked.details)
            arrays |= more
        if asked.sample is not None and self.at <= session.trained:
            header["sampled"], arrays["sampled.p"] = self.sample(asked.sample)
        arrays["losses"] = session.losses[asked.losses :]
        header |= self.header(asked)
        return pack(header, arrays)

    def frames_that_fit(self, count, columns) -> int:
        """`count`, or the number of frames that fit into MOST_BYTES."""
        e = self.experiment
        numbers = (columns[1] - columns[0]) * (2 * e.V + 3 * e.hidden) + 3 * e.T
        return max(1, min(count, MOST_BYTES // (4 * numbers)))

    def header(self, asked) -> dict:
        """The header of every answer. It has the network's description only if the player lacks it."""
        session, e = self.session, self.experiment
        low, high = FIELD["lr"].low, FIELD["lr"].high
        stopped, refused = session.stopped, self.typed_rate_refusal
        return {
            "run": e.run_id,
            "answers": asked.n,
            "network": self.network,
            **({} if asked.network == self.network else {"diagram": self.diagram}),
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
            **({"refused_rate": {"typed": refused.text, "sentence": refused.sentence}} if refused else {}),
        }

    @property
    def typed_rate_refusal(self):
        """The Refusal of a learning rate that was typed in the player, which shows it; or None."""
        refusal = self.refusals.get("lr")
        return refusal if refusal and refusal.text is not None else None

    def details(self, update):
        """The details of one update -> (settings and norm of the gradient, arrays by name)."""
        e, details = self.experiment, self.session.details(update)
        norm = float(np.linalg.norm(details.gradients.flat))
        head = {"update": update, "lr": details.lr, "clip": e.clip, "clip_by": e.clip_by}
        return {**head, "norm": norm if np.isfinite(norm) else 0.0}, details_arrays(details)

    def sample(self, wish):
        """A text that the network writes at update `at` -> (its symbols, probabilities (count, V)).

        wish: {first: index of the first symbol, temperature, seed}.
        """
        e = self.experiment
        first = min(wish["first"], e.V - 1)
        count = max(min(e.T, MOST_SAMPLED), 1)
        symbols, y = self.session.sample(self.at, count, wish["temperature"], wish["seed"], first)
        temperature = wish["temperature"] or 1
        return {**wish, "first": first, "said": symbols.tolist(), "at": self.at}, softmax(y / temperature)


def usual_scale(hidden) -> float:
    """The standard deviation of the first weights for so many units: hidden ** -0.5, at most 0.5.

    With 0.5 a network of 64 units is chaotic and does not learn.
    """
    return min(0.5, round(max(hidden, 1) ** -0.5, 2))
