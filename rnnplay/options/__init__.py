"""A choice: its label, range and default, how it is read, and the one sentence that a bad value gets."""
