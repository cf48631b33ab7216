"""Where one visitor of the tour is, whichever page they are on. No Streamlit in here."""

from rnnplay.options.field import quote
from rnnplay.tour.cards import CARDS, PARTS

TABLE = [
    {
        "slug": card.slug,
        "part": part,
        "lab": card.lab,
        "link": card.link,
        "place": card.place,
        "title": card.title,
        "text": card.text,
        "ask": card.ask,
        "said": card.said,
        "done": card.done,
        "choices": list(card.choices),
        "answer": card.answer,
    }
    for part, cards in PARTS.items()
    for card in cards
]


class Visit:
    """A stage is taken away before the next is set: what the page remembers of it would else live on."""

    def __init__(self):
        self.at = None  # the slug of the card that is shown
        self.left = None  # the slug of the card where it was left: an old address does not call it back
        self.wish = None  # the slug of the card whose stage is to be set
        self.clear = 0  # the number of the stage that is being taken away; 0: none is
        self.stage = 0  # how many were set
        self.problem = ""  # what is said of an address that names no card

    def arrive(self, slug, choices, lab):
        """The address names a card. choices: what else it says of the lab's own; lab: the page it is on.

        A card on its own page with choices of the visitor's own (a page that is loaded anew) stays as it is.
        """
        if slug == self.at or slug is None or self.wish or (choices and slug == self.left):
            return
        if slug not in CARDS:
            self.problem = f"There is no card {quote(slug)} in the tour. These are there:"
        elif not choices or (self.at is None and CARDS[slug].lab != lab):
            self.wish, self.problem = slug, ""
        elif self.at is None:
            self.at, self.stage, self.problem = slug, self.stage + 1, ""

    def hear(self, message):
        """A message of the page, from which anything may come."""
        match message:
            case {"slug": str(slug)} if slug in CARDS:
                self.wish, self.problem, self.clear = slug, "", self.stage + 1
            case {"ready": int(n)} if n == self.clear:
                self.clear = 0
            case {"leave": True}:
                self.left = self.at
                self.at, self.wish, self.clear, self.problem = None, None, 0, ""

    def due(self):
        """The Card whose stage is to be set now, once; or None."""
        if self.wish is None or self.clear:
            return None
        self.at, self.wish, self.stage = self.wish, None, self.stage + 1
        return CARDS[self.at]

    def payload(self):
        """What the page needs to know, as plain data."""
        return {
            "cards": TABLE,
            "at": self.at,
            "stage": self.stage,
            "clear": self.clear,
            "problem": self.problem,
        }
