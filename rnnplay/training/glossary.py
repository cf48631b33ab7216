"""What the words and symbols on the pages mean: one table, for the page that lists them and for every other.

`names` are the spellings by which a term is found in a text, the first one its title; a spelling in small
letters is also found with a capital and in the plural. `code` is the place that says the same exactly.
"""

from dataclasses import dataclass

RNN, LSTM, GRU = (f"rnnplay/core/cells/{name}.py" for name in ("rnn", "lstm", "gru"))
FUNCTIONS, OPTIMIZERS = "rnnplay/core/functions.py", "rnnplay/core/optimizers.py"
MODEL, SCORING, INSIDE = "rnnplay/core/model.py", "rnnplay/core/scoring.py", "rnnplay/training/inside.py"
TEXT, BASELINES, CORPUS = (
    "rnnplay/training/text.py",
    "rnnplay/tasks/text/baselines.py",
    "rnnplay/tasks/text/corpus.py",
)
SPEAKING, FEATURES = "rnnplay/training/speaking.py", "rnnplay/training/features.py"
LINEUP, COMPARISON = "rnnplay/training/lineup.py", "rnnplay/training/comparison.py"


@dataclass(frozen=True)
class Term:
    """text: at most 45 words; code: (path in the project, name defined there); see: slugs; unit: or shape."""

    names: tuple[str, ...]
    text: str
    code: tuple[str, str]
    see: tuple[str, ...] = ()
    unit: str = ""


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
        "h: what the network remembers after a step, one number a unit. It is computed from the input and "
        "from the hidden state of the step before (h_prev), and the scores are computed from it.",
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
        ("rnnplay/core/cells/stack.py", "Stack"),
        ("hidden-state", "dropout"),
    ),
    "input": Term(
        ("input vector", "input x", "x"),
        "x: what comes in at one step. A symbol comes in as a 1-of-k vector, so W_xh x is just one column of "
        "W_xh.",
        ("rnnplay/core/inputs.py", "Inputs"),
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
        "All the different symbols of the text, in a fixed order. The network gets one input and gives one "
        "score for each.",
        (CORPUS, "Corpus"),
        ("one-hot", "scores"),
        "V: their number",
    ),
    "weights": Term(
        ("weight", "parameter"),
        "The numbers that training changes: matrices W and biases b. All of them lie in one long vector, and "
        "the names are views into it.",
        ("rnnplay/core/params.py", "Params"),
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
        ("rnnplay/core/read_out.py", "ReadOut"),
        ("scores", "hidden-state"),
        "(V, H): a row a symbol, a column a unit",
    ),
    "bias": Term(
        ("bias", "b_h", "b_y", "b_i", "b_f", "b_g", "b_o", "b_r", "b_z", "b_n"),
        "A number that is added whatever the input: b_h to the units, b_y to the scores, and one for each "
        "gate. It decides what happens when nothing speaks for or against.",
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
        "relu(a) = max(a, 0): leaves what is above zero as it is. Its slope there is 1, so a gradient passes "
        "unchanged; but the state has no upper limit.",
        (RNN, "_relu"),
        ("tanh", "identity-start"),
    ),
    "seed": Term(
        ("seed",),
        "A number that names one row of random numbers. The same seed gives the same start, data and draws "
        "again. One seed proves little: compare several.",
        ("rnnplay/tasks/batch.py", "training_rng"),
        ("initial-scale", "held-out"),
    ),
    "initial-scale": Term(
        ("initial scale", "initial weights", "first weights"),
        "How large the random weights are before the first update: the standard deviation of a normal "
        "distribution. Too small, and the signal fades; too large, and the tanh saturates.",
        (FUNCTIONS, "first_weights"),
        ("glorot", "orthogonal", "seed"),
    ),
    "glorot": Term(
        ("Glorot",),
        "A start with random weights just so large, ±√(6 / (rows + columns)), that signals keep their size "
        "forward and backward. (Glorot and Bengio 2010)",
        (FUNCTIONS, "glorot"),
        ("initial-scale", "orthogonal"),
    ),
    "orthogonal": Term(
        ("orthogonal",),
        "W_hh starts as a random rotation: it turns the state and keeps its length, and the gradient's too. "
        "All its eigenvalues have size 1.",
        (FUNCTIONS, "orthogonal"),
        ("identity-start", "spectral-radius"),
    ),
    "identity-start": Term(
        ("identity start", "identity", "IRNN"),
        "W_hh starts as the identity: before any training, the state keeps what it holds. With ReLU this is "
        "known as IRNN. (Le, Jaitly and Hinton 2015)",
        (FUNCTIONS, "identity"),
        ("orthogonal", "relu"),
    ),
}
GATES = {
    "gate": Term(
        ("gate",),
        "A number between 0 and 1 for each unit, computed from input and state, by which something is "
        "multiplied: 0 lets nothing through, 1 lets everything through.",
        ("rnnplay/core/gates.py", "gate_blocks"),
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
        (FUNCTIONS, "chrono_bias"),
        ("forget-bias", "update-gate"),
    ),
}
LOSS = {
    "scores": Term(
        ("score", "logits", "logit", "y"),
        "y = W_hy h + b_y: one number for each symbol, also called logits. The higher a score, the more the "
        "network expects that symbol next. They may be negative and need not add up to anything.",
        ("rnnplay/core/read_out.py", "ReadOut.score"),
        ("softmax", "probability", "W_hy"),
        "y: (V,)",
    ),
    "softmax": Term(
        ("softmax",),
        "p = exp(y) / Σ exp(y): makes scores into probabilities. All become positive, together they are 1, "
        "and only the differences between scores count.",
        (FUNCTIONS, "softmax"),
        ("scores", "probability", "temperature"),
    ),
    "probability": Term(
        ("probability", "probabilities", "p"),
        "p: how likely the network holds each symbol to be the next, from 0 to 1. It is the softmax of the "
        "scores.",
        (FUNCTIONS, "softmax"),
        ("softmax", "loss"),
        "p: (V,), adds up to 1",
    ),
    "loss": Term(
        ("loss", "mean loss", "cross-entropy", "cross entropy", "surprise"),
        "−ln p(wanted): how surprised the network is by the right answer. 0 if it was certain, ln V if it "
        "guesses blindly among V symbols. Of a text, the mean over its steps.",
        (FUNCTIONS, "cross_entropy"),
        ("nats", "perplexity", "gradient"),
        "nats",
    ),
    "nats": Term(
        ("nat",),
        "The unit of a loss made with the natural logarithm. One nat is 1.44 bits: divide by ln 2 = 0.693 to "
        "get bits.",
        (FUNCTIONS, "cross_entropy"),
        ("bits", "loss"),
    ),
    "bits": Term(
        ("bits per character", "bits a character", "bits"),
        "The loss in bits: how many yes-or-no answers a character costs on average. Blind guessing among 64 "
        "symbols costs 6, good models of English about 1.",
        (TEXT, "TextPoint"),
        ("nats", "compression", "n-gram"),
        "loss in nats / ln 2",
    ),
    "perplexity": Term(
        ("perplexity",),
        "exp(loss in nats): among how many equally likely symbols the network might as well be guessing. 1 "
        "is certainty, V is blind guessing.",
        (FUNCTIONS, "cross_entropy"),
        ("loss", "bits"),
    ),
    "accuracy": Term(
        ("accuracy",),
        "The share of questions whose likeliest answer is the right one. Where the answer is a number, close "
        "counts as right.",
        (COMPARISON, "_Exam.score"),
        ("chance", "held-out"),
    ),
    "chance": Term(
        ("chance", "guessing"),
        "The accuracy of somebody who knows the possible answers but not the clue. One of eight by guessing "
        "is 12.5 %.",
        ("rnnplay/tasks/moving_cue.py", "MovingCue"),
        ("accuracy", "gap"),
    ),
}
GRADIENT = {
    "gradient": Term(
        ("gradient", "dL/dy", "dL/dW", "dL/da"),
        "How much the loss would rise for a small rise of a number, everything else left alone. An update "
        "goes the other way. Each weight has one, and so has each score and state.",
        (MODEL, "Model.backprop"),
        ("dL-dh", "bptt", "update"),
    ),
    "dL-dh": Term(
        ("dL/dh", "dL/dc", "dL/dx", "dL/dh_T", "∂L/∂h", "dh", "dc"),
        "The gradient of the loss with respect to a state (dh in the code): how much the answer depends on "
        "what is held at that step. The sum of what its own scores and the next step send back.",
        (INSIDE, "state_gradient"),
        ("vanishing", "bptt"),
        "same shape as the state",
    ),
    "gradient-norm": Term(
        ("gradient norm", "norm of the gradient", "grad norm"),
        "The length of the gradient of all weights together: the root of the sum of their squares. Large "
        "means steep.",
        (OPTIMIZERS, "norm"),
        ("clipping", "exploding"),
    ),
    "bptt": Term(
        ("backpropagation through time", "BPTT", "backpropagation", "backward pass", "backward"),
        "The chain rule on the unrolled network, from the last step to the first. A weight serves every "
        "step, so its gradient is the sum of one contribution a step.",
        (MODEL, "Model.backprop"),
        ("truncated-bptt", "dL-dh", "W_hh"),
    ),
    "truncated-bptt": Term(
        ("truncated backpropagation through time", "truncated backpropagation", "truncated BPTT"),
        "A long text is read in chunks. The state goes on from chunk to chunk, the gradient stops at the "
        "chunk's beginning: what lies further back is used but not learned from.",
        (TEXT, "TextRun.chunk"),
        ("bptt", "carried-state", "chunk"),
    ),
    "vanishing": Term(
        ("vanishing", "vanishing gradient", "vanish"),
        "A gradient that is multiplied at each step back by something smaller than 1 is soon nothing: ρᵏ "
        "after k steps. What lies that far back cannot be learned.",
        (INSIDE, "closed_form"),
        ("exploding", "spectral-radius", "gate"),
    ),
    "exploding": Term(
        ("exploding", "exploding gradient", "explode"),
        "A gradient that is multiplied at each step back by something larger than 1 soon is huge, and one "
        "update throws the network off. Clipping mends it.",
        ("rnnplay/training/reading.py", "radius"),
        ("vanishing", "clipping"),
    ),
    "spectral-radius": Term(
        ("spectral radius", "ρ"),
        "ρ: the size of the largest eigenvalue of W_hh. Without tanh, the gradient shrinks or grows like ρᵏ "
        "over k steps: below 1 it vanishes, above 1 it explodes.",
        (INSIDE, "spectral_radius"),
        ("W_hh", "vanishing", "exploding"),
    ),
    "clipping": Term(
        ("clipping", "clip", "clipped", "unclipped"),
        "A gradient longer than a limit is shortened to it and keeps its direction; or each number is cut on "
        "its own. It mends exploding gradients, not vanishing ones. (Pascanu and others 2013)",
        (OPTIMIZERS, "clip"),
        ("gradient-norm", "exploding"),
    ),
    "gradient-check": Term(
        ("gradient check", "finite differences"),
        "A test of the backward pass: move one weight a little both ways, see how the loss changes, and "
        "compare with the gradient.",
        ("rnnplay/core/gradcheck.py", "numeric_gradient"),
        ("gradient",),
    ),
}
TRAINING = {
    "update": Term(
        ("update",),
        "One change of all weights, against the gradient: forward, loss, backward, then the optimizer's "
        "rule. Training is many of them.",
        ("rnnplay/training/session.py", "Session"),
        ("learning-rate", "optimizer", "gradient"),
    ),
    "learning-rate": Term(
        ("learning rate", "lr"),
        "How far an update goes: in SGD, w = w_prev − lr · g. Too low, and it takes forever; too high, and "
        "the loss jumps about or grows.",
        (OPTIMIZERS, "SGD.update"),
        ("update", "sgd", "adam"),
    ),
    "optimizer": Term(
        ("optimizer",),
        "The rule that turns a gradient into an update. SGD follows it plainly; Adagrad, RMSprop and Adam "
        "give each weight a step size of its own.",
        (OPTIMIZERS, "OPTIMIZERS"),
        ("sgd", "adagrad", "rmsprop", "adam"),
    ),
    "sgd": Term(
        ("SGD", "stochastic gradient descent"),
        "Stochastic gradient descent: straight down the gradient of the data at hand, w = w_prev − lr · g. "
        "(Robbins and Monro 1951)",
        (OPTIMIZERS, "SGD"),
        ("learning-rate", "adam"),
    ),
    "adagrad": Term(
        ("Adagrad",),
        "Divides each weight's step by the root of the sum of all its squared gradients so far: a weight "
        "that has moved much moves less. (Duchi, Hazan and Singer 2011)",
        (OPTIMIZERS, "Adagrad"),
        ("rmsprop", "sgd"),
    ),
    "rmsprop": Term(
        ("RMSprop", "RMSProp"),
        "Adagrad that forgets: each weight's step is divided by the root of a running mean of its squared "
        "gradients. (Tieleman and Hinton 2012)",
        (OPTIMIZERS, "RMSprop"),
        ("adagrad", "adam"),
    ),
    "adam": Term(
        ("Adam",),
        "A running mean of the gradient, divided by the root of a running mean of its square; both are "
        "corrected for their start at zero. (Kingma and Ba 2015)",
        (OPTIMIZERS, "Adam"),
        ("rmsprop", "learning-rate"),
    ),
    "teacher-forcing": Term(
        ("teacher forcing",),
        "In training the next input is the right symbol, whatever the network has answered. When it speaks "
        "by itself, it reads its own answers instead.",
        ("rnnplay/training/experiment.py", "Experiment.targets"),
        ("sampling", "loss"),
    ),
    "convergence": Term(
        ("convergence", "consistent"),
        "The training has arrived: the loss hardly falls any more. The page calls a network consistent when "
        "every prediction is the wanted symbol.",
        ("rnnplay/training/keyframes.py", "Keyframes"),
        ("loss", "update"),
    ),
    "epoch": Term(
        ("epoch", "passes over the text", "pass over the text"),
        "Once through all the training data. An update reads only a part of it, so a pass takes many "
        "updates.",
        (TEXT, "TextRun.passes"),
        ("update", "batch"),
    ),
    "batch": Term(
        ("batch", "batches"),
        "Several sequences read side by side in one update; their gradients are averaged. Larger batches "
        "give steadier gradients and cost more.",
        ("rnnplay/tasks/batch.py", "Batch"),
        ("update", "gradient"),
        "B: their number",
    ),
    "dropout": Term(
        ("dropout",),
        "In training, a random share of the numbers between layers is set to zero, so that the network "
        "cannot lean on single ones. Afterwards all are used. (Zaremba and others 2014)",
        ("rnnplay/core/cells/stack.py", "dropout_masks"),
        ("layer", "held-out"),
    ),
    "held-out": Term(
        ("held-out", "held out"),
        "Data that the network is never trained on. What it gets right there it has learned, not memorised.",
        ("rnnplay/tasks/batch.py", "held_out_rng"),
        ("accuracy", "loss"),
    ),
    "gap": Term(
        ("gap",),
        "How many steps lie between the clue and the question: so long must it be remembered, and so far "
        "must the gradient travel.",
        ("rnnplay/tasks/moving_cue.py", "MovingCue"),
        ("vanishing", "chance"),
    ),
    "matched": Term(
        ("parameter-matched", "As many weights"),
        "A fair comparison: cells get as many units as give them about the same number of weights. With as "
        "many units, an LSTM has four times the weights of a plain RNN. (Chung and others 2014)",
        (LINEUP, "matched"),
        ("unit", "weights"),
    ),
}
LANGUAGE = {
    "chunk": Term(
        ("chunk",),
        "A piece of the text that one update reads, and as far as its gradient goes back.",
        (TEXT, "TextRun.chunk"),
        ("truncated-bptt", "batch"),
    ),
    "carried-state": Term(
        ("carried state", "state carried on", "carried on"),
        "The next chunk begins with the hidden state that the last one ended with, so the network knows what "
        "came before, though no gradient goes back there.",
        (TEXT, "TextRun.advance"),
        ("truncated-bptt", "hidden-state"),
    ),
    "sampling": Term(
        ("sampling", "sample"),
        "Writing with the network: a symbol is drawn from the probabilities p and fed back as the next "
        "input, again and again.",
        (SPEAKING, "speak"),
        ("temperature", "greedy", "top-k"),
    ),
    "temperature": Term(
        ("temperature",),
        "Scores are divided by it before the softmax. Below 1 the likely becomes likelier and the text "
        "safer; above 1 the text gets bolder, and wrong more often.",
        (FUNCTIONS, "sample"),
        ("softmax", "greedy", "top-k"),
    ),
    "top-k": Term(
        ("top-k", "top k"),
        "Only the k likeliest symbols may be drawn; all the others count as impossible.",
        (SPEAKING, "draw"),
        ("temperature", "greedy"),
    ),
    "greedy": Term(
        ("greedy",),
        "Always the likeliest symbol, nothing is drawn. The same beginning then always gives the same text, "
        "and often one that goes round in circles.",
        (SPEAKING, "draw"),
        ("temperature", "sampling"),
    ),
    "n-gram": Term(
        ("n-gram", "unigram", "bigram", "five-gram"),
        "A model that only counts what followed the last n − 1 symbols: unigram none, bigram one, five-gram "
        "four. A network has learned something if it beats them.",
        (BASELINES, "Ngrams"),
        ("bits", "compression"),
    ),
    "compression": Term(
        ("compression", "compressor"),
        "What predicts well compresses well: a model that needs 2 bits per character could store the text in "
        "that. So a packing program is a bar for the network to pass.",
        (BASELINES, "compression"),
        ("bits", "n-gram"),
    ),
    "AUC": Term(
        ("AUC",),
        "How well one number tells two kinds of letters apart: of two letters, one of each kind, how often "
        "the right one has the higher value. 0.5 is chance, 1 is always.",
        (FEATURES, "auc"),
        ("probe", "unit"),
    ),
    "probe": Term(
        ("probe",),
        "A weighted sum of all units, fitted to tell one thing, such as inside quotes or not. If it can, the "
        "network holds that somewhere, though perhaps in no single unit.",
        (FEATURES, "probe"),
        ("AUC", "unit"),
    ),
}
GROUPS = {
    "The network": NETWORK,
    "Gates": GATES,
    "Scores and loss": LOSS,
    "The gradient": GRADIENT,
    "Training": TRAINING,
    "Text": LANGUAGE,
}
TERMS = {slug: term for terms in GROUPS.values() for slug, term in terms.items()}
