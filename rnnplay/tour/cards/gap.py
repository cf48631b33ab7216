"""The cards about the long gap: forgetting, the vanishing gradient, and the effect of gates."""

from rnnplay.tour.cards.card import Card

CELLS = ("All three", "The LSTM and the GRU", "None of them")

GAP = (
    Card(
        "fluent-french",
        "gap",
        "I speak fluent …",
        "Three networks have learned to finish this sentence with ten words between the clue, “France”, and "
        "the answer. All three say French.",
        "Guess who learns it across 60 words. Then set Gap to 60, and press “Train at gap 60”.",
        "The plain RNN guesses a language. The LSTM and the GRU still know where you grew up.",
        {"view": "sentence"},
        {"learned": ">=60"},
        CELLS,
        1,
    ),
    Card(
        "sixty-strangers",
        "gap",
        "Past sixty strangers",
        "A cue, a crowd of random symbols, then the question: which cue was it? Across 15 steps all three "
        "learn it. Each line is the mean of three runs.",
        "Guess who learns it across 60. Then set Gap to 60.",
        "After 600 updates the plain RNN is still at chance, one in eight. The gated cells know.",
        {"gap": "15", "seeds": "3"},
        {"gap": "absent"},
        CELLS,
        1,
    ),
    Card(
        "a-little-too-small",
        "gap",
        "A little too small",
        "Learning sends the error back through every step, each time through W_hh, which here multiplies "
        "it by ρ. At ρ = 0.9, 0.002 of it arrives from step 60 at step 1.",
        "Guess how much arrives at ρ = 1.1. Then move ρ there.",
        "1.1 multiplied by itself 59 times. With ρ below 1 the gradient vanishes, above 1 it explodes. "
        "Clipping helps against the second only.",
        {"view": "radius"},
        {"rho": ">=1.1"},
        ("About 1", "About 280", "About a million"),
        1,
        "gap-rho",
    ),
    Card(
        "where-the-gradient-goes",
        "gap",
        "Where the gradient goes",
        "How much of the gradient is left on its way back from the answer. The clue lies beyond the dashed "
        "line. So far nothing is trained.",
        "Guess whose gradient will reach the clue. Then press “Train them and watch”.",
        "The plain RNN's vanishes on its way back, so it cannot learn the clue. There the map turns dark.",
        {"view": "why"},
        {"watched": "=yes"},
        ("The RNN's", "The LSTM's and the GRU's", "Nobody's"),
        1,
        "gap-inside-bar",
    ),
    Card(
        "an-open-gate",
        "gap",
        "An open gate",
        "The LSTM has a memory c. At each step it keeps a part of it and adds something new: "
        "c = f · c_prev + i · g. The forget gate f says how much is kept.",
        "Find f in the left chart. How far is it open?",
        "So a value in c is still there many steps later, and the gradient reaches back to it.",
        {"view": "gates"},
        {},
        ("About a tenth", "About half", "More than nine tenths"),
        2,
        "gap-gates-row",
    ),
    Card(
        "are-gates-enough",
        "gap",
        "Are gates enough?",
        "Until now the gates started open, to remember for as long as the gap. Here they start with biases "
        "of zero: half shut. One run a cell, across 60 steps.",
        "Guess who learns it now. Then press “Run the race”.",
        "All three guess, with five seeds as with this one. Only gates that are open when learning begins "
        "keep a value across the gap.",
        {"start": "glorot", "seeds": "1"},
        {"raced": "=yes"},
        CELLS,
        2,
        "gap-bar-race",
    ),
    Card(
        "why-gates",
        "gap",
        "So, why gates?",
        "Gap after gap: how many answers are right. All cells have about as many weights, read the same "
        "batches, and take the same steps.",
        "Now you can say it: why does the LSTM remember longer?",
        "That is why a network has gates. Go on with a sentence of your own, under “The sentence”.",
        {"view": "curve"},
        {},
        ("It has more weights", "It adds to a memory that open gates keep", "It reads the text twice"),
        1,
        "gap-bar-curve",
    ),
)
