"""Settings of all tests: one BLAS thread, and lines that tests print at the end of the run."""

import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # has an effect only before NumPy is first imported

import pytest
from hypothesis import settings

# No time limit for an example, because other programs slow the machine. All else is Hypothesis's default.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

SAID = pytest.StashKey[list[str]]()


@pytest.fixture(autouse=True)
def main_module():
    """Restore the main module: AppTest replaces it with its script, and worker processes import it."""
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def say(request):
    """say(line): prints the line in the summary at the end of the run."""
    return request.config.stash.setdefault(SAID, []).append


def pytest_sessionfinish(session):
    """Pass the lines on from the processes that run the tests."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["said"] = session.config.stash.get(SAID, [])


def pytest_testnodedown(node):
    node.config.stash.setdefault(SAID, []).extend(getattr(node, "workeroutput", {}).get("said", []))


def pytest_terminal_summary(terminalreporter, config):
    for line in dict.fromkeys(config.stash.get(SAID, [])):
        terminalreporter.write_line(line)
