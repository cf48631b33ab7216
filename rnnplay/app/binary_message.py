"""Arrays to the browser: one header in JSON, then the numbers as raw bytes.

4 bytes: length of the header | the header | array 1 | array 2 | ...
"""

import json
import struct

import numpy as np

KINDS = {np.dtype("<f4"): "f4", np.dtype("<f8"): "f8"}


def pack(header: dict, arrays: dict[str, np.ndarray]) -> bytes:
    """`header["arrays"]` will say how to read the arrays again. Everything is sent as float32 or float64."""
    table, numbers = laid_out(arrays)
    # No NaN in JSON: a header holds words and small finite numbers, the rest travels in the arrays.
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
