"""Every limit of the server in one table: what it means, and its value on one's own machine and when hosted.

On one's own machine nearly all is open. RNNPLAY_HOSTED=1 chooses the values for a server that many share, and
each limit is a setting: RNNPLAY_WORKS=5 sets `works`, RNNPLAY_WORKS=none lifts it. The table is printed by

    python -m rnnplay.server.limits
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from types import SimpleNamespace

from rnnplay.options.field import Field

PREFIX = "RNNPLAY_"
HOSTED = PREFIX + "HOSTED"
NONE = "none"


@dataclass(frozen=True)
class Limit:
    """One limit. own, hosted: its two values, inf where there is none, None for one a core.

    low, high: what it may be set to, whole numbers where these are.
    """

    name: str
    what: str
    own: float | None
    hosted: float | None
    low: float
    high: float

    @property
    def variable(self):
        return PREFIX + self.name.upper()

    def field(self, label):
        """The Field that reads it, by this label."""
        kind = "integer" if isinstance(self.low, int) else "number"
        return Field(self.name, label, self.what, kind, self.low, self.high)

    def value(self, environment: Mapping[str, str]):
        """The limit as it is set. Raises ValueError with one sentence."""
        text = environment.get(self.variable)
        if not text:
            return self.hosted if is_hosted(environment) else self.own
        return inf if text.strip().lower() == NONE else self.field(self.variable).read(text)


WORKERS = Limit("workers", "processes that train", None, 2, 1, 256)
LIMITS = (
    WORKERS,
    Limit("works", "trainings of one visitor that advance at once", inf, 3, 1, 1_000),
    Limit("works_all", "trainings of all visitors that advance at once", inf, 24, 1, 10_000),
    Limit(
        "work_saved", "seconds of training that a visitor can save up, and begins with", inf, 900, 1.0, 1e6
    ),
    Limit("work_share", "seconds of training a second for one visitor after that", inf, 0.5, 0.01, 100.0),
    Limit("click", "seconds of training that one click may ask for, roughly", 86_400, 900, 1, 1_000_000),
    Limit("page_saved", "seconds of computing on the page (hello), saved up", inf, 3, 0.1, 1e6),
    Limit("page_share", "seconds of it a second for one visitor after that", inf, 0.15, 0.01, 100.0),
    Limit("page_saved_all", "the same for all visitors together, saved up", inf, 6, 0.1, 1e6),
    Limit("page_share_all", "the same for all visitors together, a second", inf, 0.7, 0.01, 100.0),
    Limit("rest", "seconds after which a training that nobody watches rests", 60, 60, 5, 86_400),
    Limit("rest_text", "the same for a language model", 900, 120, 5, 86_400),
    Limit("rooms", "language models kept for pages that are loaded anew", 100, 60, 1, 10_000),
    Limit("rooms_kept", "seconds for which they are kept after their last use", 1_800, 900, 5, 86_400),
    Limit("upload_text", "megabytes of a text that is brought", 5, 2, 1, 5),
    Limit("upload_model", "megabytes of a model that is brought", 100, 20, 1, 100),
)


def is_hosted(environment):
    """Whether this is a server for many. Raises ValueError with one sentence."""
    text = environment.get(HOSTED) or "0"
    if text not in ("0", "1"):
        raise Field("hosted", HOSTED, "", "choice", options={"0": "no", "1": "yes"}).refusal(text)
    return text == "1"


def read_limits(environment):
    """All limits by name, as this environment sets them. Raises ValueError with one sentence."""
    return SimpleNamespace(**{limit.name: limit.value(environment) for limit in LIMITS})


@lru_cache
def limits():
    """The limits of this process, read when they are first needed."""
    return read_limits(os.environ)


def table():
    """The table as text (markdown)."""
    lines = ["| setting | what it limits | own machine | hosted |", "|---|---|---:|---:|"]
    lines += [f"| `{k.variable}` | {k.what} | {_said(k.own)} | {_said(k.hosted)} |" for k in LIMITS]
    return "\n".join(lines)


def _said(value):
    return "one a core" if value is None else "no limit" if value == inf else f"{value:,g}"


if __name__ == "__main__":
    print(table())
