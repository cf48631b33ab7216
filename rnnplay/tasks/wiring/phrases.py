"""Many to many, an encoder and a decoder: an English phrase, and then the French one.

x = the English words, <go>, the French words      answer from <go> on = the next French word, then a stop

One network with one set of weights does both: it reads up to <go>, then it writes. From there on, the state
after <go> is all that it has of the English phrase. In French the verb changes with the subject,
nouns have two genders, and some adjectives stand after the noun.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

from rnnplay.tasks.batch import Batch, held_out_rng
from rnnplay.tasks.wiring.words import read_words

UNSEEN, JOINED = 1008, 256  # phrases that are never trained on; held-out examples of several joined ones
MOST_JOINED = 3
SUBJECTS = {"I": "je", "you": "tu", "he": "il", "she": "elle", "we": "nous", "they": "ils"}
VERBS = {  # I, you, he and she, we, they
    "see": "vois vois voit voyons voient",
    "take": "prends prends prend prenons prennent",
    "find": "trouve trouves trouve trouvons trouvent",
    "sell": "vends vends vend vendons vendent",
    "draw": "dessine dessines dessine dessinons dessinent",
}
DETERMINERS = {"the": "le la", "a": "un une", "my": "mon ma"}  # masculine, feminine
BEFORE = {"small": "petit petite", "big": "grand grande", "old": "vieux vieille"}
AFTER = {"red": "rouge rouge", "green": "vert verte", "black": "noir noire", "white": "blanc blanche"}
ADJECTIVES = BEFORE | AFTER
MASCULINE = {"cat": "chat", "dog": "chien", "book": "livre", "garden": "jardin"}
FEMININE = {"house": "maison", "car": "voiture", "table": "table", "flower": "fleur"}
NOUNS = MASCULINE | FEMININE
PHRASES = tuple(product(SUBJECTS, VERBS, DETERMINERS, ADJECTIVES, NOUNS))
GO, STOP, AND = "<go>", ".", ("and", "et")


def english(phrase):
    """A phrase of PHRASES -> its English words."""
    subject, verb, *rest = phrase
    return (subject, verb + "s" * (subject in ("he", "she")), *rest)


def dictionary(phrase):
    """A phrase of PHRASES -> the French word for each of its English words, in their order."""
    subject, verb, determiner, adjective, noun = phrase
    person = ("I", "you", "he", "we", "they").index("he" if subject == "she" else subject)
    gender = int(noun in FEMININE)
    agreeing = (DETERMINERS[determiner].split()[gender], ADJECTIVES[adjective].split()[gender])
    return (SUBJECTS[subject], VERBS[verb].split()[person], *agreeing, NOUNS[noun])


def french(phrase):
    """A phrase of PHRASES -> its French words."""
    *words, adjective, noun = dictionary(phrase)
    return (*words, noun, adjective) if phrase[3] in AFTER else (*words, adjective, noun)


ENGLISH = (*dict.fromkeys(word for phrase in PHRASES for word in english(phrase)), AND[0])
FRENCH = (*dict.fromkeys(word for phrase in PHRASES for word in french(phrase)), AND[1], STOP)


@dataclass(frozen=True)
class Phrases:
    """joined: the largest number of phrases in an example, joined by "and". Raises ValueError."""

    joined: int = 1

    title = "A phrase and its translation"
    shape = "many to many, encoder and decoder"
    learn = "Read an English phrase to its end; then write it in French."
    scored = "Every step from <go> on: the French words and the stop."
    right = "The whole phrase is right, written without help: each word is fed back."
    baseline_name = "A dictionary"
    baseline = "A dictionary: each word by its most frequent translation, in the English order."
    # A word that both languages have, like “table”, is another symbol in each.
    inputs, outputs = (*ENGLISH, GO, *(f"fr:{word}" for word in FRENCH[:-1])), FRENCH
    vectors = False
    end = STOP
    updates = 1000

    def __post_init__(self):
        if self.joined not in range(1, MOST_JOINED + 1):
            raise ValueError(f"from 1 to {MOST_JOINED} phrases can be joined, not {self.joined!r}")

    @property
    def reads(self):
        """Steps of the longest example up to <go>."""
        return 6 * self.joined

    @property
    def steps(self):
        return 12 * self.joined - 1

    @property
    def chance(self):
        return 1 / len(PHRASES)

    def batch(self, rng, B):
        """B training examples, each of 1 to `joined` phrases -> Batch."""
        trained, _ = split()
        picks = trained[rng.integers(0, len(trained), (B, self.joined))]
        counts = rng.integers(1, self.joined + 1, B) if self.joined > 1 else np.ones(B, np.intp)
        return _make([row[:count] for row, count in zip(picks, counts, strict=True)], self.steps)

    def held_out(self, joined=1):
        """The 1,008 unseen phrases, or 256 examples of `joined` unseen phrases -> Batch, always the same."""
        return _held_out(Phrases(joined).joined)

    def baseline_score(self):
        """The share of unseen phrases that the baseline gets right."""
        return _baseline_score()

    def baseline_answers(self, x):
        """x (T, 1), <go> at its end -> the French words that the baseline gives, and the stop."""
        return (*(_best_words()[self.inputs[k]] for k in x[:-1, 0]), STOP)

    def read(self, phrase):
        """English words, as a text or a list -> x (T, 1), <go> at its end. Raises ValueError."""
        words = read_words(phrase, ENGLISH)
        return np.array([[self.inputs.index(word)] for word in (*words, GO)])

    def fed(self, chosen):
        """French words (B,) as indices of `outputs` -> x (B,) of the next step."""
        return np.minimum(chosen + len(ENGLISH) + 1, len(self.inputs) - 1)

    def first(self, T):
        """The first step that is scored if T steps read: <go>."""
        return T - 1

    def say(self, chosen):
        """The French words in one line."""
        return " ".join(word for word in chosen if word != STOP)


@cache
def split():
    """-> indices of the phrases that are trained on (4032,), and of those that never are (1008,)."""
    order = np.random.default_rng(UNSEEN).permutation(len(PHRASES))
    return order[UNSEEN:], order[:UNSEEN]


@cache
def _known():
    """-> the English and the French words of all phrases as indices, each (5040, 5)."""
    number = {word: k for k, word in enumerate(ENGLISH)}, {word: k for k, word in enumerate(FRENCH)}
    languages = zip((english, french), number, strict=True)
    return [np.array([[n[word] for word in say(phrase)] for phrase in PHRASES]) for say, n in languages]


def _make(examples, steps):
    """Lists of indices of phrases -> Batch of so many steps; steps after the stop are not scored."""
    x, targets = np.zeros((2, steps, len(examples)), np.intp)
    weights, task = np.zeros(x.shape, np.float32), Phrases
    for count in {len(row) for row in examples}:
        rows = [b for b, row in enumerate(examples) if len(row) == count]
        which = np.array([examples[b] for b in rows])
        source, wanted = (_join(words[which], n) for words, n in zip(_known(), _ands(), strict=True))
        n = 6 * count - 1
        stop = np.full((1, len(rows)), FRENCH.index(STOP))
        x[:n, rows], x[n, rows] = source, len(ENGLISH)
        targets[n : 2 * n, rows], targets[2 * n, rows] = wanted, stop
        x[n + 1 : 2 * n + 1, rows] = task.fed(task(), wanted)
        weights[n : 2 * n + 1, rows] = 1
    return Batch(x, targets, weights)


def _ands():
    return ENGLISH.index(AND[0]), FRENCH.index(AND[1])


def _join(words, joint):
    """words (B, count, 5) -> (6 * count - 1, B): the phrases with the word `joint` between them."""
    B, count, _ = words.shape
    joined = np.concatenate([words, np.full((B, count, 1), joint)], axis=2)
    return joined.reshape(B, -1)[:, :-1].T


@cache
def _held_out(joined):
    unseen = split()[1]
    rows = unseen[:, None] if joined == 1 else held_out_rng(0).choice(unseen, (JOINED, joined))
    return _make(list(rows), 12 * joined - 1)


@cache
def _best_words():
    """English word -> its most frequent French translation in the phrases that are trained on."""
    found = defaultdict(Counter)
    for phrase in (PHRASES[k] for k in split()[0]):
        for word, translation in zip(english(phrase), dictionary(phrase), strict=True):
            found[word][translation] += 1
    return {word: counter.most_common(1)[0][0] for word, counter in found.items()} | dict([AND])


@cache
def _baseline_score():
    best, unseen = _best_words(), [PHRASES[k] for k in split()[1]]
    return float(np.mean([tuple(best[word] for word in english(p)) == french(p) for p in unseen]))
