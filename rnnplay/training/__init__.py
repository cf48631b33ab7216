"""Training, for all labs: the Experiment, its Session, one update, checkpoints, and slices of time."""
