"""Text: chunks of it, drawing characters, and models that only count."""

from rnnplay.glossary.terms.term import BASELINES, FEATURES, FUNCTIONS, SAMPLING, TEXT, Term

LANGUAGE = {
    "chunk": Term(
        ("chunk",),
        "The piece of the text that one update reads. The gradient goes back to its beginning and no "
        "further.",
        (TEXT, "TextRun.batch"),
        ("truncated-bptt", "batch"),
    ),
    "carried-state": Term(
        ("carried state", "state carried on", "carried on"),
        "The next chunk begins with the hidden state that the last one ended with. So the network knows what "
        "came before, though no gradient goes back there.",
        (TEXT, "TextRun.advance"),
        ("truncated-bptt", "hidden-state"),
    ),
    "sampling": Term(
        ("sampling", "sample"),
        "Writing with the network: a symbol is drawn from the probabilities p and fed back as the next "
        "input, again and again.",
        (SAMPLING, "sample_ids"),
        ("temperature", "greedy", "top-k"),
    ),
    "temperature": Term(
        ("temperature",),
        "Scores are divided by it before the softmax. Below 1, likely symbols become even likelier; above 1, "
        "unlikely symbols are drawn more often, and so are mistakes.",
        (FUNCTIONS, "sample"),
        ("softmax", "greedy", "top-k"),
    ),
    "top-k": Term(
        ("top-k", "top k"),
        "Only the k likeliest symbols may be drawn; the probability of all others is set to 0.",
        (SAMPLING, "sample_recorded"),
        ("temperature", "greedy"),
    ),
    "greedy": Term(
        ("greedy",),
        "The likeliest symbol is taken at every step; nothing is drawn. The same beginning then always gives "
        "the same text, which often repeats itself.",
        (SAMPLING, "sample_recorded"),
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
        "A model that predicts well compresses well: with 2 bits per character of loss, it could store the "
        "text in 2 bits a character. So a compression program is a baseline for the network.",
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
        "A weighted sum of all units, fitted to tell one property, such as inside quotes or not. If it can, "
        "the state holds that property, though perhaps in no single unit.",
        (FEATURES, "probe"),
        ("AUC", "unit"),
    ),
}
