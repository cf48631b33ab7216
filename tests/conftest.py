"""Shared by all tests: one BLAS thread, and a line at the end of the run for what the tests want to tell."""

import os
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # has an effect only before NumPy is first imported

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does. The rest stays as Hypothesis chose it.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

SAID = pytest.StashKey[list[str]]()


@pytest.fixture(autouse=True)
def main_module():
    """Streamlit's AppTest puts its script there and leaves it; worker processes begin with what is there."""
    own = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = own


@pytest.fixture(scope="session")
def say(request):
    """say(line): prints the line in the summary at the end of the run."""
    return request.config.stash.setdefault(SAID, []).append


def pytest_sessionfinish(session):
    """The tests run in processes of their own, which hand on what they have to tell."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["said"] = session.config.stash.get(SAID, [])


def pytest_testnodedown(node):
    node.config.stash.setdefault(SAID, []).extend(getattr(node, "workeroutput", {}).get("said", []))


def pytest_terminal_summary(terminalreporter, config):
    for line in dict.fromkeys(config.stash.get(SAID, [])):
        terminalreporter.write_line(line)
