"""Checkpoints of a training, from which any other update is computed again.

update u  is replayed from checkpoint  u - u % spacing
"""

# 4 MB a training. For the hello network this is a checkpoint every 32 updates, up to the last possible
# update.
CAP = 4_000_000
SPACING = 32


class Checkpoints:
    """(theta, optimizer state) every `spacing` updates. Beyond `cap` bytes, every second one is dropped.

    The arrays are not copied, because no function changes an array that it was given.
    """

    def __init__(self, spacing=SPACING, cap=CAP):
        self.spacing, self.cap, self.kept = spacing, cap, {}

    def offer(self, update, theta, state):
        """Keep theta and state if `update` is a multiple of the spacing. Updates come in order, from 0."""
        if update % self.spacing:
            return
        self.kept[update] = (theta, state)
        size = theta.nbytes + sum(memory.nbytes for memory in state.values())
        while len(self.kept) > 2 and len(self.kept) * size > self.cap:
            self.spacing *= 2
            self.kept = {u: kept for u, kept in self.kept.items() if u % self.spacing == 0}

    def nearest(self, update):
        """The last checkpoint at or before `update`: (its update, theta, state)."""
        update -= update % self.spacing
        while update not in self.kept:
            update -= self.spacing
        return update, *self.kept[update]

    def until(self, update):
        """A copy with the checkpoints up to `update`."""
        copy = Checkpoints(self.spacing, self.cap)
        copy.kept = {u: kept for u, kept in self.kept.items() if u <= update}
        return copy
