"""The presets: experiments to start from, each with a hint for the learner.

The notes were measured over many seeds; the claims in claims.py test them.
"""

from dataclasses import dataclass

from rnnplay.training.experiment import Experiment

SENTENCE = "the cat sat on the mat and the dog sat on the log"


@dataclass(frozen=True)
class Preset:
    """An experiment with a title and a note of at most forty words."""

    title: str
    note: str
    experiment: Experiment


PRESETS = {
    "figure": Preset(
        "The figure",
        "The article's own scores and hidden values. Press Reset, then Step: the first update raises all "
        "four wanted scores and lowers the twelve others. Watch e at the first step go from 2.2 to 2.3.",
        Experiment(start="figure", lr=0.08),
    ),
    "rate-too-low": Preset(
        "Learning rate too low",
        "Each update moves the weights so little that after 200 of them the loss has hardly fallen and the "
        "predictions are still wrong. Watch how small the changes beside the scores are.",
        Experiment(lr=0.002),
    ),
    "rate-good": Preset(
        "A good learning rate",
        "Most starts predict all four letters within a dozen updates, and the loss goes on falling: right "
        "becomes certain. Watch the ticks come first, and the scores draw apart after them.",
        Experiment(lr=0.5),
    ),
    "rate-too-high": Preset(
        "Learning rate too high",
        "Each step leaps past the place it was aiming at. The loss rises about as often as it falls, and "
        "after 200 updates the word is still wrong. Watch a wanted score fall right after it rose.",
        Experiment(lr=20),
    ),
    "clipped": Preset(
        "Too high, but clipped",
        "The same rate of 20, but a gradient whose norm is above 0.1 is shortened to that. Now a dozen "
        "updates are usually enough. Watch the gradient norm fall below 0.1: from there on nothing is cut.",
        Experiment(lr=20, clip=0.1),
    ),
    "two-ls": Preset(
        "A letter that comes twice",
        "Two inputs are l, yet l is wanted after the first and o after the second. Without memory the loss "
        "could not fall below 0.35. Watch the hidden values under the two l's draw apart.",
        Experiment(lr=0.5, seed=3),
    ),
    "no-repeat": Preset(
        "No letter twice",
        "Every letter of this word stands there once, so the input alone tells what comes next, and no "
        "memory is needed. Watch which step is the last to get its tick.",
        Experiment(text="world", lr=0.5, seed=3),
    ),
    "counting": Preset(
        "Counting to five",
        "Five times the same input: only the hidden state can tell the fifth a from those before it. Watch "
        "the score of b overtake the score of a at the last step alone.",
        Experiment(text="aaaaab", hidden=4, optimizer="adam", lr=0.03),
    ),
    "sentence": Preset(
        "A sentence",
        "After “the ” come c, m, d and l in turn, so the last letter is not enough: more of the past must be "
        "remembered. Watch which letters are right first, and which last.",
        Experiment(text=SENTENCE, hidden=24, optimizer="adam", lr=0.01, scale=0.2),
    ),
}
