"""The cells: each is one file, and this is the table of contents.

A cell turns the input x (B, V) and the states before the step into the states after it. It has

    name, title     "rnn", "Vanilla RNN"
    states          the quantities handed to the next step; the first of them, h, is read out
    quantities      everything a step computes, in order, each (B, H)
    equations       that computation, as a student reads it and as a program can evaluate it:
                    `@` matrix times vector, `*` by element, `h_prev` the state before the step
    blocks(inputs, hidden)              -> its parameters as stored, and their names
    init(p, rng, scale)                 fills in a random start
    step(p, x, prev)                    -> now, the quantities by name
    back(p, x, prev, now, d_now)        -> gradients of p, of the states before, of the pre-activations
    fused(p, g, inputs, T, B)           -> the same over a whole sequence, fast (may be left out)

To add one: write its file, add its line.
"""

from rnnplay.core.cells.rnn import RNNCell

CELLS = {
    "rnn": RNNCell(),
}
