"""Every limit of the server in one table: its meaning, and its value on a user's machine and when hosted.

A user's own machine has almost no limits. RNNPLAY_HOSTED=1 chooses the values for a server that many share.
Each limit can be set: RNNPLAY_WORKS=5 sets `works`, and RNNPLAY_WORKS=none removes it. This prints the table:

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
    """One limit. local, hosted: its two values; inf: no limit, None: one for each core.

    low, high: the range of a setting, which takes whole numbers if these are whole numbers.
    """

    name: str
    what: str
    local: float | None
    hosted: float | None
    low: float
    high: float

    @property
    def variable(self):
        return PREFIX + self.name.upper()

    def field(self, label):
        """The Field that reads a setting of it; `label` names it in messages."""
        kind = "integer" if isinstance(self.low, int) else "number"
        return Field(self.name, label, self.what, kind, self.low, self.high)

    def value(self, environment: Mapping[str, str]):
        """The limit's value in this environment. Raises ValueError with one sentence."""
        text = environment.get(self.variable)
        if not text:
            return self.hosted if is_hosted(environment) else self.local
        return inf if text.strip().lower() == NONE else self.field(self.variable).read(text)


WORKERS = Limit("workers", "worker processes that train", None, 2, 1, 256)
LIMITS = (
    WORKERS,
    Limit("works", "trainings of one visitor that advance at once", inf, 3, 1, 1_000),
    Limit("works_all", "trainings of all visitors that advance at once", inf, 24, 1, 10_000),
    Limit("work_saved", "seconds of training that a visitor's full quota holds", inf, 900, 1.0, 1e6),
    Limit("work_share", "seconds of training by which the quota grows each second", inf, 0.5, 0.01, 100.0),
    Limit("click", "seconds of training that one click may start, roughly", 86_400, 900, 1, 1_000_000),
    Limit("page_saved", "seconds of computing for the hello page that a full quota holds", inf, 3, 0.1, 1e6),
    Limit("page_share", "seconds by which this quota grows each second", inf, 0.15, 0.01, 100.0),
    Limit("page_saved_all", "the same for the quota that all visitors have together", inf, 6, 0.1, 1e6),
    Limit("page_share_all", "seconds by which the quota of all grows each second", inf, 0.7, 0.01, 100.0),
    Limit("rest", "seconds after which a training that nobody watches pauses", 60, 60, 5, 86_400),
    Limit("rest_text", "the same for a language model", 900, 120, 5, 86_400),
    Limit("rooms", "sessions with a language model kept for pages that are loaded again", 100, 60, 1, 10_000),
    Limit("rooms_kept", "seconds for which a session is kept after its last use", 1_800, 900, 5, 86_400),
    Limit("upload_text", "megabytes of a text that a visitor uploads", 5, 2, 1, 5),
    Limit("upload_model", "megabytes of a model that a visitor uploads", 100, 20, 1, 100),
)


def is_hosted(environment):
    """Whether many visitors share this server. Raises ValueError with one sentence."""
    text = environment.get(HOSTED) or "0"
    if text not in ("0", "1"):
        raise Field("hosted", HOSTED, "", "choice", options={"0": "no", "1": "yes"}).refusal(text)
    return text == "1"


def read_limits(environment):
    """All limits by name, with the values of this environment. Raises ValueError with one sentence."""
    return SimpleNamespace(**{limit.name: limit.value(environment) for limit in LIMITS})


@lru_cache
def limits():
    """The limits of this process, read at the first call."""
    return read_limits(os.environ)


def table():
    """The table of limits in Markdown."""
    lines = ["| setting | what it limits | own machine | hosted |", "|---|---|---:|---:|"]
    lines += [f"| `{k.variable}` | {k.what} | {_text(k.local)} | {_text(k.hosted)} |" for k in LIMITS]
    return "\n".join(lines)


def _text(value):
    return "one a core" if value is None else "no limit" if value == inf else f"{value:,g}"


if __name__ == "__main__":
    print(table())
