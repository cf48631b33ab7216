"""The cards about the five shapes: lengths of inputs and outputs, and the importance of order."""

from rnnplay.tour.cards.card import Card

REVIEW = "the plot is good but the ending is bad"
SWAPPED = "the plot is bad but the ending is good"

SHAPES = (
    Card(
        "five-shapes",
        "shapes",
        "What goes in, what comes out?",
        "A loop may read and answer at different steps. Here it reads a sentence and answers once, at the "
        "end, with stars. It is being trained in front of you; the curve tells how far it is.",
        "Which of the five shapes turns English into French? Choose it.",
        "It reads to the end first. Then it writes, and goes on with its own words.",
        {"shape": "many-to-one"},
        {"shape": "=encoder-decoder"},
        focus="shapes-five",
    ),
    Card(
        "order-counts",
        "shapes",
        "Same words, another order",
        "After “but” the last clause decides, so this review deserves 2 stars. The network finds that out "
        "from examples: wait until the curve is above 80 %.",
        "Guess its answer when “good” and “bad” change places. Then type that review.",
        "The same words in another order. A model that only counts words gives both the same stars.",
        {"shape": "many-to-one", "own": REVIEW},
        {"own": f"={SWAPPED}", "right": ">=0.8"},
        ("2 stars again", "4 stars"),
        1,
    ),
)
