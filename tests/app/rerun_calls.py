"""The work of a rerun: calls of Python functions of rnnplay while an unchanged page is drawn again."""

import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

OURS = str(Path(__file__).resolve().parents[2] / "rnnplay")
RERUNS = 2  # the first ones fill the caches


def calls_of_a_rerun(page, query):
    """page: a lab's page function; query: dict of str to str -> number of calls, the same every time."""
    calls = []

    def counted():
        calls.append(0)

        def count(frame, event, _):
            if event == "call" and frame.f_code.co_filename.startswith(OURS):
                calls[-1] += 1

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            page()
        finally:
            sys.setprofile(before)

    app = AppTest.from_function(_script, default_timeout=60, kwargs={"draw": counted})
    for name, value in query.items():
        app.query_params[name] = value
    for _ in range(1 + RERUNS):
        app.run()
        if app.exception:
            raise RuntimeError(app.exception[0].message)
    return calls[-1]


def _script(draw):
    draw()
