"""What there is to learn, one file each; this is the table of contents. What a task is: see batch.py."""

from rnnplay.tasks.memory.adding import Adding
from rnnplay.tasks.memory.copy_memory import CopyMemory
from rnnplay.tasks.memory.fixed_cue import FixedCue
from rnnplay.tasks.memory.moving_cue import MovingCue
from rnnplay.tasks.memory.order import Order
from rnnplay.tasks.memory.sentence import Sentence
from rnnplay.tasks.memory.two_cues import TwoCues

TASKS = {
    "cue": MovingCue(),
    "fixed-cue": FixedCue(),
    "two-cues": TwoCues(),
    "sentence": Sentence(),
    "order": Order(),
    "adding": Adding(),
    "copy": CopyMemory(),
}
