"""The layer of PyTorch that computes the same numbers as a cell."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TorchLayer:
    """torch.nn.<name>. gates: the cell's, one letter each, in the order in which PyTorch stacks them.

    options: pairs (name, value): the options with which the cell computes the same numbers.
    """

    name: str
    gates: str
    options: tuple[tuple[str, object], ...] = ()

    def fits(self, cell) -> bool:
        """Whether the cell has these options."""
        return all(getattr(cell, name) == value for name, value in self.options)
