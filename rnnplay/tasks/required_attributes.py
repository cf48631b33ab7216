"""The attributes that every task must have. A registry refuses an incomplete task as soon as it is made."""

TASK = (
    "title learn source scored right loss chance inputs outputs vectors clues gaps rate updates lengths batch"
)
SHAPE = (
    "title learn shape scored right inputs outputs vectors steps reads end chance baseline_name baseline "
    "baseline_score baseline_answers updates batch held_out read first say"
)
LOSSES = ("cross-entropy", "squared")


def checked_tasks(tasks):
    """Check memory tasks (dict of name to task) -> the same dict. Raises ValueError with one sentence."""
    for name, task in _complete(tasks, TASK.split(), "rnnplay/tasks/__init__.py").items():
        if task.loss not in LOSSES:
            raise ValueError(f"The loss of the task {name} must be one of {', '.join(LOSSES)}.")
        unknown = [clue for clue in task.clues if clue not in task.inputs]
        if unknown or not task.clues:
            found = f"not {', '.join(map(repr, unknown))}" if unknown else "and there are none"
            raise ValueError(f"The clues of the task {name} must be among its inputs, {found}.")
    return tasks


def checked_shapes(shapes):
    """Check wiring tasks (dict of name to task) -> the same dict. Raises ValueError with one sentence."""
    where = "rnnplay/tasks/wiring/__init__.py"
    writing = {name: task for name, task in _complete(shapes, SHAPE.split(), where).items() if task.end}
    _complete(writing, ("fed",), where)
    return shapes


def _complete(tasks, required, where):
    for name, task in tasks.items():
        missing = [part for part in required if not hasattr(task, part)]
        if missing:
            raise ValueError(f"The task {name} must state its {', '.join(missing)}: see {where}.")
    return tasks
