"""An experiment whose numbers overflow, for tests of such trainings."""

from rnnplay.training.experiment import Experiment


class DivergingExperiment(Experiment):
    """From update 20 on it climbs the loss, in steps as large as numbers can be."""

    def lr_at(self, t):
        return -1e308 if t >= 20 else super().lr_at(t)
