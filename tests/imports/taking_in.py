"""Child: takes a workbook into an office and says each step, so that it can be killed at one."""

import sys
from pathlib import Path

from hn_desk.actions.imports import open_file, suggest, write
from hn_desk.actions.office import unlock
from tests.actions.conftest import NOW, PASSPHRASE


def main(folder: Path, path: Path) -> None:
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    opened = open_file(office, path).opened
    plan = suggest(office, opened, "households")
    write(office, opened, plan, lambda done, total: print(done, total, flush=True))
    print("written", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
