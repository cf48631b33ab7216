"""The page's JavaScript: its tests (tests/js) run in Node.js, and tools check its form, rules and types."""

import re
import shutil
import subprocess
from pathlib import Path

import playwright
import pytest

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".javascript"  # which tools, in which version
OLDEST = (18, 15)  # the first Node.js with the reporter that we read
LONGEST = 120  # columns


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
        run_or_fail([node, *options, *files], tmp_path)

    return run


@pytest.fixture(scope="session")
def check(node, tmp_path_factory):
    """check(tool, *arguments): a tool from npm; its output is the failure when it fails."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.fail("The checks of the JavaScript need npm: it is not on the PATH.", pytrace=False)
    folder = tmp_path_factory.mktemp("javascript-tools")
    for path in TOOLS.glob("package*.json"):
        shutil.copyfile(path, folder / path.name)
    run_or_fail([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)

    def check(tool, *arguments):
        run_or_fail([node, folder / "node_modules" / tool, *arguments], ROOT)

    return check


def run_or_fail(command, folder):
    """Run the command in the folder; when it fails, its output is the failure of the test."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(done.stdout.replace(str(folder), str(ROOT)), pytrace=False)


def files(pattern):
    found = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
    assert found, f"there is no {pattern}"
    return found


def test_every_module_of_the_page_parses(run):
    for path in files("rnnplay/**/*.js"):
        run(["--check"], [path])


def test_the_javascript_tests_pass(run):
    run(["--test", "--test-reporter=spec"], files("tests/js/**/*.test.mjs"))


def test_the_javascript_is_formatted_and_keeps_the_linters_rules(check):
    check("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "--colors=off")


def test_the_types_of_the_shared_modules_fit(check):
    check("typescript/bin/tsc", "--project", TOOLS)


@pytest.mark.parametrize("kind", ["rnnplay/**/*.js", "rnnplay/**/*.css", "tests/**/*.js", "tests/**/*.mjs"])
def test_no_line_is_too_long(kind):
    long = [
        f"{path}:{number}"
        for path in files(kind)
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not long
