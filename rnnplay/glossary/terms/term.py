"""An entry of the glossary, and the files that entries point to."""

from dataclasses import dataclass

RNN = "rnnplay/nn/cells/rnn.py"
LSTM = "rnnplay/nn/cells/lstm.py"
GRU = "rnnplay/nn/cells/gru.py"
FUNCTIONS = "rnnplay/nn/functions.py"
INITIALISERS = "rnnplay/nn/initialisers.py"
OPTIMIZERS = "rnnplay/nn/optimizers.py"
MODEL = "rnnplay/nn/model.py"
GRADIENT_FLOW = "rnnplay/labs/gap/gradient_flow.py"
TEXT = "rnnplay/labs/text/run.py"
BASELINES = "rnnplay/tasks/text/baselines.py"
CORPUS = "rnnplay/tasks/text/corpus.py"
SAMPLING = "rnnplay/labs/text/sampling.py"
FEATURES = "rnnplay/labs/text/features.py"
SHAPES = "rnnplay/labs/shapes/run.py"
PHRASES = "rnnplay/tasks/wiring/phrases.py"
REVIEWS = "rnnplay/tasks/wiring/reviews.py"
LINEAR = "rnnplay/tasks/wiring/baselines.py"
GAP_SETUP = "rnnplay/labs/gap/setup.py"
GAP_RUNS = "rnnplay/labs/gap/runs.py"


@dataclass(frozen=True)
class Term:
    """text: at most 45 words; code: (path in the project, name defined there); see: slugs; unit: or shape."""

    names: tuple[str, ...]
    text: str
    code: tuple[str, str]
    see: tuple[str, ...] = ()
    unit: str = ""
