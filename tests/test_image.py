"""The container's image, as far as it can be tried without a container: its files, settings and commands."""

import asyncio
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.browser.server import ROOT, free_port
from tests.load.visitor import Visitor

DOCKERFILE = ROOT / ".host" / "Dockerfile"


def instructions():
    """[(word, what follows)] of the Dockerfile, lines that go on joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def of(word):
    return [rest for found, rest in instructions() if found == word]


@pytest.fixture
def image(tmp_path):
    """The folder /app as COPY fills it: what .dockerignore leaves, which names what is needed."""
    assert of("COPY") == ["requirements.txt .", ". ."]
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    first, *kept, caches = lines
    assert (first, caches) == ("*", "**/__pycache__") and all(line[0] == "!" for line in kept)
    folder = tmp_path / "app"
    folder.mkdir()
    for name in (line[1:] for line in kept):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def served(image):
    """-> its port, and what checks its health. The command of the image runs, with the image's settings."""
    settings = dict(word.split("=", 1) for words in of("ENV") for word in shlex.split(words))
    port = settings["PORT"] = str(free_port())
    settings["STREAMLIT_SERVER_ADDRESS"] = "127.0.0.1"  # there it is the container's own
    settings["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    (command,), (health,) = map(json.loads, of("CMD")), of("HEALTHCHECK")
    health = json.loads(health[health.index("[") :])
    process = subprocess.Popen(
        command, cwd=image, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        yield int(port), lambda: subprocess.run(health, env=settings, capture_output=True).returncode == 0
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 0 or "Stopping" in said, said
    assert "Traceback" not in said, said


def test_the_image_serves_is_healthy_and_writes_nothing(served, image):
    before = sorted(image.rglob("*"))
    port, healthy = served
    deadline = time.monotonic() + 60
    while not healthy():
        assert time.monotonic() < deadline

    async def visit():
        async with Visitor(port) as visitor:
            await visitor.visit()
            return visitor.end, visitor.troubles

    with ThreadPoolExecutor(1) as apart:  # a browser test before this one may have left its event loop behind
        updates, troubles = apart.submit(asyncio.run, visit()).result()
    assert updates >= 100 and not troubles
    assert sorted(image.rglob("*")) == before


def test_the_image_is_for_many_and_not_for_root():
    assert "RNNPLAY_HOSTED=1" in of("ENV")[0].split()
    (user,) = of("USER")
    assert int(user) > 0
    words = [word for word, _ in instructions()]
    assert words.index("USER") < words.index("CMD")


def test_the_python_version_is_the_same_everywhere():
    version = (ROOT / ".python-version").read_text().strip()
    assert of("FROM") == [f"python:{version}-slim"]
    assert f"Python {version} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'target-version = "py{version.replace(".", "")}"' in (ROOT / "pyproject.toml").read_text()
