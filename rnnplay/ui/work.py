"""What is said of work that goes on elsewhere."""


def left(work):
    """How long it will take, in words."""
    match work.status:
        case "paused":
            return "paused"
        case "waiting":
            return "waiting: other runs come first"
    seconds = work.seconds_left
    if seconds is None:
        return "measuring the pace"
    return f"about {seconds:.0f} s left" if seconds < 100 else f"about {seconds / 60:.0f} min left"
