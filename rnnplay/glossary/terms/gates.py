"""LSTM and GRU: gates, cell state, and where the gates start."""

from rnnplay.glossary.terms.term import GRU, INITIALISERS, LSTM, OPTIMIZERS, Term

GATES = {
    "gate": Term(
        ("gate",),
        "A number between 0 and 1 for each unit, computed from input and state. Another number is multiplied "
        "by it: 0 lets nothing of it through, 1 lets all of it through.",
        ("rnnplay/nn/gate_roles.py", "gates_of"),
        ("sigmoid", "lstm", "gru", "gate-weights"),
    ),
    "gate-weights": Term(
        tuple(f"W_{source}{gate}" for source in "xh" for gate in "ifgorzn"),
        "Each gate and the candidate have their own weights. The index says from where to where: W_xf leads "
        "from the input to the forget gate, W_hf from the hidden state to it.",
        (LSTM, "LSTMCell.blocks"),
        ("gate", "W_xh", "W_hh"),
        "W_x…: (H, V), W_h…: (H, H)",
    ),
    "lstm": Term(
        ("LSTM", "long short-term memory"),
        "A cell with a memory c beside the hidden state. Gates decide how much is written, kept and shown: c "
        "= f · c_prev + i · g, h = o · tanh(c). (Hochreiter and Schmidhuber 1997)",
        (LSTM, "LSTMCell.step"),
        ("cell-state", "forget-gate", "input-gate", "output-gate", "candidate"),
    ),
    "gru": Term(
        ("GRU", "gated recurrent unit"),
        "A cell with two gates and no second memory: h = (1 − z) · n + z · h_prev. Fewer weights than an "
        "LSTM, and often as good. (Cho and others 2014)",
        (GRU, "GRUCell.step"),
        ("update-gate", "reset-gate", "candidate"),
    ),
    "cell-state": Term(
        ("cell state", "memory cell", "state c", "c_prev", "c"),
        "c: the LSTM's memory. A step adds to a part of it: c = f · c_prev + i · g. With f near 1, both the "
        "memory and the gradient last for many steps.",
        (LSTM, "LSTMCell.step"),
        ("forget-gate", "lstm"),
        "c: (H,)",
    ),
    "input-gate": Term(
        ("input gate", "i"),
        "i in the LSTM: how much of the candidate g is written into the memory c at this step.",
        (LSTM, "LSTMCell.step"),
        ("candidate", "forget-gate"),
        "i: (H,), from 0 to 1",
    ),
    "forget-gate": Term(
        ("forget gate", "f"),
        "f in the LSTM: how much of the memory c is kept. 1 keeps all, 0 forgets all. On its way back along "
        "c, the gradient is multiplied by f at each step.",
        (LSTM, "LSTMCell.step"),
        ("forget-bias", "cell-state"),
        "f: (H,), from 0 to 1",
    ),
    "output-gate": Term(
        ("output gate", "o"),
        "o in the LSTM: how much of the memory is shown to the rest of the network, h = o · tanh(c).",
        (LSTM, "LSTMCell.step"),
        ("cell-state", "hidden-state"),
        "o: (H,), from 0 to 1",
    ),
    "candidate": Term(
        ("candidate", "n"),
        "A new value for the memory at this step: g in the LSTM, n in the GRU. A gate decides how much of it "
        "is written.",
        (GRU, "GRUCell.step"),
        ("input-gate", "update-gate", "g"),
        "(H,), from −1 to 1",
    ),
    "g": Term(
        ("g",),
        "A letter with two meanings. In an LSTM's formulas g is the candidate; in an optimizer's formulas g "
        "is the gradient.",
        (OPTIMIZERS, "SGD"),
        ("candidate", "gradient"),
    ),
    "update-gate": Term(
        ("update gate", "z"),
        "z in the GRU: how much of the old state is kept, h = (1 − z) · n + z · h_prev. 1 keeps all of it, 0 "
        "replaces it by the candidate n.",
        (GRU, "GRUCell.step"),
        ("candidate", "chrono"),
        "z: (H,), from 0 to 1",
    ),
    "reset-gate": Term(
        ("reset gate", "r"),
        "r in the GRU: how much of the old state goes into the candidate. At 0 the candidate is computed "
        "from the input alone.",
        (GRU, "GRUCell.step"),
        ("candidate", "update-gate"),
        "r: (H,), from 0 to 1",
    ),
    "forget-bias": Term(
        ("forget bias", "forget_bias"),
        "The value of b_f, the bias of the forget gate, before training. At 0 the gate is half shut, σ(0) = "
        "0.5; at 1 it keeps 73 % a step; at 3, 95 %.",
        (LSTM, "LSTMCell.fill"),
        ("chrono", "forget-gate"),
    ),
    "chrono": Term(
        ("chrono",),
        "A start for the biases of gates: each unit draws a time u, up to the longest that matters. Its gate "
        "then starts so far open that it remembers for about u steps. (Tallec and Ollivier 2018)",
        (INITIALISERS, "chrono_bias"),
        ("forget-bias", "update-gate"),
    ),
}
