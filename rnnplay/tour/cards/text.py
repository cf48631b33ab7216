"""The cards about a chunk of text: from noise to words, the temperature, and surprise."""

from rnnplay.labs.text.presets import TEXT_PRESETS
from rnnplay.tour.cards.card import Card

# A set-up is read from an address as a change of “A minute”.
USUAL, SMALL = TEXT_PRESETS["minute"].setup.texts(), TEXT_PRESETS["ten-seconds"]
QUICK = {"source": SMALL.source} | {k: text for k, text in SMALL.setup.texts().items() if text != USUAL[k]}

TEXT = (
    Card(
        "from-noise-to-words",
        "text",
        "From noise to words",
        "The same idea on a small book, character by character. What it has written stands on the right. "
        "The dotted lines are models that only count letters.",
        "Guess what it learns first. Then press Train, and read what it writes.",
        "First which characters there are, and spaces; then words of the book. Sense comes last, if at all.",
        QUICK,
        {"trained": ">=300"},
        ("Letters and spaces", "What a fable is about", "Whole sentences"),
        0,
    ),
    Card(
        "cold-and-hot",
        "text",
        "Cold and hot",
        "The scores are divided by a temperature and become probabilities. One character is drawn from them, "
        "and fed back in.",
        "Guess what a low temperature does. Then set Temperature to 0.3, and read.",
        "Below 1, likely characters become even likelier: it plays safe. Set it to 2: now unlikely ones are "
        "drawn, too.",
        {**QUICK, "view": "draw"},
        {"temperature": "<=0.3"},
        ("It plays safe", "It invents words"),
        0,
    ),
    Card(
        "what-surprises-it",
        "text",
        "What surprises it?",
        "Here it reads. The stronger the colour, the more a letter surprised it. Point at a letter to see "
        "what it had expected instead.",
        "Look, then answer: which letters surprise it more?",
        "Within a word, often only one letter can follow. The next word is harder to predict.",
        {**QUICK, "view": "inside"},
        {},
        ("The first ones of words", "Those within words"),
        0,
    ),
)
