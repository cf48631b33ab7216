"""The five ways in which a network's inputs and answers can follow one another, one task each.

This is the table of contents. A task is a frozen dataclass. It has

    title, learn         its name, and one plain sentence: what is to be learned
    shape                how inputs and answers follow one another
    scored, right        which steps count, and what counts as a right answer, in words
    inputs, outputs      names of the symbols, or with `vectors` of the numbers, read and answered
    vectors              whether a step reads numbers (B, V) instead of one symbol (B,)
    steps                T of a training example
    reads                up to this step it reads; a network that writes goes on with its own answers
    end                  the answer that ends what it writes; None for a network that only reads
    chance               the share of right answers that the best constant guess gets
    baseline_name        a simpler model to compare with, in a few words
    baseline             the same in one sentence
    baseline_score()     its share of right answers on the held-out set, from 0 to 1
    baseline_answers(x)  its answers to one input x (T, 1) or (T, 1, V), by name, from the first scored step
                         on; None where it cannot answer for an input alone
    updates              a number of updates that is known to do
    batch(rng, B)        -> Batch to be trained on: x, targets, weights, each (T, B) or more
    held_out()           -> Batch, always the same; nothing of it is ever trained on
    read(own)            a learner's own input -> x (T, 1) or (T, 1, V); raises ValueError with one sentence
    first(T)             the first step that is scored when T are read
    fed(chosen)          where it writes: answers (B,) -> what they are as the next input
    say(chosen)          the names answered, from the first scored step on, in words

An example is right when all its scored answers are, where it writes; else each scored answer counts alone.
"""

from rnnplay.tasks.wiring.captions import Scenes
from rnnplay.tasks.wiring.films import Films
from rnnplay.tasks.wiring.forms import Forms
from rnnplay.tasks.wiring.phrases import Phrases
from rnnplay.tasks.wiring.reviews import Reviews

SHAPES = {
    "one-to-one": Forms(),
    "one-to-many": Scenes(),
    "many-to-one": Reviews(),
    "encoder-decoder": Phrases(),
    "in-step": Films(),
}
