"""The cells: each is one file, and this is the table of contents.

A cell turns the input x (B, V) and the states before the step into the states after it. It has

    name, title     "rnn", "Vanilla RNN"
    options         the fields of its frozen dataclass, each with its default. Metadata with label, help, kind
                    and range (see options/field.py) brings an option into links, commands and pages
    states          the quantities handed to the next step; the first of them is read out
    quantities      everything a step computes, in order, each (B, H)
    equations       that computation in the language of nn/equations.py; `h_prev` is the state before the step
    backward        the backward pass in the same language; dh is dL/dh, and dc_next is the part of dL/dc that
                    comes from the next step
    blocks(inputs, hidden)          -> its parameters as stored, and their names
    fill(p, rng, scale)             fills in a random start; Glorot's for a scale of None
    step(p, x, prev)                -> now: the quantities by name
    back(p, x, prev, now, d_now)    -> gradients of p, of the states before, of the pre-activations

and may have

    fused(p, g, inputs, T, B)       -> a whole sequence, fast (nn/fast)
    step_kernels(p)                 -> one sequence step by step, fast (nn/fast/step_kernels.py)
    torch_layer                     the layer of PyTorch that computes the same

To add a cell: write its file, add its line. MyCell is then `from rnnplay import My`.
"""

from rnnplay.nn.cells.gru import GRUCell
from rnnplay.nn.cells.lstm import LSTMCell
from rnnplay.nn.cells.rnn import RNNCell

CELLS = {
    "rnn": RNNCell(),
    "lstm": LSTMCell(),
    "gru": GRUCell(),
}
