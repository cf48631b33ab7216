"""Terms about training: updates, optimizers, and comparisons."""

from rnnplay.glossary.terms.term import GAP_SETUP, OPTIMIZERS, TEXT, Term

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
        "How far an update goes: in SGD, w = w_prev − lr · g. Too low, and training takes very long; too "
        "high, and the loss jumps up and down or grows.",
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
        "with large gradients moves less. (Duchi, Hazan and Singer 2011)",
        (OPTIMIZERS, "Adagrad"),
        ("rmsprop", "sgd"),
    ),
    "rmsprop": Term(
        ("RMSprop", "RMSProp"),
        "Like Adagrad, but it forgets old gradients: each weight's step is divided by the root of a running "
        "mean of its squared gradients. (Tieleman and Hinton 2012)",
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
        "In training the next input is the right symbol, whatever the network has answered. In sampling, the "
        "network reads its own answers instead.",
        ("rnnplay/training/experiment.py", "Experiment.targets"),
        ("sampling", "loss"),
    ),
    "convergence": Term(
        ("convergence", "consistent"),
        "The end of a training: the loss hardly falls any more. The page calls a network consistent when "
        "every prediction is the wanted symbol.",
        ("rnnplay/training/checkpoints.py", "Checkpoints"),
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
        ("rnnplay/nn/cells/stack.py", "dropout_masks"),
        ("layer", "held-out"),
    ),
    "held-out": Term(
        ("held-out", "held out"),
        "Data that the network is never trained on. Right answers there are learned, not memorised.",
        ("rnnplay/tasks/batch.py", "held_out_rng"),
        ("accuracy", "loss"),
    ),
    "gap": Term(
        ("gap",),
        "The number of steps between the clue and the question. The network must remember the clue for so "
        "long, and the gradient must go back so far.",
        ("rnnplay/tasks/memory/moving_cue.py", "MovingCue"),
        ("vanishing", "chance"),
    ),
    "matched": Term(
        ("parameter-matched", "As many weights"),
        "A fair comparison: cells get as many units as give them about the same number of weights. With as "
        "many units, an LSTM has four times the weights of a plain RNN. (Chung and others 2014)",
        (GAP_SETUP, "matched_units"),
        ("unit", "weights"),
    ),
}
