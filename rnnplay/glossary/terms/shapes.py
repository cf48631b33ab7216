"""Shapes: how inputs and answers follow one another, and the baselines beside a network."""

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
        "The state after the last input, one number a unit. The decoder knows nothing else of the input.",
        (SHAPES, "Answer.summary"),
        ("encoder-decoder", "attention", "hidden-state"),
    ),
    "attention": Term(
        ("attention",),
        "For each word that it writes, the network uses the states of all words that it read, instead of one "
        "summary alone. Not used here. (Bahdanau and others 2014)",
        (SHAPES, "share_right_by_length"),
        ("summary", "encoder-decoder"),
    ),
    "fed-back": Term(
        ("fed back",),
        "The network reads its answer of one step at the next step. In training it reads the right word "
        "instead, so that one mistake does not spoil the rest.",
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
        "A simpler model, trained on the same data. A network's state is useful only if the network does "
        "better than it.",
        (LINEAR, "linear_softmax"),
        ("chance", "held-out"),
    ),
}
