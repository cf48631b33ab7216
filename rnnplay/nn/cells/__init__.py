"""The cells: each is one file, and this is the table of contents.

A cell turns the input x (B, V) and the states before the step into the states after it. It has

    name, title     "rnn", "Vanilla RNN"
    its options     the fields of a frozen dataclass, each with its default
    states          the quantities handed to the next step; the first of them, h, is read out
    quantities      everything a step computes, in order, each (B, H)
    equations       that computation, as a student reads it and as a program can evaluate it:
                    `@` matrix times vector, `*` by element, `h_prev` the state before the step
    backward        the way back in the same language, dh for dL/dh: what `back` computes, for a student
                    to read; dc_next is what the next step hands back (may be left out)
    blocks(inputs, hidden)              -> its parameters as stored, and their names
    fill(p, rng, scale)                 fills in a random start; a scale of None: Glorot's
    step(p, x, prev)                    -> now, the quantities by name
    back(p, x, prev, now, d_now)        -> gradients of p, of the states before, of the pre-activations
    fused(p, g, inputs, T, B)           -> the same over a whole sequence, fast (may be left out)
    voices(p)                           -> one sequence step by step, fast, see voices.py (may be left out)

To add one: write its file, add its line.
"""

from rnnplay.nn.cells.gru import GRUCell
from rnnplay.nn.cells.lstm import LSTMCell
from rnnplay.nn.cells.rnn import RNNCell

CELLS = {
    "rnn": RNNCell(),
    "lstm": LSTMCell(),
    "gru": GRUCell(),
}
