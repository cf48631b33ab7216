"""What the words and symbols on the pages mean: one table, for the page that lists them and for every other.

`names` are the spellings by which a term is found in a text, the first one its title; a spelling in small
letters is also found with a capital and in the plural. `code` is the place that says the same exactly.
"""

from rnnplay.training.glossary.gates import GATES
from rnnplay.training.glossary.gradient import GRADIENT
from rnnplay.training.glossary.language import LANGUAGE
from rnnplay.training.glossary.loss import LOSS
from rnnplay.training.glossary.network import NETWORK
from rnnplay.training.glossary.shapes import WIRINGS
from rnnplay.training.glossary.training import TRAINING

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
