"""What is recurrence? One chunk of network that hands its state on to itself, folded and unfolded."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import streamlit as st

from rnnplay.app.controls import Controls
from rnnplay.app.downloads.menu import picture
from rnnplay.app.escape_markdown import plain
from rnnplay.app.frame import head, row
from rnnplay.app.navigation import arrivals, standing
from rnnplay.app.presentation import hides
from rnnplay.labs.loop.chain_data import chain
from rnnplay.labs.loop.component import loop as drawn
from rnnplay.labs.loop.networks import COUNT, LONGEST, TEXT, WINDOW, Loop
from rnnplay.options.field import Field
from rnnplay.tasks.symbols import visible

TITLE = "The loop"
QUESTION = "What is recurrence?"
# Where the page opens; from there on the browser knows.
STEP = Field("step", "Step", "How many letters have been read.", "integer", 1, LONGEST)
UNFOLD = Field("unfold", "Unfold", "From 0, one chunk with a loop, to 1, a chain.", "number", 0, 1)


@dataclass
class Visit:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    loop: Loop
    arrive: dict  # "step", "unfold": where the address said to begin, if it did
    message: str
    arrival: int = field(default_factory=arrivals)
    drafts: dict = field(default_factory=dict)  # what was typed and refused
    controls: Controls = field(default_factory=lambda: Controls("loop"))

    def take(self, loop):
        self.loop, self.arrive, self.message, self.drafts = loop, {}, "", {}

    def choose(self, name, value):
        """Change one choice; a bad one is refused with a sentence, and nothing is lost."""
        try:
            self.take(self.loop.with_text(value) if name == "text" else replace(self.loop, **{name: value}))
        except ValueError as refusal:
            self.message, self.drafts = f"{refusal} Nothing was changed.", {name: value}


def page():
    """The lab: a question, what is read, and the loop."""
    bench(standing("loop", arrive))


def arrive(query):
    """A visitor with the choices and the place that the address says."""
    loop, problems = Loop.from_query(query)
    place = {}
    for one in (STEP, UNFOLD):
        if one.name in query:
            place[one.name], problem = one.read_or(query[one.name], one.low)
            problems += [problem] if problem else []
    return Visit(loop, place, " ".join(problems))


@st.fragment(key="loop-bench")
def bench(visit):
    loop = visit.loop
    count = plain(visible(loop.count))
    head(
        QUESTION,
        f"One small network reads the text letter by letter. It has learned to say whether **{count}** came "
        "an odd or an even number of times so far.",
    )
    choices(visit)
    if visit.message:
        st.warning(plain(visit.message))
    place = {"link": urlencode(loop.to_query()), "arrival": visit.arrival}
    drawn({**chain(loop, visit.arrive), **place}, key="loop-drawn")


def choices(visit):
    loop, controls = visit.loop, visit.controls
    controls.show({"text": loop.text, "count": loop.count, "window": loop.window} | visit.drafts)

    def changed(name):
        visit.choose(name, controls.value(name))

    with row():
        controls.widget(TEXT, changed)
        if not hides("longer"):
            full = len(loop.letters) >= LONGEST
            longer = {"on_click": lambda: visit.take(loop.longer()), "disabled": full}
            st.button("Make it longer", key="loop-longer", **longer)
        titles = {symbol: visible(symbol) for symbol in dict.fromkeys(loop.letters)}
        controls.choice("count", COUNT.label, titles, changed, help=COUNT.help)
        controls.widget(WINDOW, changed)
        picture("loop-drawn", ".stage", "loop")
