"""The tasks with a gap, one file each: the table of contents. To add one: its file, and its line here.

A task is a frozen dataclass. It has

    title, learn         its name, and the task in one plain sentence
    source               the paper that it comes from
    scored, right        which steps are scored, and when an answer is right, in words
    loss                 "cross-entropy" (targets are symbols) or "squared" (targets are numbers)
    chance               the share of right answers that the best constant guess gets
    inputs, outputs      names of the symbols, or with `vectors` of the numbers, read and answered
    vectors              whether a step reads numbers (B, V) instead of one symbol (B,)
    clues                those of the inputs that have to be remembered: symbols, or with `vectors` numbers
                         that are 0 at all steps without a clue
    gaps                 the smallest and the largest gap
    rate, updates        a learning rate and a number of updates that are enough
    lengths(gap)         -> T, the number of steps
    batch(rng, gap, B)   -> Batch; raises ValueError for a gap out of range

The gap is the least number of steps from the clue to the step that asks for it.
"""

from rnnplay.tasks.memory.adding import Adding
from rnnplay.tasks.memory.copy_memory import CopyMemory
from rnnplay.tasks.memory.fixed_cue import FixedCue
from rnnplay.tasks.memory.moving_cue import MovingCue
from rnnplay.tasks.memory.order import Order
from rnnplay.tasks.memory.sentence import Sentence
from rnnplay.tasks.memory.two_cues import TwoCues
from rnnplay.tasks.required_attributes import checked_tasks

TASKS = checked_tasks(
    {
        "cue": MovingCue(),
        "fixed-cue": FixedCue(),
        "two-cues": TwoCues(),
        "sentence": Sentence(),
        "order": Order(),
        "adding": Adding(),
        "copy": CopyMemory(),
    }
)
