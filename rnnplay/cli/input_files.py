"""Readers of the files that a command gets, texts and models, and the sentences about bad ones."""

from rnnplay.labs.text.model_file import MOST_BYTES as MOST_MODEL_BYTES
from rnnplay.labs.text.model_file import load
from rnnplay.options.field import quote
from rnnplay.tasks.text.corpus import MOST_BYTES as MOST_TEXT_BYTES
from rnnplay.tasks.text.corpus import decode_upload


def read_text(path):
    """The text (str) of a file. Raises ValueError with one sentence that names the file."""
    return _read(path, MOST_TEXT_BYTES, decode_upload)[0]


def read_model(path):
    """The language model in a file, as model_file.load gives it. Raises ValueError as read_text does."""
    return _read(path, MOST_MODEL_BYTES, load)


def named(path):
    """A path as it stands in a sentence."""
    return quote(path, 200)


def unknown_characters(characters, consequence):
    """A sentence about characters that a model does not know, and what is done about them."""
    return f"Not in its vocabulary, and {consequence}: {quote(''.join(characters), 40)}."


def _read(path, most, decode):
    """decode(the bytes of a file), which may have `most` bytes."""
    try:
        with open(path, "rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ValueError(f"The file has more than the {most:,} bytes that are allowed.")
        return decode(data)
    except OSError as error:
        raise ValueError(f"{named(path)} cannot be read: {error.strerror}.") from None
    except ValueError as refusal:
        raise ValueError(f"{named(path)}: {refusal}") from None
