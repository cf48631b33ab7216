"""rnnplay: recurrent networks you can watch, take apart and understand."""

import os

# Before NumPy is imported, or it has no effect: our matrices are small, and with several BLAS threads
# a few people training at the same time slow each other down a hundredfold.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rnnplay.nn.stepper import GRU, LSTM, RNN

__all__ = ["GRU", "LSTM", "RNN"]
