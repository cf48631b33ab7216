"""The state of the loop lab for one visitor: the choices, and the place where the drawing opens. No
Streamlit.
"""

from rnnplay.labs.loop.choices import FIELD, LONGEST, LoopChoices
from rnnplay.options.field import Field
from rnnplay.options.query import read_query
from rnnplay.options.refusal import still_open

# The place where the drawing opens. After that the browser keeps the place.
STEP = Field("step", "Step", "How many letters have been read.", "integer", 1, LONGEST)
UNFOLD = Field("unfold", "Unfold", "From 0, one chunk with a loop, to 1, a chain.", "number", 0, 1)
PLACE = (STEP, UNFOLD)


class LoopState:
    """The choices of one visitor, the place where the drawing opens, and the refused values."""

    def __init__(self, query, arrival=0):
        """query: the page's URL parameters, dict of str to str; bad values in them are in `refusals`.

        arrival: number of times that a link of the app brought the visitor to a page.
        """
        self.choices, refusals = LoopChoices.from_query(query)
        # "step", "unfold": the place that the address gives
        self.place, refused = read_query(PLACE, query, {field.name: field.low for field in PLACE})
        self.refusals, self.arrival = refusals | refused, arrival

    def set_choices(self, choices):
        """Replace the choices; the drawing keeps its place."""
        self.choices, self.place, self.refusals = choices, {}, {}

    def choose(self, name, value):
        """Change one choice. A bad value changes nothing; its refusal is in `refusals`."""
        others = still_open(self.refusals, name)
        try:
            self.set_choices(self.choices.with_choice(name, str(value)))
            self.refusals = others
        except ValueError as error:
            refusal = FIELD[name].refuse(error, getattr(self.choices, name), typed=value)
            self.refusals = others | {name: refusal}
