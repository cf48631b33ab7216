"""The table of the memory tasks. Each task is one file. To add one, write its file and add its line here.

A task is a frozen dataclass with these attributes:

    title, learn         its name, and the task in one plain sentence
    source               the paper that it comes from
    scored, right        the steps that are scored, and the condition for a right answer, in words
    loss                 "cross-entropy" (targets are symbols) or "squared" (targets are numbers)
    chance               the share of right answers that the best constant guess gets
    inputs, outputs      names of the symbols (with `vectors`: of the numbers) that are read, and answered
    vectors              whether a step reads numbers (B, V) instead of one symbol (B,)
    clues                the inputs that must be remembered: symbols, or with `vectors` numbers that are 0 at
                         all steps without a clue
    gaps                 the smallest and the largest gap
    rate, updates        a learning rate and a number of updates that are enough
    lengths(gap)         -> T, the number of steps
    batch(rng, gap, B)   -> Batch; raises ValueError for a gap out of range

The gap is the smallest number of steps from the clue to the step whose answer needs it.
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
