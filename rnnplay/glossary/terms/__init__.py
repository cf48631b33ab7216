"""The words and symbols of the pages: one table, for the glossary's own page and for the notes on all pages.

`names` are the spellings by which a term is found in a text, the first one its title; a spelling in small
letters is also found with a capital and in the plural. `code` is the place in the code that computes it.
"""

from rnnplay.glossary.terms.gates import GATES
from rnnplay.glossary.terms.gradient import GRADIENT
from rnnplay.glossary.terms.language import LANGUAGE
from rnnplay.glossary.terms.loss import LOSS
from rnnplay.glossary.terms.network import NETWORK
from rnnplay.glossary.terms.shapes import WIRINGS
from rnnplay.glossary.terms.training import TRAINING

GROUPS = {
    "The network": NETWORK,
    "Gates": GATES,
    "Scores and loss": LOSS,
    "The gradient": GRADIENT,
    "Training": TRAINING,
    "Text": LANGUAGE,
    "Shapes": WIRINGS,
}
TERMS = {slug: term for terms in GROUPS.values() for slug, term in terms.items()}
