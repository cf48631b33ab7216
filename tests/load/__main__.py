"""Measure the load that a server can carry, with clients of its own protocol, on this machine:

    python -m tests.load play                      1, 10, 25, 50 and 100 visitors who play "hello" at once
    python -m tests.load play --visitors 50        the same with 50
    python -m tests.load idle --visitors 200       visitors with an idle page
    python -m tests.load start                     seconds from the command to the first answer and update
    python -m tests.load soak --minutes 60         visitors who come, play, train and leave

It starts the app itself, with the settings of the container's image. Nothing is sent to other machines.
"""

import argparse

from tests.browser.server import Server
from tests.load import idle, play, soak, start

PARTS = {"play": play.play, "idle": idle.idle, "start": start.start, "soak": soak.soak}


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.load", usage=__doc__)
    parser.add_argument("measurement", choices=PARTS)
    parser.add_argument("--visitors", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    settings = {"RNNPLAY_HOSTED": "1", "MALLOC_ARENA_MAX": "2"}
    if options.measurement == "soak":
        settings["RNNPLAY_ROOMS_KEPT"] = str(soak.SESSION_KEPT)
    server = Server(**settings)
    server.start()
    try:
        for line in PARTS[options.measurement](server, options):
            print(line, flush=True)
        print(server.new_errors(), end="")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
