"""python -m tests.abuse [inputs] [seed]: hostile inputs at every door, and what became of them."""

import re
import resource
import sys
import time

import rnnplay  # noqa: F401  (first: it sets the number of BLAS threads before NumPy is imported)

# isort: split
import numpy as np

from tests.abuse.doors import DOORS

LONGEST = 400  # characters of what is said
SLOW = 2  # seconds
# What ends a text, breaks its lines or turns them round.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def attempt(door, rng):
    """-> "taken", or "refused" with a sentence; seconds. Raises AssertionError where neither is true."""
    given = door.make(rng)
    began = time.perf_counter()
    try:
        said = [one for one in door.enter(given) if one]
    except ValueError as refusal:
        said = [str(refusal)]
        assert said[0], f"nothing was said of {given!r:.300}"
    except Exception as fault:
        raise AssertionError(f"{type(fault).__name__} {fault} for {given!r:.300}") from fault
    seconds = time.perf_counter() - began
    for one in said:
        bad = UNSEEN.search(one)
        assert not bad and len(one) <= LONGEST * (1 + one.count(". ")), f"{one!r:.600} of {given!r:.300}"
    assert seconds < SLOW, f"{seconds:.1f} s for {given!r:.300}"
    return "refused" if said else "taken", seconds


def main(inputs=10_000, seed=0):
    shares = sum(door.share for door in DOORS.values())
    print(f"{'door':28}{'inputs':>8}{'refused':>9}{'taken':>8}{'slowest ms':>12}{'MB':>7}")
    for number, (name, door) in enumerate(DOORS.items()):
        count = round(inputs * door.share / shares)
        found = [attempt(door, np.random.default_rng([seed, number, k])) for k in range(count)]
        refused, slowest = sum(how == "refused" for how, _ in found), max(s for _, s in found)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{name:28}{count:8,}{refused:9,}{count - refused:8,}{1000 * slowest:12.0f}{memory:7.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
