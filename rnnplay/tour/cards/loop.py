"""The cards about the loop: recurrence, the use of the state, and the same weights for longer texts."""

from rnnplay.tour.cards.card import Card

LOOP = (
    Card(
        "the-loop",
        "loop",
        "What is an RNN?",
        "One chunk of network, A, reads a word letter by letter. The arrow from A back to A is the loop: its "
        "state h goes in again, together with the next letter.",
        "Press “Unfold”: the same chunk, drawn once for each letter.",
        "Drawn step by step, the loop is a chain. Every A is the same network.",
        {"text": "banana", "unfold": "0"},
        {"unfold": "absent"},
    ),
    Card(
        "who-remembers",
        "loop",
        "Who remembers the past?",
        "Has “a” come an odd or an even number of times so far? The chain hands its state on. Dashed, below: "
        "a network without a loop, which sees the last three letters and no more.",
        "Guess who is right at the last letter. Then go there with → or Play.",
        "The window saw “ana” and cannot know what came before it. The state can.",
        {"text": "banana", "step": "1"},
        {"step": "absent"},
        ("Both are", "Only the one with the loop", "Only the window"),
        1,
    ),
    Card(
        "same-weights",
        "loop",
        "Longer text, more weights?",
        "W_xh, W_hh and W_hy are the same in every copy; press one in the formula to see its numbers. For "
        "these six letters the network has 42 weights.",
        "Guess how many it needs for twelve letters. Then press “Make it longer”.",
        "Still 42: the line under the chain counts them. So a text may have any length.",
        {"text": "banana"},
        {"text": "!=banana"},
        ("42", "84", "48, one more a letter"),
        0,
        "lab-controls",
    ),
)
