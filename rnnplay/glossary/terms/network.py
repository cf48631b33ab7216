"""The network: its parts, its weights, and how they start."""

from rnnplay.glossary.terms.term import CORPUS, FUNCTIONS, INITIALISERS, MODEL, RNN, Term

NETWORK = {
    "rnn": Term(
        ("recurrent neural network", "vanilla RNN", "plain RNN", "RNN"),
        "A network that reads a sequence step by step and keeps a state in between. The plain kind computes "
        "h = tanh(W_xh x + W_hh h_prev + b_h), with the same weights at every step.",
        (RNN, "RNNCell.step"),
        ("hidden-state", "lstm", "gru", "bptt"),
    ),
    "hidden-state": Term(
        ("hidden state", "hidden value", "hidden vector", "state h", "h_prev", "h"),
        "h: the memory of the network after a step, one number a unit. It is computed from the input and "
        "from the hidden state of the step before (h_prev). The scores are computed from it.",
        (RNN, "RNNCell.step"),
        ("unit", "W_hh", "cell-state"),
        "h: (H,), one number a unit",
    ),
    "unit": Term(
        ("hidden unit", "unit"),
        "One number of the hidden state, with its own row of weights. More units remember more and cost "
        "more: W_hh has as many rows and columns as there are units.",
        (MODEL, "Model"),
        ("hidden-state", "matched"),
        "H: their number",
    ),
    "layer": Term(
        ("layer",),
        "Cells can be stacked: the hidden state of one layer is the input of the layer above it, at the same "
        "step. Only the highest layer is read out.",
        ("rnnplay/nn/cells/stack.py", "Stack"),
        ("hidden-state", "dropout"),
    ),
    "input": Term(
        ("input vector", "input x", "x"),
        "x: the vector that the network reads at one step. A symbol is read as a 1-of-k vector, so W_xh x is "
        "just one column of W_xh.",
        ("rnnplay/nn/fast/inputs.py", "Inputs"),
        ("one-hot", "W_xh"),
        "x: (V,), one number a symbol",
    ),
    "one-hot": Term(
        ("1-of-k", "one-hot"),
        "A symbol written as a vector: 1 in its own place, 0 in all the others. With h, e, l, o the letter e "
        "is (0, 1, 0, 0).",
        (FUNCTIONS, "one_hot"),
        ("input", "vocabulary"),
    ),
    "vocabulary": Term(
        ("vocabulary", "vocab", "V"),
        "All different symbols of the text, in a fixed order. The network has one input and one score for "
        "each of them.",
        (CORPUS, "Corpus"),
        ("one-hot", "scores"),
        "V: their number",
    ),
    "weights": Term(
        ("weight", "parameter"),
        "The numbers that training changes: matrices W and biases b. All of them lie in one long vector, and "
        "the names are views into it.",
        ("rnnplay/nn/parameters.py", "Params"),
        ("update", "bias", "W_hh"),
    ),
    "W_xh": Term(
        ("W_xh",),
        "The weights from the input to the hidden state. Column j says what symbol j adds to each unit.",
        (RNN, "RNNCell.blocks"),
        ("input", "W_hh"),
        "(H, V): a row a unit, a column a symbol",
    ),
    "W_hh": Term(
        ("W_hh", "recurrent matrix"),
        "The weights from the hidden state of one step to that of the next: how the network remembers. On "
        "the way back, the gradient is multiplied by its transpose at every step.",
        (RNN, "RNNCell.step"),
        ("spectral-radius", "vanishing", "exploding"),
        "(H, H)",
    ),
    "W_hy": Term(
        ("W_hy",),
        "The weights from the hidden state to the scores: y = W_hy h + b_y.",
        ("rnnplay/nn/fast/readout.py", "ReadOut"),
        ("scores", "hidden-state"),
        "(V, H): a row a symbol, a column a unit",
    ),
    "bias": Term(
        ("bias", "b_h", "b_y", "b_i", "b_f", "b_g", "b_o", "b_r", "b_z", "b_n"),
        "A number that is added whatever the input: b_h to the units, b_y to the scores, and one for each "
        "gate. It is the value for an input and a state of 0.",
        (MODEL, "Model.initial"),
        ("forget-bias", "chrono"),
        "b_h: (H,), b_y: (V,)",
    ),
    "pre-activation": Term(
        ("pre-activation", "a", "a_i", "a_f", "a_g", "a_o", "a_r", "a_z", "a_n"),
        "a: the sum of inputs times weights plus bias, before it is squashed: h = tanh(a). Each gate has its "
        "own, with the gate's letter: a_f.",
        (RNN, "RNNCell.step"),
        ("tanh", "sigmoid"),
        "a: (H,)",
    ),
    "tanh": Term(
        ("tanh", "tanh_c"),
        "Squashes any number into the range from −1 to 1. Its slope is at most 1 and near 0 at the ends, so "
        "a gradient that passes it never grows and often shrinks.",
        (RNN, "Activation"),
        ("sigmoid", "relu", "vanishing"),
    ),
    "sigmoid": Term(
        ("sigmoid", "σ"),
        "σ(a) = 1 / (1 + exp(−a)): squashes any number into the range from 0 to 1. That makes it the "
        "function of gates: 0 is shut, 1 is open.",
        (FUNCTIONS, "sigmoid"),
        ("gate", "tanh"),
    ),
    "relu": Term(
        ("ReLU",),
        "relu(a) = max(a, 0): numbers above zero stay, all others become 0. Its slope above zero is 1, so a "
        "gradient passes unchanged; but the state has no upper limit.",
        (RNN, "_relu"),
        ("tanh", "identity-start"),
    ),
    "seed": Term(
        ("seed",),
        "A number that names one sequence of random numbers. The same seed gives the same start, data and "
        "draws again. One seed proves little: compare several.",
        ("rnnplay/tasks/batch.py", "training_rng"),
        ("initial-scale", "held-out"),
    ),
    "initial-scale": Term(
        ("initial scale", "initial weights", "first weights"),
        "How large the random weights are before the first update: the standard deviation of a normal "
        "distribution. Too small, and the signal fades; too large, and the tanh saturates.",
        (INITIALISERS, "first_weights"),
        ("glorot", "orthogonal", "seed"),
    ),
    "glorot": Term(
        ("Glorot",),
        "A start with random weights between ±√(6 / (rows + columns)): of this size, signals keep theirs "
        "forward and backward. (Glorot and Bengio 2010)",
        (INITIALISERS, "glorot"),
        ("initial-scale", "orthogonal"),
    ),
    "orthogonal": Term(
        ("orthogonal",),
        "W_hh starts as a random rotation: it turns the state and keeps its length, and does the same to the "
        "gradient. All its eigenvalues have size 1.",
        (INITIALISERS, "orthogonal"),
        ("identity-start", "spectral-radius"),
    ),
    "identity-start": Term(
        ("identity start", "identity", "IRNN"),
        "W_hh starts as the identity: before any training, the state is handed on unchanged. With ReLU this "
        "is known as IRNN. (Le, Jaitly and Hinton 2015)",
        (INITIALISERS, "identity"),
        ("orthogonal", "relu"),
    ),
}
