"""The container's image, as far as it can be tested without a container: its files, settings and commands."""

import asyncio
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.browser.server import ROOT, free_port
from tests.load.hello_visitor import HelloVisitor

DOCKERFILE = ROOT / ".host" / "Dockerfile"


def instructions():
    """[(instruction, its arguments)] of the Dockerfile, with continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def arguments_of(word):
    return [rest for found, rest in instructions() if found == word]


def path():
    """A PATH with the folder of this Python first."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])


@pytest.fixture
def image(tmp_path):
    """The folder /app after COPY and RUN, from a clone that only its owner can read.

    .dockerignore names the files that are copied.
    """
    assert arguments_of("COPY") == ["requirements.txt .", ". ."]
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
    for file in [folder, *folder.rglob("*")]:
        file.chmod(0o700 if file.is_dir() else 0o600)
    prepare, user = arguments_of("RUN")[-1].split(" && useradd ")
    assert user.endswith(arguments_of("USER")[0] + " rnnplay")
    subprocess.run(["sh", "-c", prepare], cwd=folder, env={"PATH": path()}, umask=0o022, check=True)
    return folder


@pytest.fixture
def elsewhere():
    """The address of a proxy that stands for every other server. A request to it fails the test."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield "http://{}:{}".format(*listener.getsockname())
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


@pytest.fixture
def served(image, elsewhere):
    """-> (its port, a function that checks its health), while the image's command runs with its settings."""
    settings = dict(word.split("=", 1) for words in arguments_of("ENV") for word in shlex.split(words))
    port = settings["PORT"] = str(free_port())
    settings["STREAMLIT_SERVER_ADDRESS"] = "127.0.0.1"  # only a container has a network of its own
    settings |= {"PATH": path(), "http_proxy": elsewhere, "https_proxy": elsewhere}  # as Docker may set them
    (command,), (health,) = map(json.loads, arguments_of("CMD")), arguments_of("HEALTHCHECK")
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
    assert "URL" not in said, said  # Streamlit's welcome, which asks another server for the public address


def test_the_image_serves_is_healthy_and_writes_nothing(served, image):
    before = sorted(image.rglob("*"))
    port, healthy = served
    deadline = time.monotonic() + 60
    while not healthy():
        assert time.monotonic() < deadline

    async def visit():
        async with HelloVisitor(port) as visitor:
            await visitor.visit()
        with pytest.raises(InvalidStatus, match="403"):  # and no other server was asked about the origin
            await connect(f"ws://127.0.0.1:{port}/_stcore/stream", origin="http://elsewhere.test")
        return visitor.end, visitor.troubles

    # In another thread: a browser test before this one may have left an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        updates, troubles = thread.submit(asyncio.run, visit()).result()
    assert updates >= 100 and not troubles
    assert sorted(image.rglob("*")) == before


def test_every_user_can_read_every_file_in_the_image(image):
    for file in [image, *image.rglob("*")]:
        mode = file.stat().st_mode & 0o777
        assert mode == (0o755 if file.is_dir() else 0o644), file
    assert list(image.glob("rnnplay/**/*.pyc"))


def test_the_image_is_hosted_and_does_not_run_as_root():
    assert "RNNPLAY_HOSTED=1" in arguments_of("ENV")[0].split()
    (user,) = arguments_of("USER")
    assert int(user) > 0
    words = [word for word, _ in instructions()]
    assert words.index("USER") < words.index("CMD")


def test_the_python_version_is_the_same_everywhere():
    version = (ROOT / ".python-version").read_text().strip()
    assert arguments_of("FROM") == [f"python:{version}-slim"]
    assert f"Python {version} or newer" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f'target-version = "py{version.replace(".", "")}"' in (ROOT / "pyproject.toml").read_text()
