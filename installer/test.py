"""`make test`: the whole suite over both cores, then the coverage that each room owes."""

import os
import subprocess
import sys
from typing import Final

OWED: Final = {"*": 90, "hn_desk/rules/*": 100, "hn_desk/packets/*": 100}


def main() -> int:
    """Run the tests and hold coverage against what is owed; the first failure's exit code."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    tests = [sys.executable, "-m", "pytest", "-n", "auto", "--cov", "--cov-report="]
    code = subprocess.run([*tests, *sys.argv[1:]], check=False, env=environment).returncode
    return code or max(not_covered(files, share) for files, share in OWED.items())


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
