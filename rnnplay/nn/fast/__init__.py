"""The same numbers as the readable path, in the fewest NumPy calls."""
