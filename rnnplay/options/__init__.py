"""The choices of all labs: their labels, ranges, defaults and readers, and the sentence about a bad value."""
