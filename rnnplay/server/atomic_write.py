"""Atomic writing: after an interruption, a file has its old content or its new content, never a part."""

import os
from contextlib import suppress
from pathlib import Path

from rnnplay.options.field import quote


def write_atomically(path, content):
    """Replace the file at `path` by `content`, bytes or a str, which is encoded as UTF-8.

    The content is written to a second file. When it is on the disk, the second file gets the name of the
    first.

    Raises ValueError with one sentence if the file cannot be written.
    """
    path = Path(path)
    beside = path.with_name(path.name + ".part")
    try:
        with open(beside, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException as error:  # also Ctrl-C: the second file must not remain
        with suppress(OSError):  # without a folder there is no second file
            beside.unlink()
        if isinstance(error, OSError):
            sentence = f"{quote(str(path), 200)} cannot be written: {error.strerror}."
            raise ValueError(sentence) from None
        raise
