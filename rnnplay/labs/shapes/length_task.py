"""How well a network translates phrases longer than it was trained on, worked out where long work runs."""

from dataclasses import dataclass, replace

from rnnplay.labs.shapes.run import ShapeRun, by_length


@dataclass(frozen=True, eq=False)
class Lengths:
    """A task of the service of jobs; shares, in the end: number of English words -> the share got right."""

    run: ShapeRun
    shares: dict | None = None

    def advance(self, seconds):
        """All of it at once: it takes a third of a second."""
        return replace(self, shares=by_length(self.run))

    @property
    def ended(self):
        return self.shares is not None

    @property
    def share(self):
        return float(self.ended)

    @property
    def cost(self):
        return self.run.cost / 5
