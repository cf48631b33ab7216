"""The cards about one step by hand: the article's class, and the importance of its state."""

from rnnplay.tour.cards.card import Card

# The page begins with h, e, l, l read: an address with just these does not name them.
STEP = (
    Card(
        "rnn-step",
        "step",
        "rnn.step, by hand",
        "All there is to call: y = rnn.step(x). A vector in, a vector of scores out; inside, the state h has "
        "changed. This network has learned what comes next in “hello”.",
        "Feed h, then e, then l. Watch the bars, and the code that grows beside them.",
        "It answered e, l, l: each time the next letter of “hello”.",
        {"acts": ""},
        {"acts": "^0,1,2"},
    ),
    Card(
        "same-letter",
        "step",
        "The same letter again",
        "It has read h, e, l and expects another l. Now that l comes: the same vector x, the same weights.",
        "Guess its answer. Then feed l.",
        "It answers o. The letter is the same; the state is another one.",
        {"acts": "0,1,2"},
        {"acts": "absent or ^0,1,2,2"},
        ("l, as before", "o"),
        1,
    ),
    Card(
        "without-its-past",
        "step",
        "Without its past",
        "After h, e, l, l it answered o. All that it knows of its past are three numbers, the state h.",
        "Guess what it answers to l from an empty state. Then press “Reset h”, and feed l.",
        "It answers l. Only the state told it that this was the second l.",
        {"acts": "0,1,2,2"},
        {"acts": "^0,1,2,2,reset,2"},
        ("o, as before", "l"),
        1,
    ),
)
