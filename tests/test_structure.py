"""The structure of the project: the imports that each part may have, and names that must not occur.

The imports are read, not executed, so that an import inside a function counts too.
"""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each part of rnnplay, and what it may import besides the standard library and itself. No arrow runs back.
KNOWS = {
    "nn": {"numpy"},
    "tasks": {"numpy"},
    "options": {"numpy", "nn", "tasks"},
    "training": {"numpy", "nn", "tasks", "options"},
    "server": {"numpy", "nn", "tasks", "options", "training"},
}
BELOW = {*KNOWS, "numpy"}
PAGE_PACKAGES = {"streamlit", "plotly", "pandas"}
KNOWS |= {
    "app": BELOW | PAGE_PACKAGES,
    "glossary": BELOW | {"app", "streamlit"},
    "labs": BELOW | {"app", "glossary"} | PAGE_PACKAGES,
    "tour": BELOW | {"app", "labs", "streamlit"},
    "cli": BELOW | {"app", "labs", "bench"},
    "bench": BELOW | {"labs"},
    "face": {"nn", "training", "labs", "cli"},
    "frame": {"streamlit", *BELOW, "app", "glossary", "labs", "tour", "face"},
}

# Optional packages: the benchmark compares with PyTorch, and a comparison can run on Dask.
OPTIONAL = {"rnnplay/bench/pytorch.py": {"torch"}, "rnnplay/cli/dask.py": {"distributed"}}

# Imports between labs that are allowed: none.
BETWEEN_LABS = set()

TOP_LEVEL = {
    ".biome.jsonc",
    ".ci",
    ".dockerignore",
    ".gitignore",
    ".host",
    ".javascript",
    ".python-version",
    ".streamlit",
    "LICENSE",
    "README.md",
    "app.py",
    "assets",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "rnnplay",
    "tests",
}

CODE = sorted([*ROOT.glob("app.py"), *ROOT.glob("rnnplay/**/*.py")])
TESTS = sorted(ROOT.glob("tests/**/*.py"))
PAGE = sorted([*ROOT.glob("rnnplay/**/*.js"), *ROOT.glob("rnnplay/**/*.mjs")])
SHEETS = sorted(ROOT.glob("rnnplay/**/*.css"))


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(ROOT).as_posix())


def part_of(path):
    """The part of the project that a file belongs to."""
    inside = path.relative_to(ROOT).parts
    if inside[0] == "app.py":
        return "frame"
    return inside[1] if len(inside) > 2 else "face"


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def modules_imported(path):
    """(line, full name) of everything that a file imports."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def part_named(module):
    """The part of the project, or the package from elsewhere, that a full module name points into."""
    names = module.split(".")
    if names[0] != "rnnplay":
        return names[0]
    is_folder = len(names) > 1 and (ROOT / "rnnplay" / names[1]).is_dir()
    return names[1] if is_folder else "face"


@each(CODE)
def test_a_part_imports_only_what_stands_below_it(path):
    part, name = part_of(path), path.relative_to(ROOT).as_posix()
    assert part in KNOWS, f"rnnplay/{part} is no part of the design: {', '.join(KNOWS)}"
    allowed = KNOWS[part] | {part} | set(sys.stdlib_module_names)
    allowed |= OPTIONAL.get(name, set())
    wrong = [f"{name} ({line})" for line, name in modules_imported(path) if part_named(name) not in allowed]
    assert not wrong, f"{part} may import {', '.join(sorted(KNOWS[part] | {part}))}, not {', '.join(wrong)}"


@each(sorted(ROOT.glob("rnnplay/labs/*/**/*.py")))
def test_a_lab_imports_no_other_lab(path):
    lab = path.relative_to(ROOT / "rnnplay/labs").parts[0]
    found = {name.split(".")[2] for _, name in modules_imported(path) if name.startswith("rnnplay.labs.")}
    assert {other for other in found - {lab} if (lab, other) not in BETWEEN_LABS} == set()


@each(sorted(ROOT.glob("rnnplay/labs/*/**/*.py")))
def test_streamlit_stays_in_pages_panels_and_components(path):
    may = path.name == "page.py" or path.parent.name in ("panels", "component")
    assert may or "streamlit" not in {name.split(".")[0] for _, name in modules_imported(path)}


def test_the_frame_stays_small():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 40


def test_the_top_level_holds_only_what_was_agreed():
    assert top_level() <= TOP_LEVEL


def top_level():
    """The names at the top of the project: those in git, or without git all but those of tools."""
    try:
        listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    except OSError:
        listing = None
    if listing and listing.returncode == 0 and listing.stdout:
        return {line.strip('"').split("/")[0] for line in listing.stdout.splitlines()}
    names = {path.name for path in ROOT.iterdir()}
    return {name for name in names if name in TOP_LEVEL or not re.match(r"\.|__pycache__$|venv$", name)}


@cache
def words_used(path):
    """(line, word) for each name, attribute, keyword and import in a file, not in its strings or comments."""
    return tuple(_words_used(path))


def _words_used(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            owner = f"{node.value.id}." if isinstance(node.value, ast.Name) else "."
            yield node.lineno, owner + node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
    yield from modules_imported(path)


def refuse(path, forbidden):
    wrong = [f"{word} in line {line}" for line, word in words_used(path) if re.fullmatch(forbidden, word)]
    assert not wrong, wrong


@each(CODE + TESTS)
def test_text_is_never_run_as_code(path):
    refuse(path, r"(builtins\.)?(eval|exec|compile|__import__)|(importlib\.)?import_module")
    refuse(path, r"(pickle|marshal|shelve|joblib)(\..*)?|allow_pickle|(.*\.)?(read_pickle|unsafe_\w+)")


@each([path for path in CODE if path != ROOT / "rnnplay/server/worker_processes.py"])
def test_long_work_runs_in_one_place(path):
    refuse(path, r"(.*\.)?(Thread|Timer|Process|Popen|fork|spawn\w*|\w*PoolExecutor|start_new_thread)")
    refuse(path, r"(multiprocessing|subprocess|_thread)(\..*)?")


@each(PAGE)
def test_the_page_never_takes_text_for_markup(path):
    forbidden = (
        r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|srcdoc)\b"
        r"|\bdocument\s*\.\s*write|\beval\s*\(|\bnew\s+Function\b"
    )
    assert not re.findall(forbidden, path.read_text(encoding="utf-8"))


@each(TESTS)
def test_no_test_is_skipped_or_waits_blindly(path):
    refuse(path, r"(.*\.)?(skip|skipif|skipIf|skipUnless|xfail|importorskip|SkipTest|sleep)")


def test_no_javascript_test_is_skipped():
    for path in ROOT.glob("tests/js/**/*.mjs"):
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"\.(?:skip|todo|only)\b|\b(?:skip|todo|only):", text), path.name


@each(CODE + TESTS + PAGE + SHEETS)
def test_no_leftovers(path):
    assert path.stem not in ("utils", "helpers", "misc", "common"), "a file is named after what it does"
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b|\n(?:<{7}|>{7}) |\bbreak[p]oint\(", text)
    if path in PAGE:
        assert not re.findall(r"\bconsole\.(?:log|debug|trace)\b|\bdebugger\b", text)
