"""The claims of the lab of the five shapes, each with the runs that show it.

holds(figures(runs)) is true,   runs: the finished ShapeRun of each seed
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import mean

from rnnplay.labs.shapes.run import ShapeSetup, share_right_by_length
from rnnplay.tasks.wiring import SHAPES


@dataclass(frozen=True)
class ShapeClaim:
    """One claim. figures(runs): the measured numbers, from 0 to 1; holds(figures): whether they show the
    claim.

    measured: the figures of seeds 0 to 4, in the order of `figures`.
    """

    slug: str
    title: str
    claim: str
    setup: ShapeSetup
    figures: Callable[[list], tuple]
    holds: Callable[[tuple], bool]
    measured: str
    seeds: int = 5

    @property
    def setups(self):
        """A ShapeSetup for each seed."""
        return tuple(replace(self.setup, seed=seed) for seed in range(self.seeds))


def _scores(runs):
    """-> the worst score of a seed, the mean score, the score of the baseline."""
    scores = [run.score for run in runs]
    return min(scores), mean(scores), SHAPES[runs[0].setup.shape].baseline_score()


def _above(least, margin):
    """Every seed scores at least `least`, and at least `margin` more than the baseline."""
    return lambda figures: figures[0] >= max(least, figures[2] + margin)


def _by_length(runs):
    """-> the share of phrases of 5, 11 and 17 words that are right."""
    shares = [share_right_by_length(run) for run in runs]
    return tuple(mean(share[words] for share in shares) for words in shares[0])


CLAIMS = (
    ShapeClaim(
        "without-a-past",
        "One step, no past",
        "With a single step there is nothing to remember: an ordinary network with a hidden layer, and it "
        "names noisy, shifted forms far better than a linear model of the pixels.",
        ShapeSetup("one-to-one"),
        _scores,
        _above(0.97, 0.2),
        "worst seed 99 %; mean 99 %; linear softmax 66 %",
    ),
    ShapeClaim(
        "seen-once-told-in-ten-words",
        "Seen once, told long",
        "The picture is seen once; from its state alone the network then writes ten words that fit, about "
        "combinations that it was never trained on.",
        ShapeSetup("one-to-many"),
        _scores,
        _above(0.93, 0.8),
        "worst seed 99 %; mean 99 %; no memory 0 %",
    ),
    ShapeClaim(
        "the-last-clause-decides",
        "Order decides, not counts",
        "“Not”, “very” and “but” change the words beside them: a model that counts words guesses the stars "
        "little better than chance, the network that reads in order knows them.",
        ShapeSetup("many-to-one"),
        _scores,
        _above(0.92, 0.4),
        "worst seed 100 %; mean 100 %; counted words 38 %",
    ),
    ShapeClaim(
        "through-one-summary",
        "Through one summary",
        "Read to the end, then write: all that the French phrase needs, gender and the place of the "
        "adjective included, fits into the state in between, for new phrases too.",
        ShapeSetup("encoder-decoder"),
        _scores,
        _above(0.97, 0.8),
        "worst seed 100 %; mean 100 %; dictionary 6 %",
    ),
    ShapeClaim(
        "longer-than-ever",
        "Longer than ever before",
        "Trained on phrases of five words alone, the network gets unseen ones of five right, but next to "
        "none of eleven or seventeen, two or three of them joined by “and”.",
        ShapeSetup("encoder-decoder"),
        _by_length,
        lambda right: right[0] >= 0.97 and max(right[1:]) <= 0.05,
        "five words 100 %; eleven 0 %; seventeen 0 %",
    ),
    ShapeClaim(
        "a-frame-does-not-move",
        "One frame shows no move",
        "A single frame does not show where the dot came from: a model of single frames guesses, the "
        "network remembers the frame before and tells every move.",
        ShapeSetup("in-step"),
        _scores,
        _above(0.95, 0.6),
        "worst seed 100 %; mean 100 %; single frames 23 %",
    ),
)
