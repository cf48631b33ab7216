"""The load that one server can carry: `python -m tests.load --help` lists the measurements."""
