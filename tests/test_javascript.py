"""Runs the tests of the page's JavaScript (tests/js) in Node.js, as modules, the way a browser loads them."""

import re
import shutil
import subprocess
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).resolve().parents[1]
OLDEST = (18, 15)  # the first Node.js with the reporter that we read


def version_of(node):
    """(major, minor) of this Node.js, or (0, 0) when it does not start."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.SubprocessError):
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", said.stdout)
    return tuple(map(int, found.groups())) if found else (0, 0)


@pytest.fixture(scope="session")
def node(say):
    """The path of a Node.js: the one on the PATH, or else the one that the playwright package carries."""
    carried = Path(playwright.__file__).parent / "driver"
    for path in (shutil.which("node"), shutil.which("node", path=carried)):
        if path and version_of(path) >= OLDEST:
            say(f"JavaScript tests used Node.js {'.'.join(map(str, version_of(path)))} at {path}.")
            return path
    pytest.fail(
        f"The JavaScript tests need Node.js {'.'.join(map(str, OLDEST))} or newer: none is on the PATH and "
        f"none starts in {carried}.",
        pytrace=False,
    )


@pytest.fixture
def run(node, tmp_path):
    """run(options, files): Node.js over these files of the project; its words are the failure when it fails.

    It works in a copy, because Node.js takes a .js file for a module only when a package.json says so, and
    this project, which needs nothing from npm, has none.
    """
    for folder in ("rnnplay", "tests/js"):
        for path in [*ROOT.glob(f"{folder}/**/*.js"), *ROOT.glob(f"{folder}/**/*.mjs")]:
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    (tmp_path / "package.json").write_text('{"type": "module"}')

    def run(options, files):
        done = subprocess.run(
            [node, *options, *files],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        if done.returncode != 0:
            pytest.fail(done.stdout.replace(str(tmp_path), str(ROOT)), pytrace=False)

    return run


def files(pattern):
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
    assert found, f"there is no {pattern}"
    return found


def test_every_module_of_the_page_parses(run):
    for path in files("rnnplay/**/*.js"):
        run(["--check"], [path])


def test_the_javascript_tests_pass(run):
    run(["--test", "--test-reporter=spec"], files("tests/js/**/*.test.mjs"))
