"""The mathematics: cells, the unrolled model, optimizers. NumPy only."""
