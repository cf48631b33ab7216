"""Small pictures in black and white, written as text: # is black."""

import numpy as np


def drawn(text):
    """text: rows of . and # with blanks between them -> (rows, columns) of zeros and ones."""
    return np.array([[letter == "#" for letter in row] for row in text.split()], np.float32)


def noisy(rng, pictures, share):
    """The pictures with about this share of their pixels inverted."""
    return np.abs(pictures - (rng.random(pictures.shape) < share)).astype(np.float32)


def pixels(rows, columns):
    """-> the names of the pixels, row by row."""
    return tuple(
        f"row {row}, column {column}" for row in range(1, rows + 1) for column in range(1, columns + 1)
    )


def checked(picture, shape, what="the picture"):
    """-> a picture of that shape as zeros and ones (float32). Raises ValueError with one sentence."""
    try:
        picture = np.asarray(picture, np.float32)
    except (TypeError, ValueError):
        raise ValueError(f"{what} must be made of numbers, not {picture!r:.40}") from None
    if picture.shape != shape:
        raise ValueError(f"{what} must have shape {shape}, not {picture.shape}")
    wrong = picture[(picture != 0) & (picture != 1)]
    if wrong.size:
        raise ValueError(f"{what} must be made of 0 and 1, not {wrong[0]:g}")
    return picture
