"""Runs the tests' PostgreSQL as long as the run lives: `python cluster_keeper.py RUN POSTGRES FOLDER PORT`.

A process of its own with the standard library alone, so that the server ends also when the run is killed.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "max_wal_size": "256MB",
    "max_connections": "60",
    "ssl": "on",
    "log_statement": "all",
    "log_parameter_max_length": "0",
}
"""Everything that is said to the server stands in its log, as a careless administrator might set it."""


def main(run: int, postgres: str, folder: Path, port: str) -> None:
    """Start the server, wait for the end of the run, end the server at once and take its folder away."""
    become = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    command = [postgres, "-D", str(folder / "data"), "-p", port, "-k", str(folder), *settings]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **become)  # type: ignore[call-overload]
    while lives(run) and server.poll() is None:
        time.sleep(0.2)
    if server.poll() is None:
        server.send_signal(signal.SIGQUIT)
        server.wait()
    if not lives(run):
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".lock").unlink(missing_ok=True)


def lives(run: int) -> bool:
    """Whether that process is there and is no zombie."""
    try:
        state = Path(f"/proc/{run}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in ("Z", "X")


if __name__ == "__main__":
    if os.fork():
        os._exit(0)
    main(int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4])
