"""What one visitor of the loop lab has set: the text, and where the drawing opens. No Streamlit in here."""

from dataclasses import replace

from rnnplay.labs.loop.networks import LONGEST, Loop
from rnnplay.options.field import Field

# Where the page opens; from there on the browser knows.
STEP = Field("step", "Step", "How many letters have been read.", "integer", 1, LONGEST)
UNFOLD = Field("unfold", "Unfold", "From 0, one chunk with a loop, to 1, a chain.", "number", 0, 1)
PLACE = (STEP, UNFOLD)


class LoopState:
    """The text that is read and what is counted in it, the place in the drawing, and what was refused."""

    def __init__(self, query, arrival=0):
        """query: the page's URL parameters, dict of str to str. `message` says what in them is not accepted.

        arrival: how often the visitor was brought to a page.
        """
        self.loop, problems = Loop.from_query(query)
        self.place = {}  # "step", "unfold": where the address says that the drawing opens
        for one in PLACE:
            if one.name in query:
                self.place[one.name], problem = one.read_or(query[one.name], one.low)
                problems += [problem] if problem else []
        self.message, self.arrival = " ".join(problems), arrival
        self.drafts = {}  # what was typed and refused

    def set_loop(self, loop):
        """Another text, counted letter or window; the drawing then stays where it is."""
        self.loop, self.place, self.message, self.drafts = loop, {}, "", {}

    def choose(self, name, value):
        """Change one choice; a bad one changes nothing, and `message` says why."""
        try:
            changed = self.loop.with_text(value) if name == "text" else replace(self.loop, **{name: value})
            self.set_loop(changed)
        except ValueError as refusal:
            self.message, self.drafts = f"{refusal} Nothing was changed.", {name: value}
