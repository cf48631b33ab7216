"""The cards about learning “hello”: one update, many updates, the origin of the numbers, and the rate."""

from rnnplay.tour.cards.card import Card

# No gradient here reaches this limit, so it changes no number. But with it the experiment is no preset, and
# the page does not show the preset's note, which would tell the answer.
WITHOUT_NOTE = {"clip": "100"}
FIGURE = WITHOUT_NOTE | {"start": "figure", "lr": "0.08"}

HELLO = (
    Card(
        "one-update",
        "hello",
        "One update, sixteen scores",
        "The article's network. At each step all four letters get a score; the wanted one is green ▲, the "
        "others red ▼. One update of the weights moves all sixteen scores.",
        "Guess how many of the twelve unwanted scores will fall. Then press Step.",
        "All twelve fell and all four wanted ones rose: e at the first step went from 2.20 to 2.25.",
        FIGURE | {"update": "0"},
        {"shown": ">=1"},
        ("None", "About half of them", "All twelve"),
        2,
    ),
    Card(
        "until-it-is-right",
        "hello",
        "Until it is right",
        "A tick above a column says that the wanted letter has the highest score there. After one update "
        "not every column has it.",
        "Guess after how many updates all four have their tick. Then press Play.",
        "After twelve. The scores go on changing: the probability of the wanted letters rises towards 1.",
        FIGURE | {"update": "1", "speed": "4"},
        {"shown": ">=12"},
        ("About 3", "About 12", "About 100"),
        1,
    ),
    Card(
        "one-slow-update",
        "hello",
        "Forward, loss, backward",
        "An update in slow motion: scores from letters, the loss from scores, then the error sent back "
        "through time, step by step, to every weight.",
        "Open “Walk one update”, and go on to “backward”.",
        "Going back, each step adds its part to the same gradient: the weights are shared.",
        FIGURE | {"update": "0"},
        {"phase": "=backward"},
    ),
    Card(
        "too-high-a-rate",
        "hello",
        "A learning rate too high",
        "The same word from a random start, but each step is very long: the learning rate is 6. With 0.5, a "
        "dozen updates are mostly enough.",
        "Guess what the loss will do. Then press Play, up to update 40.",
        "Each update goes too far: past the lowest loss, and up again.",
        WITHOUT_NOTE | {"lr": "6", "update": "0", "speed": "20"},
        {"shown": ">=40"},
        ("Fall twelve times faster", "Jump up and down", "Stand still"),
        1,
    ),
)
