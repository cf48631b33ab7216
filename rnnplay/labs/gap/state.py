"""The state of the gap lab for one visitor: the race that is chosen, and every run computed for it.

Choices go in and runs come out; long work goes to the work queue.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from uuid import uuid4

from rnnplay.labs.gap.gradient_flow import MonitoredRun
from rnnplay.labs.gap.race_choices import FIELD, FILLER, Race
from rnnplay.labs.gap.results_file import finished_run, read_results, results_text
from rnnplay.labs.gap.runs import Run
from rnnplay.labs.gap.setup import Job, Setup
from rnnplay.nn.cells import CELLS
from rnnplay.options.field import Field
from rnnplay.options.query import read_query, refuse_choice
from rnnplay.options.refusal import still_open
from rnnplay.server.queue import work_queue

SHIPPED = Path(__file__).parents[3] / "assets" / "race.csv"
MOST_SETUPS, MOST_NETWORKS = 20, 12  # set-ups whose runs a visitor keeps; networks kept with their weights
SECONDS_PER_COST = 5e-7  # of one update, roughly; the cost is that of its Job

VIEWS = {
    "race": "The race",
    "curve": "Accuracy against gap",
    "why": "Where the gradient goes",
    "gates": "What the gates do",
    "radius": "Too small, too large",
    "sentence": "The sentence",
}
VIEW = Field("view", "View", "Which part of the lab is shown.", "choice", options=VIEWS)


class GapState:
    """The choices of one visitor, and the runs computed for them."""

    def __init__(self, query, work_queue=work_queue, visitor=None):
        """query: the page's URL parameters; bad values in them are in `refusals`.

        work_queue: a function that returns the WorkQueue; visitor: the key of this visitor's quota, None for
        a new one.
        """
        self.visitor, self.work_queue = visitor or uuid4().hex, work_queue
        self.race, refusals = Race.from_query(query)
        view, refused = read_query((VIEW,), query, {"view": "race"})
        self.view = view.get("view", "race")
        self.message, self.refusals = "", refusals | refused
        self.runs = {}  # Setup -> key of a job -> Run: finished or in training
        self.replaced = {}  # Job -> Run: the earlier runs of a race that is run again
        self.work = {}  # kind of work, "race", "monitoring" or "sentence" -> Work in the queue
        self.monitored = {}  # Job -> MonitoredRun
        self.sentence_runs = {}  # Job -> Run: networks that learn the sentence
        self.filler = 0  # the seed of the filler words between clue and answer
        self.trained_gap = None  # the gap across which they learn it; None before the first training
        self.shipped_setup, runs = shipped_runs()
        self.runs[self.shipped_setup] = {run.job.key: run for run in runs}

    # ---- choices

    def choose(self, name, text):
        """Change one choice of the race. A bad value changes nothing; its refusal is in `refusals`."""
        others = still_open(self.refusals, name)
        try:
            self.set_race(self.race.with_text(name, text))
            self.refusals = others
        except ValueError as error:
            self.refusals = others | {name: refuse_choice(self.race, FIELD[name], error, typed=text)}

    def choose_filler(self, value):
        """The filler words of the sentence by their number (int) -> whether anything changed on the page."""
        before = self.filler, self.refusals.get("filler")
        if before[1] and before[1].text == value:
            return False  # this value was refused before
        try:
            self.filler = FILLER.check(value)
            self.refusals = {name: one for name, one in self.refusals.items() if name != "filler"}
        except ValueError as error:
            self.refusals = self.refusals | {"filler": FILLER.refuse(error, self.filler, value)}
        return before != (self.filler, self.refusals.get("filler"))

    def set_race(self, race):
        """Choose another race. The work for the old one stops; the runs computed so far are kept."""
        if race.setup != self.race.setup or race.cells != self.race.cells:
            self.stop("race")
        if race != self.race:
            self.stop("monitoring")
        if race.sentence != self.race.sentence:
            self.stop("sentence")
            self.trained_gap = None
        self.race, self.message, self.refusals = race, "", {}

    def to_query(self):
        """URL parameters (dict of str to str) that open the same race and view."""
        view = {} if self.view == "race" else {"view": self.view}
        return self.race.to_query() | view

    # ---- the runs of the race and of the curve

    def jobs_of(self, view):
        """The runs (list of Job) that a view shows."""
        if view == "curve":
            return self.race.jobs(*self.race.gaps)
        claim = self.race.claim
        return self.race.jobs(*(claim.gaps if claim else (self.race.gap,)))

    def run_of(self, job):
        """The Run of a job, finished or in training; None if it has not begun."""
        return self.runs.get(job.setup, {}).get(job.key)

    def missing(self, view):
        """The runs (list of Job) of a view that are not finished."""
        return [job for job in self.jobs_of(view) if not ended(self.run_of(job))]

    def start(self, view, again=False):
        """Compute the missing runs of a view, or all its runs again."""
        self.collect()
        runs = self.runs.setdefault(self.race.setup, {})
        if again:
            self.stop("race")
            self.replaced = {job: runs.pop(job.key) for job in self.jobs_of(view) if job.key in runs}
        wanted = self.missing(view)
        seconds = sum(job.cost * job.setup.updates for job in wanted) * SECONDS_PER_COST
        most = self.work_queue().limits.click
        if seconds > most:
            self.message = (
                f"That is up to {seconds / 60:.0f} minutes of computing, and one click may ask for "
                f"{most / 60:.0f}: choose fewer seeds, gaps or updates, or run the command instead."
            )
            return
        self.message = ""
        tasks = [self.run_of(job) or Run(job) for job in wanted]
        work = self.working("race")
        if work:
            queued = {run.job for run in work.tasks}
            work.add([run for run in tasks if run.job not in queued])
        elif tasks:
            self.work["race"] = self.work_queue().begin(self.visitor, tasks)

    def collect(self):
        """Fetch the latest state of all runs in training. The queue drops work that nobody collects."""
        for work in self.work.values():
            work.look()
        for run in self.work["race"].tasks if "race" in self.work else ():
            stored = replace(run, theta=None, state=None) if run.ended else run
            self.runs.setdefault(run.job.setup, {})[run.job.key] = stored
        for task in self.work["monitoring"].tasks if "monitoring" in self.work else ():
            self.monitored[task.run.job] = task
        for run in self.work["sentence"].tasks if "sentence" in self.work else ():
            self.sentence_runs[run.job] = run
        for networks in (self.monitored, self.sentence_runs):
            for old in list(networks)[:-MOST_NETWORKS]:
                del networks[old]
        for old in list(self.runs)[:-MOST_SETUPS]:
            if old not in (self.shipped_setup, self.race.setup):
                del self.runs[old]

    def working(self, kind):
        """The Work of that kind while it runs, waits or pauses; else None."""
        work = self.work.get(kind)
        return work if work and work.status in ("running", "paused", "waiting", "resting") else None

    def stop(self, kind):
        """Cancel the work of one kind; the runs computed so far are kept."""
        self.collect()
        if kind in self.work:
            self.work.pop(kind).cancel()
        if kind == "race":  # a run that was to be repeated and was not gets its earlier result back
            for job, run in self.replaced.items():
                if not ended(self.run_of(job)):
                    self.runs[job.setup][job.key] = run
            self.replaced = {}

    def verdict(self):
        """Whether the claim holds on these runs; None if there is no claim, or if runs are missing."""
        claim = self.race.claim
        if claim is None or self.missing("race"):
            return None
        right = {}
        for job in self.jobs_of("race"):
            right.setdefault((job.cell, job.gap), []).append(self.run_of(job).curve[-1].accuracy)
        return claim.holds(right)

    def results(self):
        """The finished runs of this set-up as a file (str) that `compare --out` can continue."""
        runs = self.runs.get(self.race.setup, {}).values()
        return results_text(self.race.setup, [run.result.row for run in runs if ended(run)])

    # ---- gradient and gates

    def monitored_jobs(self):
        """The runs whose gradient and gates are measured: a Job for each contestant, with the first seed."""
        race = self.race
        return [race.job(cell, race.gap, race.seeds[0]) for cell in race.cells]

    def start_monitoring(self):
        """Train the contestants once more, and measure gradient and gates at every evaluation."""
        self.stop("monitoring")
        tasks = [self.monitored.get(job, MonitoredRun(Run(job))) for job in self.monitored_jobs()]
        unfinished = [task for task in tasks if not task.ended]
        if unfinished:
            self.work["monitoring"] = self.work_queue().begin(self.visitor, unfinished)

    # ---- the sentence

    def sentence_jobs(self, gap):
        """The runs (list of Job) that learn the sentence across this gap, one for each cell."""
        setup = Setup("sentence", sentence=self.race.sentence)
        return [Job(setup, cell, gap, 0) for cell in CELLS]

    def learn_sentence(self, gap):
        """Train a network of each cell on the sentence across this gap, where that is not done yet."""
        self.trained_gap = gap
        jobs = self.sentence_jobs(gap)
        unfinished = [self.sentence_runs.get(job, Run(job)) for job in jobs]
        unfinished = [run for run in unfinished if not run.ended]
        work = self.working("sentence")
        if unfinished and not (work and {run.job for run in work.tasks} >= {run.job for run in unfinished}):
            self.stop("sentence")
            self.work["sentence"] = self.work_queue().begin(self.visitor, unfinished)


def ended(run):
    """Whether a Run is finished; False for None."""
    return run is not None and run.ended


@lru_cache
def shipped_runs():
    """-> (Setup, list of Run) of the race that comes with the project."""
    setup, rows = read_results(SHIPPED)
    return setup, [finished_run(setup, row) for row in rows]
