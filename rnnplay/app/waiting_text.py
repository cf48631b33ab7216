"""Sentences on work of the server: how long it takes, and why it waits."""


def time_left(work):
    """How long a Work still takes, or why it waits -> a few words."""
    match work.status:
        case "paused":
            return "paused"
        case "waiting":
            return f"waiting: {reason_to_wait(work.wait)}"
    seconds = work.seconds_left
    return "measuring the pace" if seconds is None else f"about {duration(seconds)} left"


def reason_to_wait(wait):
    """The reason of a Wait -> a few words."""
    if wait.place:
        return f"number {wait.place} in the queue; it begins by itself"
    if wait.seconds:
        until = duration(wait.seconds)
        return f"your share of this server is used up for now; it goes on by itself in {until}"
    return "other runs come first"


def waiting_sentence(wait):
    """The sentence on a page whose own short computation must wait. wait: a Wait."""
    if wait.place:
        place = f"You are number {wait.place} in the queue"
        return f"Many people are computing here right now. {place}; it goes on by itself."
    return f"Your share of this server is used up for now. It goes on by itself in {duration(wait.seconds)}."


def duration(seconds):
    """Seconds -> "71 s" or, from 100 seconds on, "7 min"."""
    return f"{max(1, seconds):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
