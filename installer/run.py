"""`make run`: the program on the training office, or the whole day offscreen where there is no display."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

TRAINING: Final = Path("training")
RESULTS: Final = Path("build/day")


def main() -> int:
    """Run one of the two and hand on its exit code."""
    if has_display():
        print(f"HN Desk opens on the training office in {TRAINING}/ (logins: see README.md).")
        return run("-m", "hn_desk", "--data", str(TRAINING))
    print("No display: a clerk's whole day runs through the real windows, offscreen.", flush=True)
    code = run("-m", "hn_desk", "day", "--into", str(RESULTS), "--replace")
    if code == 0:
        print(f"The results lie in {RESULTS.resolve()}: forms, packets, receipts, screens, summary.json.")
    return code


def has_display() -> bool:
    """Whether a window can be shown to a person."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run(*words: str) -> int:
    """Run Python with `words` and wait."""
    return subprocess.run([sys.executable, *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
