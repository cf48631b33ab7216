"""Sentences about work of the server: the time that it still takes, and its reason to wait."""


def time_left(work):
    """Work -> a few words: the time that it still takes, or its reason to wait."""
    match work.status:
        case "paused":
            return "paused"
        case "waiting":
            return f"waiting: {reason_to_wait(work.wait)}"
    seconds = work.seconds_left
    return "measuring the pace" if seconds is None else f"about {duration(seconds)} left"


def reason_to_wait(wait):
    """Wait -> a few words: its reason."""
    if wait.place:
        return f"number {wait.place} in the queue; it begins by itself"
    if wait.seconds:
        until = duration(wait.seconds)
        return f"your share of this server is used up for now; it goes on by itself in {until}"
    return "other runs come first"


def waiting_sentence(wait):
    """Wait -> the sentence for a page whose short computation must wait."""
    if wait.place:
        place = f"You are number {wait.place} in the queue"
        return f"Many people are computing here right now. {place}; it goes on by itself."
    return f"Your share of this server is used up for now. It goes on by itself in {duration(wait.seconds)}."


def duration(seconds):
    """Seconds -> "71 s" or, from 100 seconds on, "7 min"."""
    return f"{max(1, seconds):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
