"""What one visitor of the loop lab has set: the text, and where the drawing opens. No Streamlit in here."""

from rnnplay.labs.loop.networks import FIELD, LONGEST, Loop
from rnnplay.options.field import Field
from rnnplay.options.query import read_query
from rnnplay.options.refusal import still_open

# Where the page opens; from there on the browser knows.
STEP = Field("step", "Step", "How many letters have been read.", "integer", 1, LONGEST)
UNFOLD = Field("unfold", "Unfold", "From 0, one chunk with a loop, to 1, a chain.", "number", 0, 1)
PLACE = (STEP, UNFOLD)


class LoopState:
    """The text that is read and what is counted in it, the place in the drawing, and what was refused."""

    def __init__(self, query, arrival=0):
        """query: the page's URL parameters, dict of str to str; bad values in them are in `refusals`.

        arrival: how often the visitor was brought to a page.
        """
        self.loop, refusals = Loop.from_query(query)
        # "step", "unfold": where the address says that the drawing opens
        self.place, refused = read_query(PLACE, query, {field.name: field.low for field in PLACE})
        self.refusals, self.arrival = refusals | refused, arrival

    def set_loop(self, loop):
        """Another text, counted letter or window; the drawing then stays where it is."""
        self.loop, self.place, self.refusals = loop, {}, {}

    def choose(self, name, value):
        """Change one choice. A bad value changes nothing; its refusal is in `refusals`."""
        others = still_open(self.refusals, name)
        try:
            self.set_loop(self.loop.with_choice(name, str(value)))
            self.refusals = others
        except ValueError as error:
            refusal = FIELD[name].refuse(error, getattr(self.loop, name), typed=value)
            self.refusals = others | {name: refusal}
