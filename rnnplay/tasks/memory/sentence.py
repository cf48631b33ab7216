"""I grew up in France ... I speak fluent ___: a clue, filler words, and the word that belongs to the clue.

x = lead, clue, filler ... filler, tail        answer after the last word = the one that belongs to the clue
"""

import re
from dataclasses import dataclass

import numpy as np

from rnnplay.tasks.batch import LONGEST, ask_at_end, check_gap

LANGUAGES = {
    "France": "French",
    "Italy": "Italian",
    "Spain": "Spanish",
    "Germany": "German",
    "Japan": "Japanese",
    "Russia": "Russian",
    "Greece": "Greek",
    "Poland": "Polish",
}
PHRASES = (
    "with my two sisters",
    "near the old harbour",
    "in a small white house",
    "by the river",
    "where I learned to swim",
    "until the war was over",
    "and later I studied medicine",
    "then we moved to the coast",
    "my father built boats",
    "my mother taught music",
    "and wrote many long letters",
    "we had little money",
    "but we were happy",
    "every summer it rained",
    "and so the years went by",
    "as people do",
    "of course",
    "in those days",
    "then",
    "still",
    "today",
    "and",
)
TAIL = 3  # words directly before the answer, at every gap
MOST_WORDS, MOST_LETTERS = 100, 2000
_MARKED = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Sentence:
    """clues and answers: pairs; phrases: fill the gap; tail: the last words before the answer."""

    lead: tuple = ("I", "grew", "up", "in")
    clues: tuple = tuple(LANGUAGES)
    answers: tuple = tuple(LANGUAGES.values())
    phrases: tuple = tuple(tuple(phrase.split()) for phrase in PHRASES)
    tail: tuple = ("I", "speak", "fluent")

    title = "The sentence"
    source = "The example in Olah 2015, Understanding LSTM Networks, as a family of generated sentences."
    scored = "The last word but one, which calls for the answer."
    right = "The answer has the highest score."
    loss = "cross-entropy"
    vectors = False
    rate, updates = 0.005, 600

    @classmethod
    def from_text(cls, text):
        """A learner's sentence (str) with clue and answer in brackets -> Sentence.

        [France] ... [French], or with other pairs: [cats|dogs] ... [meow|bark]. The words between them
        may fill the gap too. Raises ValueError with a sentence that names the missing part.
        """
        if len(text) > MOST_LETTERS or len(text.split()) > MOST_WORDS:
            raise ValueError(f"a sentence may have {MOST_WORDS} words and {MOST_LETTERS:,} letters, not more")
        parts = _MARKED.split(text)
        if len(parts) != 5:
            raise ValueError(f"mark one clue and one answer, like [France] … [French], not {len(parts) // 2}")
        lead, clue, between, answer, _ = parts
        clues, answers = (tuple(word.strip() for word in marked.split("|")) for marked in (clue, answer))
        if len(clues) == 1 and LANGUAGES.get(clues[0]) == answers[0]:
            others = {country: word for country, word in LANGUAGES.items() if country != clues[0]}
            clues, answers = (*clues, *others), (*answers, *others.values())
        if len(clues) != len(answers) or len(set(clues)) < len(clues) or "" in clues + answers:
            raise ValueError(f"each clue needs its own answer, but there are {clue!r} and {answer!r}")
        if len(set(answers)) < 2:
            raise ValueError("give at least two pairs to tell apart, like [cats|dogs] … [meow|bark]")
        between = between.split()
        middle = between[:-TAIL]
        cut = [tuple(middle[at : at + TAIL]) for at in range(0, len(middle), TAIL)]
        cut = tuple(phrase for phrase in cut if not set(phrase) & {*clues, *answers})
        return cls(tuple(lead.split()), clues, answers, cls.phrases + cut, tuple(between[-TAIL:]))

    @property
    def learn(self):
        if self.clues == tuple(LANGUAGES):
            return (
                "Someone names a country and talks on for a while; at the end, say which language they speak."
            )
        return "One word is the clue, others go by; at the end, say the word that belongs to it."

    @property
    def chance(self):
        return max(self.answers.count(word) for word in self.outputs) / len(self.answers)

    @property
    def inputs(self):
        words = (*self.clues, *self.lead, *(word for phrase in self.phrases for word in phrase), *self.tail)
        return tuple(dict.fromkeys(words))

    @property
    def outputs(self):
        return tuple(dict.fromkeys(self.answers))

    @property
    def gaps(self):
        return max(1, len(self.tail)), LONGEST

    def lengths(self, gap):
        """Number of words that are read, T. Of these, `gap` stand between clue and answer."""
        return len(self.lead) + 1 + gap

    def batch(self, rng, gap, B):
        """B sentences. Raises ValueError for a bad gap."""
        check_gap(self, gap)
        number = {word: k for k, word in enumerate(self.inputs)}
        pairs = rng.integers(0, len(self.clues), B)
        fill, clue = gap - len(self.tail), len(self.lead)
        x = np.zeros((self.lengths(gap), B), np.intp)
        x[:clue] = np.array([number[word] for word in self.lead], np.intp)[:, None]
        x[clue] = [number[self.clues[pair]] for pair in pairs]
        picks = rng.integers(0, 2**31, (B, fill)).tolist()
        by_room = self._by_room(number, fill)
        x[clue + 1 : clue + 1 + fill] = np.array([_filler(by_room, row) for row in picks], np.intp).T
        x[clue + 1 + fill :] = np.array([number[word] for word in self.tail], np.intp)[:, None]
        outputs = self.outputs
        return ask_at_end(x, [outputs.index(self.answers[pair]) for pair in pairs])

    def write(self, rng, gap, pair):
        """One sentence (T,) with clue number `pair`. Raises ValueError for a bad gap.

        With generators of the same seed, all clues get the same filler words, and the fillers of a wide gap
        begin with those of a narrow gap, except for its last few words.
        """
        check_gap(self, gap)
        number = {word: k for k, word in enumerate(self.inputs)}
        fill = gap - len(self.tail)
        picks = rng.integers(0, 2**31, LONGEST).tolist()[:fill]
        before, after = (*self.lead, self.clues[pair]), self.tail
        filler = _filler(self._by_room(number, fill), picks)
        return np.array([*map(number.get, before), *filler, *map(number.get, after)], np.intp)

    def _by_room(self, number, room):
        """by_room[n]: the phrases of at most n words, as symbols, for n up to the longest phrase that
        fits.
        """
        phrases = [[number[word] for word in phrase] for phrase in self.phrases]
        longest = min(room, max(map(len, phrases)))
        return [[phrase for phrase in phrases if len(phrase) <= n] for n in range(longest + 1)]


def _filler(by_room, picks):
    """picks (n,) random numbers -> n words as symbols: whole phrases that fill the room exactly."""
    words, n = [], len(picks)
    for pick in picks:
        fitting = by_room[min(n - len(words), len(by_room) - 1)]
        if not fitting:
            break
        words += fitting[pick % len(fitting)]
    return words
