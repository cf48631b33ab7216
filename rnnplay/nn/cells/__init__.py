"""The table of the cells. Each cell is one file.

A cell turns the input x (B, V) and the states before the step into the states after it. Every cell has

    name, title     "rnn", "Vanilla RNN"
    options         the fields of its frozen dataclass, each with its default. Metadata with label, help, kind
                    and range (see options/field.py) brings an option into links, commands and pages
    states          the quantities handed to the next step; the first of them is read out
    quantities      everything a step computes, in order, each (B, H)
    equations       these computations, as nn/equations.py reads them; `h_prev` is the state before the step
    backward        the equations of the backward pass; dh is dL/dh, and dc_next is the part of dL/dc that
                    comes from the next step
    blocks(inputs, hidden)          -> tuple of Block: the parameters as stored, and their names
    fill(p, rng, scale)             writes random first values into p; scale: their deviation, None: Glorot's
    step(p, x, prev)                -> now: the quantities by name
    back(p, x, prev, now, d_now)    -> gradients of p, of the states before, of the pre-activations

A cell may also have

    fused(p, g, inputs, T, B)       -> the fast computation of a whole sequence (nn/fast)
    step_kernels(p)                 -> tuple of StepKernel: single fast steps (nn/fast/step_kernels.py)
    torch_layer                     the TorchLayer that computes the same numbers

To add a cell, write its file and add its line to CELLS. The network of MyCell is then
`from rnnplay import My`.
"""

from rnnplay.nn.cells.gru import GRUCell
from rnnplay.nn.cells.lstm import LSTMCell
from rnnplay.nn.cells.rnn import RNNCell

CELLS = {
    "rnn": RNNCell(),
    "lstm": LSTMCell(),
    "gru": GRUCell(),
}
