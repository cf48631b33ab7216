"""TourState: the place of one visitor in the tour, on all pages. No Streamlit."""

from rnnplay.options.field import quote
from rnnplay.tour.cards import CARDS, PARTS


class TourState:
    """The card that is shown, and the one to go to.

    The page is emptied before a lab is set up again; else its components would keep the previous set-up.
    """

    def __init__(self, focus):
        """focus: slug of each lab -> key of the element that its cards speak of."""
        self.focus = focus
        self.at = None  # slug of the card that is shown
        self.closed = (
            None  # slug of the card at which the tour was left: an old address does not open it again
        )
        self.next_card = None  # slug of the card to go to
        self.clearing = 0  # number of the set-up for which the page is being emptied; 0: none
        self.setups = 0  # number of set-ups so far
        self.problem = ""  # a sentence on an address that names no card

    def read_address(self, slug, choices, lab):
        """Apply the `tour` parameter of the address.

        slug: its value, or None; choices: names of the lab's own parameters in the address; lab: slug of
        the page. A card is shown without a set-up where its page has such choices: it was loaded again.
        """
        if slug == self.at or slug is None or self.next_card or (choices and slug == self.closed):
            return
        if slug not in CARDS:
            self.problem = f"There is no card {quote(slug)} in the tour. These are there:"
        elif not choices or (self.at is None and CARDS[slug].lab != lab):
            self.next_card, self.problem = slug, ""
        elif self.at is None:
            self.at, self.setups, self.problem = slug, self.setups + 1, ""

    def receive(self, message):
        """Apply a message of the page's script; anything that is not one is ignored."""
        match message:
            case {"slug": str(slug)} if slug in CARDS:
                self.next_card, self.problem, self.clearing = slug, "", self.setups + 1
            case {"ready": int(n)} if n == self.clearing:
                self.clearing = 0
            case {"leave": True}:
                self.closed = self.at
                self.at, self.next_card, self.clearing, self.problem = None, None, 0, ""

    def pop_card(self):
        """The Card whose lab is to be set up now, only once; else None."""
        if self.next_card is None or self.clearing:
            return None
        self.at, self.next_card, self.setups = self.next_card, None, self.setups + 1
        return CARDS[self.at]

    def payload(self):
        """The data of the page's script, as plain values."""
        return {
            "cards": [
                {
                    "slug": card.slug,
                    "part": part,
                    "lab": card.lab,
                    "link": card.link,
                    "focus": card.focus or self.focus.get(card.lab, ""),
                    "title": card.title,
                    "text": card.text,
                    "ask": card.ask,
                    "lesson": card.lesson,
                    "done": card.done,
                    "choices": list(card.choices),
                    "answer": card.answer,
                }
                for part, cards in PARTS.items()
                for card in cards
            ],
            "at": self.at,
            "setup": self.setups,
            "clearing": self.clearing,
            "problem": self.problem,
        }
