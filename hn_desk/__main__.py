"""`python -m hn_desk`: a command, or the window when none is named."""

import sys

from hn_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
