"""Training: what to train (Experiment), the training itself with its exact past (Session), presets."""
