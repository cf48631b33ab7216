"""One visitor's board in the lab of the long gap: the race that is set up, and every run known of it.

No Streamlit in here: choices go in, runs come out, and long work is handed to the work queue.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from rnnplay.labs.gap.gradient_flow import Watched
from rnnplay.labs.gap.options import EVERYONE, Race
from rnnplay.labs.gap.results_file import finished, read_results, results_text
from rnnplay.labs.gap.runs import Run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.options.field import quote
from rnnplay.server.queue import work_queue

SHIPPED = Path(__file__).parents[3] / "assets" / "race.csv"
MOST_SETUPS, MOST_NETWORKS = 20, 12  # whose runs are kept for a visitor; that are kept with their weights
PACE = 5e-7  # seconds that one update takes for each unit of a job's cost, roughly

VIEWS = {
    "race": "The race",
    "curve": "Accuracy against gap",
    "why": "Where the gradient goes",
    "gates": "What the gates do",
    "radius": "Too small, too large",
    "sentence": "The sentence",
}


class Board:
    """What belongs to one visitor: one object, so that a page that reruns never sees half of it."""

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """`query`: the page's URL parameters. Whatever is wrong in them is said in `message`.
        visitor: the key by which computing is shared out; None for one of its own.
        """
        self.visitor, self.work_queue = visitor or uuid4().hex, work_queue
        self.race, problems = Race.from_query(query)
        self.view = query.get("view", "race")
        if self.view not in VIEWS:
            problems.append(f"View must be one of {', '.join(VIEWS)}, not {quote(self.view)}.")
            self.view = "race"
        self.message, self.drafts = " ".join(problems), {}
        self.known = {}  # Setup -> key of a job -> Run: as far as it has come
        self.before = {}  # Job -> Run: what was known of a race that is run again
        self.work = {}  # what is being computed: "race", "inside", "sentence" -> Work
        self.looked = {}  # Job -> Watched: runs that were looked into
        self.readers = {}  # Job -> Run: networks that learned a sentence
        self.reading = None  # the gap that they learned it across
        self.shipped, runs = shipped()
        self.known[self.shipped] = {run.job.key: run for run in runs}

    # ---- choices

    def choose(self, name, text):
        """Change one choice of the race; a bad one is refused with a sentence, and nothing is lost."""
        try:
            self.take(self.race.with_text(name, text))
        except ValueError as refusal:
            self.message, self.drafts = f"{refusal} Nothing was changed.", {name: text}

    def take(self, race):
        """Another race; what runs for the old one stops, and what it has computed is kept."""
        if race.setup != self.race.setup or race.cells != self.race.cells:
            self.stop("race")
        if race != self.race:
            self.stop("inside")
        if race.sentence != self.race.sentence:
            self.stop("sentence")
            self.reading = None
        self.race, self.message, self.drafts = race, "", {}

    def to_query(self):
        """dict of str to str: what opens the same set-up."""
        view = {} if self.view == "race" else {"view": self.view}
        return self.race.to_query() | view

    # ---- the race and the curve

    def jobs_of(self, view):
        """The runs that a view shows."""
        if view == "curve":
            return self.race.jobs(*self.race.gaps)
        claim = self.race.scenario
        return self.race.jobs(*(claim.gaps if claim else (self.race.gap,)))

    def found(self, job):
        """The Run that is known of a job, or None."""
        return self.known.get(job.setup, {}).get(job.key)

    def missing(self, view):
        """Those of a view's runs that are not finished."""
        return [job for job in self.jobs_of(view) if not ended(self.found(job))]

    def run(self, view, again=False):
        """Compute what is missing for a view, or all of it again."""
        self.collect()
        here = self.known.setdefault(self.race.setup, {})
        if again:
            self.stop("race")
            self.before = {job: here.pop(job.key) for job in self.jobs_of(view) if job.key in here}
        wanted = self.missing(view)
        seconds = sum(job.cost * job.setup.updates for job in wanted) * PACE
        most = self.work_queue().limits.click
        if seconds > most:
            self.message = (
                f"That is up to {seconds / 60:.0f} minutes of computing, and one click may ask for "
                f"{most / 60:.0f}: choose fewer seeds, gaps or updates, or run the command instead."
            )
            return
        self.message = ""
        runs = [self.found(job) or Run(job) for job in wanted]
        work = self.working("race")
        if work:  # it grows instead of starting over
            at_it = {run.job for run in work.tasks}
            work.add([run for run in runs if run.job not in at_it])
        elif runs:
            self.work["race"] = self.work_queue().begin(self.visitor, runs)

    def collect(self):
        """Take over what the runs at work have come to; whoever calls this is watching."""
        for work in self.work.values():
            work.look()
        for run in self.work["race"].tasks if "race" in self.work else ():
            kept = replace(run, theta=None, state=None) if run.ended else run
            self.known.setdefault(run.job.setup, {})[run.job.key] = kept
        for task in self.work["inside"].tasks if "inside" in self.work else ():
            self.looked[task.run.job] = task
        for run in self.work["sentence"].tasks if "sentence" in self.work else ():
            self.readers[run.job] = run
        for networks in (self.looked, self.readers):
            for old in list(networks)[:-MOST_NETWORKS]:
                del networks[old]
        for old in list(self.known)[:-MOST_SETUPS]:
            if old not in (self.shipped, self.race.setup):
                del self.known[old]

    def working(self, what):
        """The Work of that kind, as long as it is not over; else None."""
        work = self.work.get(what)
        return work if work and work.status in ("running", "paused", "waiting", "resting") else None

    def stop(self, what):
        """Cancel the work of one kind; what it has computed is kept."""
        self.collect()
        if what in self.work:
            self.work.pop(what).cancel()
        if what == "race":  # what was to be run again and was not, is there as before
            for job, run in self.before.items():
                if not ended(self.found(job)):
                    self.known[job.setup][job.key] = run
            self.before = {}

    def verdict(self):
        """Whether the claim holds on these runs: True or False; None where there is none, or not all ran."""
        claim = self.race.scenario
        if claim is None or self.missing("race"):
            return None
        right = {}
        for job in self.jobs_of("race"):
            right.setdefault((job.cell, job.gap), []).append(self.found(job).curve[-1].accuracy)
        return claim.holds(right)

    def results(self):
        """The finished runs of this set-up as a file (str) that `compare --out` goes on from."""
        here = self.known.get(self.race.setup, {}).values()
        return results_text(self.race.setup, [run.result.row for run in here if ended(run)])

    # ---- inside, and the sentence

    def inside_jobs(self):
        """One run a contestant, with the first seed: those that are looked into."""
        race = self.race
        return [race.job(cell, race.gap, race.seeds[0]) for cell in race.cells]

    def look_inside(self):
        """Train the contestants once more and look into them at every evaluation."""
        self.stop("inside")
        tasks = [self.looked.get(job, Watched(Run(job))) for job in self.inside_jobs()]
        todo = [task for task in tasks if not task.ended]
        if todo:
            self.work["inside"] = self.work_queue().begin(self.visitor, todo)

    def reading_jobs(self, gap):
        """The networks that learn the sentence across this gap."""
        sentence = self.race.sentence
        setup = Setup("sentence", sentence=sentence)
        return [Job(setup, cell, gap, 0) for cell in EVERYONE]

    def learn_at(self, gap):
        """Let them learn it across another gap."""
        self.reading = gap
        self.learn_sentence(gap)

    def learn_sentence(self, gap):
        """Train them, as far as they are not trained yet."""
        jobs = self.reading_jobs(gap)
        todo = [self.readers.get(job, Run(job)) for job in jobs]
        todo = [run for run in todo if not run.ended]
        work = self.working("sentence")
        if todo and not (work and {run.job for run in work.tasks} >= {run.job for run in todo}):
            self.stop("sentence")
            self.work["sentence"] = self.work_queue().begin(self.visitor, todo)


def ended(run):
    """Whether a run, or None, is finished."""
    return run is not None and run.ended


@lru_cache
def shipped():
    """-> the set-up and the runs of the race that comes with the project."""
    setup, rows = read_results(SHIPPED)
    return setup, [finished(setup, row) for row in rows]
