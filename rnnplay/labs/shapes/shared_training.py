"""The training of one network of the five shapes, shared by all visitors who watch the same setup.

After the training of an encoder and decoder, its results on longer phrases are measured as well.
No Streamlit in here: the work is handed to the work queue.
"""

from dataclasses import replace

import numpy as np

from rnnplay.labs.shapes.run import ShapeRun, share_right_by_length
from rnnplay.server.one_slice_task import OneSliceTask


class SharedTraining:
    """The network of a setup with its progress, and the work that trains it."""

    def __init__(self, setup, work_queue, shared_runs, visitor):
        """setup: ShapeSetup; work_queue(): gives the WorkQueue; visitor: the key of a quota (str)."""
        self.setup, self.work_queue, self.shared_runs, self.visitor = setup, work_queue, shared_runs, visitor
        self.run, self.work, self.shared, self.paused = ShapeRun(setup), None, False, False
        self.measuring = self.by_length = None  # the work that measures longer phrases, and its result

    def collect(self):
        """Fetch the latest results. The first call begins the training; its end begins the measuring."""
        if not self.run.ended and not self.paused:
            if self.work is None:
                self._begin()
            if self.work is not None:
                self.work.look()
                self.run = self.work.tasks[0]
                if self.work.status == "cancelled":  # too many runs were shared: continue unshared
                    self.work, self.shared = None, False
        if self.run.ended and self.work is not None:
            self.shared_runs.keep(self.setup, replace(self.run, state=None))
            self.leave()
        if self.run.ended and self.has_lengths and self.by_length is None:
            self._measure()

    def _begin(self):
        if self.run.theta is None:
            finished = self.shared_runs.find(self.setup)
            if finished is not None:
                self.run = finished
                return
            self.shared = True
            self.work = self.shared_runs.join(self.setup, self, self.work_queue(), [self.run])
        else:
            self.work = self.work_queue().begin(self.visitor, [self.run])

    def _measure(self):
        key = self._length_key
        self.by_length = self.shared_runs.find(key)
        if self.by_length is None:
            if self.measuring is None:
                run = replace(self.run, state=None)
                task = OneSliceTask(share_right_by_length, run.cost / 5, (run,))
                self.measuring = self.shared_runs.join(key, self, self.work_queue(), [task])
            self.measuring.look()
            self.by_length = self.measuring.tasks[0].result
            if self.by_length is not None:
                self.shared_runs.keep(key, self.by_length)
        if self.by_length is not None:
            self._leave_measuring()

    def pause(self):
        """Pause for this visitor. Others continue; after the pause this visitor's training is no longer
        shared.
        """
        if self.work is not None:
            self.run = self.work.tasks[0]
        self.leave()
        self.paused = not self.run.ended

    def resume(self):
        """Continue after a pause."""
        self.paused = False
        self.collect()

    def restart(self):
        """Train from the start, unshared. The numbers are the same again."""
        self.leave()
        self.run, self.by_length = ShapeRun(self.setup), None
        self.work = self.work_queue().begin(self.visitor, [self.run])

    def leave(self):
        """Stop watching: work that nobody else watches is cancelled."""
        if self.work is not None:
            if self.shared:
                self.shared_runs.leave(self.setup, self)
            else:
                self.work.cancel()
        self._leave_measuring()
        self.work, self.shared, self.paused = None, False, False

    def _leave_measuring(self):
        if self.measuring is not None:
            self.shared_runs.leave(self._length_key, self)
        self.measuring = None

    @property
    def _length_key(self):
        return "lengths", self.setup

    @property
    def status(self):
        """begins, running, waiting, resting, failed, paused, or done."""
        if self.run.ended:
            return "done"
        if self.paused:
            return "paused"
        if self.work is None:
            return "begins"
        # Work that is done but not collected has new results to show.
        return "running" if self.work.status == "done" else self.work.status

    @property
    def trouble(self):
        """One sentence about why the training failed, or an empty one."""
        return "" if self.work is None else self.work.trouble

    @property
    def goes_on(self):
        """Whether new results are to come."""
        failed = self.measuring is not None and self.measuring.status == "failed"
        measures = self.run.ended and self.has_lengths and self.by_length is None and not failed
        return measures or self.status not in ("done", "paused", "failed")

    @property
    def has_lengths(self):
        """Whether results by length of phrase are measured for this network."""
        return self.setup.shape == "encoder-decoder" and not self.overflowed

    @property
    def overflowed(self):
        """Whether the training ended because its numbers overflowed."""
        return bool(self.run.curve) and bool(np.isnan(self.run.curve[-1].loss))
