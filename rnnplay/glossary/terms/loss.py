"""Scores, probabilities, and the loss."""

from rnnplay.glossary.terms.term import FUNCTIONS, GAP_RUNS, TEXT, Term

LOSS = {
    "scores": Term(
        ("score", "logits", "logit", "y"),
        "y = W_hy h + b_y: one number for each symbol, also called logits. The higher a score, the more the "
        "network expects that symbol next. They may be negative and need not add up to anything.",
        ("rnnplay/nn/fast/readout.py", "ReadOut.score"),
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
        "p: how likely each symbol is to be the next, in the network's view, from 0 to 1. It is the softmax "
        "of the scores.",
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
        "exp(loss in nats): the number of equally likely symbols among which guessing would have the same "
        "loss. 1 is certainty, V is blind guessing.",
        (FUNCTIONS, "cross_entropy"),
        ("loss", "bits"),
    ),
    "accuracy": Term(
        ("accuracy",),
        "The share of questions whose likeliest answer is the right one. Where the answer is a number, close "
        "counts as right.",
        (GAP_RUNS, "_HeldOutSet.score"),
        ("chance", "held-out"),
    ),
    "chance": Term(
        ("chance", "guessing"),
        "The accuracy of guessing: the possible answers are known, but not the clue. With eight answers it "
        "is 12.5 %.",
        ("rnnplay/tasks/memory/moving_cue.py", "MovingCue"),
        ("accuracy", "gap"),
    ),
}
