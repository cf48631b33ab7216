"""Shapes: how inputs and answers follow one another, and what a network is measured against."""

from rnnplay.glossary.terms.term import LINEAR, PHRASES, REVIEWS, SHAPES, Term

WIRINGS = {
    "encoder-decoder": Term(
        ("encoder and decoder", "encoder", "decoder"),
        "Two halves of a translation: the encoder reads to the end of the phrase, the decoder writes. Here "
        "one network with one set of weights does both.",
        (PHRASES, "Phrases"),
        ("summary", "fed-back"),
    ),
    "summary": Term(
        ("summary", "summary vector", "context vector"),
        "The state after all was read: as many numbers as there are units, and all that the writing half "
        "knows of what was read.",
        (SHAPES, "Answer.summary"),
        ("encoder-decoder", "attention", "hidden-state"),
    ),
    "attention": Term(
        ("attention",),
        "Looking back, at each word that is written, at the states of all words that were read, instead of "
        "at one summary alone. Not used here. (Bahdanau and others 2014)",
        (SHAPES, "share_right_by_length"),
        ("summary", "encoder-decoder"),
    ),
    "fed-back": Term(
        ("fed back",),
        "What the network answered at one step is what it reads at the next. In training the right word is "
        "read instead, so that one mistake does not spoil the rest.",
        (SHAPES, "unroll"),
        ("sampling", "encoder-decoder"),
    ),
    "bag-of-words": Term(
        ("bag of words", "bag-of-words"),
        "How often each word occurs, their order forgotten: “not good but funny” and “good but not funny” "
        "are the same bag.",
        (REVIEWS, "counts"),
        ("baseline",),
    ),
    "baseline": Term(
        ("baseline",),
        "A simpler model, trained on the same data. Only what a network gets beyond it shows that its state"
        " is good for something.",
        (LINEAR, "linear_softmax"),
        ("chance", "held-out"),
    ),
}
