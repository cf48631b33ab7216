"""The command line: one file for each command, and parser.py, the table of commands."""
