"""The table of the wiring tasks: five ways in which inputs and answers can follow one another, one task each.

A task is a frozen dataclass with these attributes:

    title, learn         its name, and the task in one plain sentence
    shape                how inputs and answers follow one another
    scored, right        the steps that are scored, and the condition for a right answer, in words
    inputs, outputs      names of the symbols (with `vectors`: of the numbers) that are read, and answered
    vectors              whether a step reads numbers (B, V) instead of one symbol (B,)
    steps                T of a training example
    reads                number of steps that read the input; a network that writes then reads its answers
    end                  the answer that ends a written sentence; None for a network that only reads
    chance               the share of right answers that the best constant guess gets
    baseline_name        a simpler model to compare with, in a few words
    baseline             the same in one sentence
    baseline_score()     its share of right answers on the held-out set, from 0 to 1
    baseline_answers(x)  its answers to one input x (T, 1) or (T, 1, V), by name, from the first scored step
                         on; None if it needs more than the input
    updates              a number of updates that is enough to learn it
    batch(rng, B)        -> training Batch: x, targets, weights, each (T, B) or (T, B, V)
    held_out()           -> Batch, always the same, that is never trained on
    read(given)          a visitor's input -> x (T, 1) or (T, 1, V); raises ValueError with one sentence
    first(T)             the first step that is scored if T steps read
    fed(chosen)          answers (B,) -> the next input; only of a task whose network writes
    say(chosen)          the answers by name, from the first scored step on -> a text for the page

For a network that writes, an example is right if all its scored answers are. Else each answer is scored
alone.
"""

from rnnplay.tasks.required_attributes import checked_shapes
from rnnplay.tasks.wiring.captions import Captions
from rnnplay.tasks.wiring.films import Films
from rnnplay.tasks.wiring.forms import Forms
from rnnplay.tasks.wiring.phrases import Phrases
from rnnplay.tasks.wiring.reviews import Reviews

SHAPES = checked_shapes(
    {
        "one-to-one": Forms(),
        "one-to-many": Captions(),
        "many-to-one": Reviews(),
        "encoder-decoder": Phrases(),
        "in-step": Films(),
    }
)
