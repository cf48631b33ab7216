"""Text: characters, drawing them, and models that only count."""

from rnnplay.glossary.terms.term import BASELINES, FEATURES, FUNCTIONS, SPEAKING, TEXT, Term

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
