"""rnnplay: recurrent networks you can watch, take apart and understand."""

import os

# This must precede the import of NumPy. The matrices are small: with several BLAS threads, a few visitors who
# train at the same time slow each other down a hundredfold.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rnnplay import old_names
from rnnplay.nn import stepper
from rnnplay.nn.cells import CELLS

__all__ = ["Experiment", "Session"]
__all__ += [stepper.class_name(cell) for cell in CELLS.values()]

old_names.install()


def __getattr__(name):
    """RNN, LSTM, GRU: one class for each cell. Experiment and Session: imported when they are first used, so
    that `import rnnplay` stays quick.
    """
    if name == "Experiment":
        from rnnplay.training.experiment import Experiment

        return Experiment
    if name == "Session":
        from rnnplay.training.session import Session

        return Session
    if name in map(stepper.class_name, CELLS.values()):
        return getattr(stepper, name)
    raise AttributeError(f"module 'rnnplay' has no attribute {name!r}")
