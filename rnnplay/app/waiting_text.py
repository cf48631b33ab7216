"""What is said of work that goes on elsewhere, or has to wait."""


def left(work):
    """How long it will take, in words."""
    match work.status:
        case "paused":
            return "paused"
        case "waiting":
            return f"waiting: {waits(work.wait)}"
    seconds = work.seconds_left
    return "measuring the pace" if seconds is None else f"about {span(seconds)} left"


def waits(wait):
    """What a work waits for, in words."""
    if wait.place:
        return f"number {wait.place} in the queue; it begins by itself"
    if wait.seconds:
        return f"your share of this server is used up for now; it goes on by itself in {span(wait.seconds)}"
    return "other runs come first"


def later(wait):
    """What is said where a page's own computing must wait: a sentence."""
    if wait.place:
        many = f"You are number {wait.place} in the queue"
        return f"Many people are computing here right now. {many}; it goes on by itself."
    return f"Your share of this server is used up for now. It goes on by itself in {span(wait.seconds)}."


def span(seconds):
    """A length of time, as a person says it."""
    return f"{max(1, seconds):.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
