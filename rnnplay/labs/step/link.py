"""A bench to and from the parameters of a URL.

word, cell, hidden, start, seed    as everywhere, defaults left out
acts=0,1,2,h:1:0.5,keep,reset      a letter by its index, a number of a state, ...; x:1:0:0:0 is a vector
fork=3&more=2,0                    the second branch: how many of those acts it shares, and its own
edits=W_hh:1:0:0.5,b_h:2:1         numbers of the matrices
"""

from dataclasses import replace

from rnnplay.labs.step.actions import COUNT, INDEX, MOST_ACTS, NUMBER, brief, read
from rnnplay.labs.step.network import FIELDS, MOST_EDITS, Bench
from rnnplay.training.experiment import single

LONGEST = 8_000  # characters of one list


def to_query(bench):
    """dict of str to str: what from_query reads back as exactly this bench."""
    plain, query = Bench(bench.word, bench.cell, bench.hidden), {}
    for one in FIELDS:
        value = getattr(bench, one.name)
        if value != getattr(Bench, one.name):
            query[one.name] = one.write(value)
    first, *second = bench.branches
    if first != plain.branches[0]:
        query["acts"] = written(first)
    for acts in second:
        query |= {"fork": str(bench.forked), "more": written(acts[bench.forked :])}
    if bench.edits:
        query["edits"] = ",".join(":".join([name, *map(str, at), brief(x)]) for (name, at), x in bench.edits)
    return query


def from_query(query):
    """A URL's parameters (mapping of str to str) -> (Bench, list of sentences).

    Never raises: each sentence tells of a value that could not be used and what stands in for it.
    """
    values, problems = {}, []
    for one in FIELDS:
        if one.name in query:
            values[one.name], problem = one.read_or(single(query[one.name]), getattr(Bench, one.name))
            problems += [problem] if problem else []
    bench, problems = first_of([values, values | {"start": "trained"}], Bench, problems)
    for name, take in (("edits", with_edits), ("acts", with_acts), ("more", with_fork)):
        if name in query:
            try:
                bench = take(bench, query)
            except ValueError as refusal:
                problems.append(f"{str(refusal).removesuffix('.')}; “{name}” is left out.")
    return bench, problems


def first_of(choices, make, problems):
    """The first of some sets of values that are legal together, and what was wrong with the others."""
    for values in choices[:-1]:
        try:
            return make(**values), problems
        except ValueError as refusal:
            problems = [*problems, f"{str(refusal).removesuffix('.')}; trained weights are used instead."]
    return make(**choices[-1]), problems


def with_edits(bench, query):
    for word in words(query["edits"], MOST_EDITS):
        name, *at, value = word.split(":")
        bench = bench.edit(name, tuple(INDEX.read(k) for k in at), NUMBER.read(value))
    return bench


def with_acts(bench, query):
    acts = tuple(map(read, words(query["acts"], MOST_ACTS)))
    return replace(bench, branches=(acts,))


def with_fork(bench, query):
    shared = COUNT.read(single(query.get("fork", "0")))
    (first,), more = bench.branches, tuple(map(read, words(query["more"], MOST_ACTS)))
    if shared > len(first):
        raise ValueError(f"The fork cannot come after {shared} acts, where there are {len(first)}")
    return replace(bench, branches=(first, (*first[:shared], *more)), forked=shared)


def written(acts):
    """Acts -> str."""
    return ",".join(act.write() for act in acts)


def words(text, most):
    """What stands between the commas. Raises ValueError for too much of it."""
    text = single(text)
    if not isinstance(text, str) or len(text) > LONGEST or text.count(",") >= most:
        raise ValueError(f"A list here has at most {most} entries")
    return text.split(",") if text else []
