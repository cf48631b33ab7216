"""Old names of modules that users know, and the new name of each.

Exported programs import rnnplay.training.experiment and rnnplay.training.session. These names have not
changed, so the table does not have them.
"""

import sys
from importlib.util import find_spec as spec_of
from importlib.util import spec_from_file_location

NEW_NAMES = {"rnnplay.training.limits": "rnnplay.server.limits"}


class OldNames:
    """The finder that Python asks for a module that no other finder has."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        """The file of the renamed module, to be loaded under its old name; None for any other name."""
        return spec_from_file_location(name, spec_of(NEW_NAMES[name]).origin) if name in NEW_NAMES else None


def install():
    """Let old names be imported, and be run with `python -m`."""
    if OldNames not in sys.meta_path:
        sys.meta_path.append(OldNames)
