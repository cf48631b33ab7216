"""A hand run as the parameters of a URL, and back.

word, cell, hidden, start, seed    as in the other labs; defaults are left out
acts=0,1,2,h:1:0.5,keep,reset      a letter by its index, a number of a state, ...; x:1:0:0:0 is a vector
fork=3&more=2,0                    the second branch: the number of shared actions, and its own actions
edits=W_hh:1:0:0.5,b_h:2:1         edited numbers of the matrices
"""

from dataclasses import replace

from rnnplay.labs.step.actions import COUNT, INDEX, MOST_ACTIONS, NUMBER, exact, read_action
from rnnplay.labs.step.hand_run import FIELDS, MOST_EDITS, HandRun
from rnnplay.options.field import quote
from rnnplay.options.query import read_query, single
from rnnplay.options.refusal import Refusal

LONGEST = 8_000  # characters of one list


def to_query(run):
    """HandRun -> dict of str to str, which from_query reads as exactly this run."""
    default, query = HandRun(run.word, run.cell, run.hidden), {}
    for one in FIELDS:
        value = getattr(run, one.name)
        if value != getattr(HandRun, one.name):
            query[one.name] = one.write(value)
    first, *second = run.branches
    if first != default.branches[0]:
        query["acts"] = written(first)
    for actions in second:
        query |= {"fork": str(run.forked), "more": written(actions[run.forked :])}
    if run.edits:
        query["edits"] = ",".join(":".join([name, *map(str, at), exact(x)]) for (name, at), x in run.edits)
    return query


def from_query(query):
    """A link's parameters (mapping of str to str) -> (HandRun, dict of name to Refusal). Never raises."""
    values, refusals = read_query(FIELDS, query, {one.name: getattr(HandRun, one.name) for one in FIELDS})
    try:
        run = HandRun(**values)
    except ValueError as error:  # each value alone is legal, but the figure's weights do not fit the others
        run = HandRun(**values | {"start": "trained"})
        refusals["start"] = Refusal.because(error, "start", "trained weights are used instead")
    for name, (add, instead) in LISTS.items():
        if name in query:
            try:
                run = add(run, query)
            except ValueError as error:
                refusals[name] = Refusal.because(error, name, f"{instead} used instead")
    return run, refusals


def with_edits(run, query):
    for word in words(query["edits"], MOST_EDITS):
        if ":" not in word:
            raise ValueError(f"An edit of a matrix must be written like W_hh:0:1:0.5, not {quote(word)}")
        name, *at, value = word.split(":")
        run = run.edit(name, tuple(INDEX.read(k) for k in at), NUMBER.read(value))
    return run


def with_actions(run, query):
    actions = tuple(map(read_action, words(query["acts"], MOST_ACTIONS)))
    return replace(run, branches=(actions,))


def with_fork(run, query):
    shared = COUNT.read(single(query.get("fork", "0")))
    (first,), more = run.branches, tuple(map(read_action, words(query["more"], MOST_ACTIONS)))
    if shared > len(first):
        raise ValueError(f"The fork cannot come after {shared} actions, where there are {len(first)}")
    return replace(run, branches=(first, (*first[:shared], *more)), forked=shared)


def written(actions):
    """Actions -> str."""
    return ",".join(action.write() for action in actions)


def words(text, most):
    """The entries between the commas. Raises ValueError if there are more than `most`."""
    text = single(text)
    if not isinstance(text, str) or len(text) > LONGEST or text.count(",") >= most:
        raise ValueError(f"A list here has at most {most} entries")
    return text.split(",") if text else []


# The lists of a link: the function that adds each to the run, and the words for its replacement if it is bad.
LISTS = {
    "edits": (with_edits, "the unchanged weights are"),
    "acts": (with_actions, "the letters of the word are"),
    "more": (with_fork, "a single branch is"),
}
