"""Hostile inputs, drawn from a generator: texts, queries, messages, and damaged or forged files."""

import hashlib
import json
from math import inf, nan

TEXTS = (
    "",
    " ",
    "\x00",
    "\r\n",
    "\u202eolleh",
    "\ufeff",
    "e\u0301" * 40,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "%00%0a",
    "../../etc/passwd",
    "'; DROP TABLE runs; --",
    "$(rm -rf /)",
    "`id`",
    "[a](javascript:x)",
    "nan",
    "inf",
    "-inf",
    "1e999",
    "-1e999",
    "0x10",
    "1_000",
    "٣",
    "½",
    "−1",
    "+1",
    "1.0",
    "9" * 40,
    "9" * 4_400,
    "-0",
    "1e-400",
    "1,2,,3",
    "0-99999999",
    "5-1",
    ",",
    ":",
    "=",
    "a=b:c=d",
    "cue:cue",
    "lstm:forget_bias=nan",
    "rnn:" + "init=glorot:" * 50,
    "a" * 201,
    "ab" * 60_000,
    "\n" * 500,
    "null",
    "true",
    "[]",
    "{}",
    '"',
    "\\",
    "/hello?embed=true&embed_options=dark_theme",
    "//example.org/hello",
    "__import__('os')",
    "__class__",
    "h",
    "hello",
)
NUMBERS = (0, 1, -1, 2**31, 2**63, 10**400, -(10**400), 0.5, 1e308, -1e308, 5e-324, inf, -inf, nan, True)


def text(rng):
    """A text of TEXTS, two of them joined, or random characters from all of Unicode."""
    kind = rng.integers(5)
    if kind < 3:
        return TEXTS[rng.integers(len(TEXTS))]
    if kind == 3:
        return TEXTS[rng.integers(len(TEXTS))] + TEXTS[rng.integers(len(TEXTS))]
    points = rng.integers(1, 0x11000, rng.integers(1, 40))
    return "".join(chr(point) for point in points if not 0xD800 <= point < 0xE000)


def query(rng, names, values=()):
    """Parameters of an address: mostly known names, with texts or with legal values."""
    found = {}
    for _ in range(rng.integers(1, 6)):
        name = text(rng)[:40] if rng.random() < 0.1 else names[rng.integers(len(names))]
        found[name] = values[rng.integers(len(values))] if values and rng.random() < 0.3 else text(rng)
    return found


def message(rng, names, depth=3):
    """Any JSON value, with known names among the keys."""
    kind = rng.integers(8)
    if (depth == 3 and kind < 6) or (depth and kind == 6):
        keys = [
            text(rng)[:20] if rng.random() < 0.1 else names[rng.integers(len(names))]
            for _ in range(rng.integers(0, 6))
        ]
        return {key: message(rng, names, depth - 1) for key in keys}
    if depth and kind == 7:
        return [message(rng, names, depth - 1) for _ in range(rng.integers(0, 4))]
    if kind < 2:
        return NUMBERS[rng.integers(len(NUMBERS))]
    return None if kind == 2 else text(rng)


def messages(rng, good):
    """A list of messages: some of `good` (dicts), some of these with one bad value, and some of any kind."""
    found, names = [], list(dict.fromkeys(name for one in good for name in one))
    for _ in range(rng.integers(1, 7)):
        one = dict(good[rng.integers(len(good))]) if rng.random() < 0.6 else message(rng, names)
        if isinstance(one, dict) and rng.random() < 0.3:
            one[names[rng.integers(len(names))]] = message(rng, names, 1)
        found.append(one)
    return found


def damaged(rng, data):
    """The bytes of a good file after one accident of transport."""
    data, size = bytearray(data), len(data)
    match rng.integers(6):
        case 0:
            del data[rng.integers(size) :]
        case 1:
            data[rng.integers(size)] ^= 1 << int(rng.integers(8))
        case 2:
            at = rng.integers(size)
            data[at : at + 16] = rng.bytes(16)
        case 3:
            at = rng.integers(size)
            data[at:at] = rng.bytes(int(rng.integers(1, 200)))
        case 4:
            at, to = sorted(rng.integers(0, size, 2))
            del data[at : to + 1]
        case _:
            data = bytearray(rng.bytes(int(rng.integers(0, 2_000))))
    return bytes(data)


def forged(rng, data):
    """A model file with a rewritten header and the right checksum, made by somebody who knows the format."""
    _, header, numbers = data.split(b"\n", 2)
    told = json.loads(header)
    for _ in range(rng.integers(1, 4)):
        _rewrite(rng, told)
    rest = json.dumps(told).encode("utf-8", "surrogatepass") + b"\n" + numbers
    if rng.random() < 0.2:
        rest = b"[" * int(rng.integers(1, 200_000)) + b"\n" + numbers
    return b"rnnplay model 1 " + hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest


def _rewrite(rng, told):
    """Put something else at a random place of nested dicts and lists."""
    while True:
        keys = list(told) if isinstance(told, dict) else range(len(told))
        if not len(keys):
            return
        key = list(keys)[rng.integers(len(keys))]
        inner = told[key]
        if not isinstance(inner, dict | list) or not inner or rng.random() < 0.25:
            break
        told = inner
    told[key] = message(rng, ["lstm", "hidden", "updates", "vocab"], int(rng.integers(0, 3)))


def table(rng, lines, mark=","):
    """A file of lines with some cells rewritten, or damaged as any file. mark: the separator of cells."""
    if rng.random() < 0.3:
        return damaged(rng, "\n".join(lines).encode()).decode("utf-8", "replace")
    lines = list(lines)
    for _ in range(rng.integers(1, 4)):
        row = rng.integers(len(lines))
        cells = lines[row].split(mark)
        cells[rng.integers(len(cells))] = text(rng)
        lines[row] = mark.join(cells)
    return "\n".join(lines)
