"""`make test`: the whole suite over all cores, then the coverage that each room owes.

Its files lie in memory where there is enough: thousands of saves, each flushed, would wait for the disk otherwise.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

OWED: Final = {"*": 90, "hn_desk/rules/*": 100, "hn_desk/packets/*": 100}
MEMORY: Final = Path("/dev/shm")
ENOUGH: Final = 3 * 1024**3


def main() -> int:
    """Run the tests and hold coverage against what is owed; the first failure's exit code."""
    with tempfile.TemporaryDirectory(prefix="hn-test-", dir=memory()) as place:
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": place, "PYTHONDONTWRITEBYTECODE": ""}
        tests = [sys.executable, "-m", "pytest", "-n", processes(), "--cov", "--cov-report="]
        code = subprocess.run([*tests, *sys.argv[1:]], check=False, env=environment).returncode
    return code or max(not_covered(files, share) for files, share in OWED.items())


def processes() -> str:
    """One more than there are cores: a test often waits for a program that it began, or for a window to be painted."""
    return str((os.cpu_count() or 1) + 1)


def memory() -> Path | None:
    """A folder in memory with room for the suite's files, if this machine has one."""
    is_there = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if is_there and shutil.disk_usage(MEMORY).free > ENOUGH else None


def not_covered(files: str, share: int) -> int:
    """Print one coverage table's total and return 0 when it reaches `share` percent, branches counted."""
    report = [sys.executable, "-m", "coverage", "report", f"--include={files}", f"--fail-under={share}"]
    result = subprocess.run([*report, "--skip-covered", "--show-missing"], check=False, capture_output=True, text=True)
    total = next((line for line in result.stdout.splitlines() if line.startswith("TOTAL")), result.stderr)
    print(f"coverage of {files}, {share} % owed:", total, flush=True)
    if result.returncode:
        print(result.stdout, result.stderr, flush=True)
    return int(result.returncode != 0)


if __name__ == "__main__":
    sys.exit(main())
