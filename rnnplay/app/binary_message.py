"""A message to the browser: a header in JSON, then arrays as raw bytes.

4 bytes: length of the header | the header | array 1 | array 2 | ...
"""

import json
import struct

import numpy as np

KINDS = {np.dtype("<f4"): "f4", np.dtype("<f8"): "f8"}


def pack(header: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """A header and arrays (sent as float32 or float64) -> one message. header["arrays"] lists the arrays."""
    table, numbers = laid_out(arrays)
    # JSON has no NaN: a header holds words and finite numbers, the rest is in the arrays.
    text = json.dumps({**header, "arrays": table}, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-(4 + len(text)) % 8)
    return b"".join([struct.pack("<I", len(text)), text, numbers])


def laid_out(arrays: dict[str, np.ndarray]) -> tuple[list, bytes]:
    """Arrays by name -> (name, kind and shape of each, their bytes one after another)."""
    table, parts = [], []
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        if array.dtype not in KINDS:
            array = array.astype("<f4")
        table.append({"name": name, "kind": KINDS[array.dtype], "shape": list(array.shape)})
        parts.append(array.tobytes())
    return table, b"".join(parts)
