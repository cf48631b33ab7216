"""LSTM and GRU: gates, cell state, and where the gates start."""

from rnnplay.glossary.terms.term import GRU, INITIALISERS, LSTM, OPTIMIZERS, Term

GATES = {
    "gate": Term(
        ("gate",),
        "A number between 0 and 1 for each unit, computed from input and state, by which something is "
        "multiplied: 0 lets nothing through, 1 lets everything through.",
        ("rnnplay/nn/gates.py", "gates_of"),
        ("sigmoid", "lstm", "gru", "gate-weights"),
    ),
    "gate-weights": Term(
        tuple(f"W_{source}{gate}" for source in "xh" for gate in "ifgorzn"),
        "Each gate and the candidate have weights of their own, named by where they lead: W_xf from the "
        "input to the forget gate, W_hf from the hidden state to it.",
        (LSTM, "LSTMCell.blocks"),
        ("gate", "W_xh", "W_hh"),
        "W_x…: (H, V), W_h…: (H, H)",
    ),
    "lstm": Term(
        ("LSTM", "long short-term memory"),
        "A cell with a memory c beside the hidden state. Gates decide what is written, kept and shown: c = f "
        "· c_prev + i · g, h = o · tanh(c). (Hochreiter and Schmidhuber 1997)",
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
        "c: the LSTM's memory. It is changed by adding only, c = f · c_prev + i · g, so with f near 1 both "
        "memory and gradient pass many steps unharmed.",
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
        "f in the LSTM: how much of the memory c is kept. 1 keeps all, 0 forgets all. The gradient along c "
        "is multiplied by f at each step back.",
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
        "What could be written into the memory at this step: g in the LSTM, n in the GRU. A gate says how "
        "much of it is.",
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
        "r in the GRU: how much of the old state the candidate gets to see. At 0 the candidate is made from "
        "the input alone.",
        (GRU, "GRUCell.step"),
        ("candidate", "update-gate"),
        "r: (H,), from 0 to 1",
    ),
    "forget-bias": Term(
        ("forget bias", "forget_bias"),
        "Where b_f, the bias of the forget gate, starts. At 0 the gate starts half shut, σ(0) = 0.5; at 1 it "
        "keeps 73 % a step; at 3, 95 %.",
        (LSTM, "LSTMCell.fill"),
        ("chrono", "forget-gate"),
    ),
    "chrono": Term(
        ("chrono",),
        "A start for the biases of gates: each unit draws its own time u, up to the longest that matters, "
        "and its gate starts so that it remembers for about u steps. (Tallec and Ollivier 2018)",
        (INITIALISERS, "chrono_bias"),
        ("forget-bias", "update-gate"),
    ),
}
