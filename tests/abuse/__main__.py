"""python -m tests.abuse [inputs] [seed]: hostile inputs for every entry point, and their results."""

import re
import resource
import sys
import time

import rnnplay  # noqa: F401  (first: it sets the number of BLAS threads before NumPy is imported)

# isort: split
import numpy as np

from tests.abuse.entry_points import ENTRY_POINTS

LONGEST = 400  # characters of a sentence
SLOWEST = 2  # seconds
# Characters that end a text, break its lines or turn their direction.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def attempt(entry_point, rng):
    """Try one input -> ("accepted" or "refused", seconds). Raises AssertionError if it was neither."""
    given = entry_point.make(rng)
    began = time.perf_counter()
    try:
        sentences = [one for one in entry_point.enter(given) if one]
    except ValueError as refusal:
        sentences = [str(refusal)]
        assert sentences[0], f"nothing was said of {given!r:.300}"
    except Exception as fault:
        raise AssertionError(f"{type(fault).__name__} {fault} for {given!r:.300}") from fault
    seconds = time.perf_counter() - began
    for one in sentences:
        bad = CONTROL.search(one)
        assert not bad and len(one) <= LONGEST * (1 + one.count(". ")), f"{one!r:.600} of {given!r:.300}"
    assert seconds < SLOWEST, f"{seconds:.1f} s for {given!r:.300}"
    return "refused" if sentences else "accepted", seconds


def main(inputs=10_000, seed=0):
    shares = sum(one.share for one in ENTRY_POINTS.values())
    print(f"{'entry point':28}{'inputs':>8}{'refused':>9}{'accepted':>10}{'slowest ms':>12}{'MB':>7}")
    for number, (name, entry_point) in enumerate(ENTRY_POINTS.items()):
        count = round(inputs * entry_point.share / shares)
        found = [attempt(entry_point, np.random.default_rng([seed, number, k])) for k in range(count)]
        refused, slowest = sum(how == "refused" for how, _ in found), max(s for _, s in found)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:28}{count:8,}{refused:9,}{count - refused:10,}{1000 * slowest:12.0f}{memory:7.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
