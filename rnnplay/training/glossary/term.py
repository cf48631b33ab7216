"""What an entry of the glossary is, and the files that entries point to."""

from dataclasses import dataclass

RNN = "rnnplay/core/cells/rnn.py"
LSTM = "rnnplay/core/cells/lstm.py"
GRU = "rnnplay/core/cells/gru.py"
FUNCTIONS = "rnnplay/core/functions.py"
OPTIMIZERS = "rnnplay/core/optimizers.py"
MODEL = "rnnplay/core/model.py"
INSIDE = "rnnplay/training/inside.py"
TEXT = "rnnplay/training/text.py"
BASELINES = "rnnplay/tasks/text/baselines.py"
CORPUS = "rnnplay/tasks/text/corpus.py"
SPEAKING = "rnnplay/training/speaking.py"
FEATURES = "rnnplay/training/features.py"
SHAPES = "rnnplay/training/shapes.py"
PHRASES = "rnnplay/tasks/shapes/phrases.py"
REVIEWS = "rnnplay/tasks/shapes/reviews.py"
LINEAR = "rnnplay/tasks/shapes/linear.py"
LINEUP = "rnnplay/training/lineup.py"
COMPARISON = "rnnplay/training/comparison.py"


@dataclass(frozen=True)
class Term:
    """text: at most 45 words; code: (path in the project, name defined there); see: slugs; unit: or shape."""

    names: tuple[str, ...]
    text: str
    code: tuple[str, str]
    see: tuple[str, ...] = ()
    unit: str = ""
