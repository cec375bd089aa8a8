"""A campaign as `make` runs it: a process of its own, its exit code, the JSON of its last line."""

import json
import os
import subprocess
import sys
from typing import Any


def campaign(module: str, **settings: object) -> tuple[int, dict[str, Any]]:
    """Run `tests.campaigns.<module>` with these settings; its exit code and figures.

    Its coverage is not counted: the tests cover the same lines, and counting takes half of a campaign's time.
    """
    wanted = {name: str(value) for name, value in settings.items()}
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("N", "SEED", "SABOTAGE") and not name.startswith("COVERAGE_")
    }
    command = [sys.executable, "-m", f"tests.campaigns.{module}"]
    done = subprocess.run(command, env=environment | wanted, check=False, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    print(done.stdout, done.stderr[-3000:])
    figures: dict[str, Any] = json.loads(lines[-1])
    return done.returncode, figures
