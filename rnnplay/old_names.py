"""Modules that users know by an older name, and where each of them is now.

Programs that the app exported import rnnplay.training.experiment and rnnplay.training.session. Both modules
are still there, so the table does not name them.
"""

import sys
from importlib.util import find_spec as spec_of
from importlib.util import spec_from_file_location

NEW_NAMES = {"rnnplay.training.limits": "rnnplay.server.limits"}


class OldNames:
    """Python asks this finder for each module that it finds nowhere else."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """The file of the renamed module, to be loaded under its old name; None for any other name."""
        return spec_from_file_location(name, spec_of(NEW_NAMES[name]).origin) if name in NEW_NAMES else None


def install():
    """Let old names be imported, and be run with `python -m`."""
    if OldNames not in sys.meta_path:
        sys.meta_path.append(OldNames)
