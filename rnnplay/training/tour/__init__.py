"""The guided tour: short cards in the article's order, each of which sets a stage and asks for something."""

from rnnplay.training.tour.card import Card
from rnnplay.training.tour.gap import GAP
from rnnplay.training.tour.hello import HELLO
from rnnplay.training.tour.loop import LOOP
from rnnplay.training.tour.shapes import SHAPES
from rnnplay.training.tour.step import STEP
from rnnplay.training.tour.text import TEXT

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
