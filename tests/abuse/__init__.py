"""Hostile inputs for every entry point of the app: `python -m tests.abuse` tries some ten thousand."""
