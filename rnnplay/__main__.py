"""python -m rnnplay: the same experiments without a browser."""

import sys

from rnnplay.cli.parser import main

if __name__ == "__main__":
    sys.exit(main())
