"""The labs: one folder each. registry.py is the table of contents."""
