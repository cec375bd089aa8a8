"""Every test runs offscreen, in Vietnamese, with the program's own fonts."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("HN_DESK_DATA", None)
