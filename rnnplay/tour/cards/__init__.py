"""The guided tour: short cards in the article's order. Each sets up a lab and asks for something."""

from rnnplay.tour.cards.card import Card
from rnnplay.tour.cards.gap import GAP
from rnnplay.tour.cards.hello import HELLO
from rnnplay.tour.cards.loop import LOOP
from rnnplay.tour.cards.shapes import SHAPES
from rnnplay.tour.cards.step import STEP
from rnnplay.tour.cards.text import TEXT

PARTS = {
    "The loop": LOOP,
    "Five shapes": SHAPES,
    "One step by hand": STEP,
    "Learning hello": HELLO,
    "A chunk of text": TEXT,
    "The long gap": GAP,
}
CARDS: dict[str, Card] = {card.slug: card for cards in PARTS.values() for card in cards}
FIRST = next(iter(CARDS))
