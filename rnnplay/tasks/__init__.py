"""What there is to learn, one file each; this is the table of contents. What a task is: see batch.py."""

from rnnplay.tasks.adding import Adding
from rnnplay.tasks.copy_memory import CopyMemory
from rnnplay.tasks.fixed_cue import FixedCue
from rnnplay.tasks.moving_cue import MovingCue
from rnnplay.tasks.order import Order
from rnnplay.tasks.sentence import Sentence
from rnnplay.tasks.two_cues import TwoCues

TASKS = {
    "cue": MovingCue(),
    "fixed-cue": FixedCue(),
    "two-cues": TwoCues(),
    "sentence": Sentence(),
    "order": Order(),
    "adding": Adding(),
    "copy": CopyMemory(),
}
