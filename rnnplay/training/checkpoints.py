"""Moments of a training kept in memory, from which any other moment is computed again.

update u  is replayed from checkpoint  u - u % spacing
"""

# 4 MB a training: at hello size a checkpoint every 32 updates up to the last update there can be.
CAP = 4_000_000
SPACING = 32


class Checkpoints:
    """(theta, optimizer state) every `spacing` updates, spaced wider when they outgrow `cap` bytes.

    The arrays are kept, not copied: nobody changes an array once it was handed on.
    """

    def __init__(self, spacing=SPACING, cap=CAP):
        self.spacing, self.cap, self.kept = spacing, cap, {}

    def offer(self, update, theta, state):
        """Keep this moment if it is one of the spaced ones. Updates come in order, from 0."""
        if update % self.spacing:
            return
        self.kept[update] = (theta, state)
        size = theta.nbytes + sum(memory.nbytes for memory in state.values())
        while len(self.kept) > 2 and len(self.kept) * size > self.cap:
            self.spacing *= 2
            self.kept = {u: moment for u, moment in self.kept.items() if u % self.spacing == 0}

    def nearest(self, update):
        """The last kept moment at or before `update`: (its update, theta, state)."""
        update -= update % self.spacing
        while update not in self.kept:
            update -= self.spacing
        return update, *self.kept[update]

    def until(self, update):
        """A copy that knows nothing after `update`."""
        past = Checkpoints(self.spacing, self.cap)
        past.kept = {u: moment for u, moment in self.kept.items() if u <= update}
        return past
