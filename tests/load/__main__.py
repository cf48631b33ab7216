"""The table of a server's load, measured with real clients of its protocol, on this machine only:

    python -m tests.load play                      visitors who play "hello" at once: 1, 10, 25, 50, 100
    python -m tests.load play --visitors 50        the same for so many
    python -m tests.load idle --visitors 200       visitors who only stay
    python -m tests.load start                     from the command to an answer, and to the first picture
    python -m tests.load soak --minutes 60         visitors who come, play, train and leave

It starts the app itself, with the settings of the container's image. Nothing is sent anywhere else.
"""

import argparse

from tests.browser.server import Server
from tests.load import idle, play, soak, start

PARTS = {"play": play.play, "idle": idle.idle, "start": start.start, "soak": soak.soak}


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.load", usage=__doc__)
    parser.add_argument("what", choices=PARTS)
    parser.add_argument("--visitors", type=lambda text: [int(part) for part in text.split(",")])
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--minutes", type=float, default=60)
    options = parser.parse_args()
    settings = {"RNNPLAY_HOSTED": "1", "MALLOC_ARENA_MAX": "2"}
    if options.what == "soak":
        settings["RNNPLAY_ROOMS_KEPT"] = str(soak.KEPT)
    server = Server(**settings)
    server.start()
    try:
        for line in PARTS[options.what](server, options):
            print(line, flush=True)
        print(server.new_errors(), end="")
    finally:
        server.stop()


if __name__ == "__main__":
    main()
