"""python -m rnnplay: the same experiments without a browser."""

import sys

from rnnplay.commands import main

if __name__ == "__main__":
    sys.exit(main())
