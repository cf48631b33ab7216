"""One way to write a file: after an interruption its old content is still there, never a part of the new."""

import os
from contextlib import suppress
from pathlib import Path

from rnnplay.options.field import quote


def write_atomically(path, content):
    """Replace the file at `path` by `content`, bytes or a str, which is encoded as UTF-8.

    The content goes to a file beside it first, and reaches the disk before it takes the name.

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
    except BaseException as error:  # also Ctrl-C, which must leave no file beside
        with suppress(OSError):  # where the folder is missing, so is this file
            beside.unlink()
        if isinstance(error, OSError):
            sentence = f"{quote(str(path), 200)} cannot be written: {error.strerror}."
            raise ValueError(sentence) from None
        raise
