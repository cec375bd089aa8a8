"""An import killed at any step leaves the office as it was; one that was written stays."""

import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from hn_desk.actions.office import unlock
from tests.actions.conftest import NOW, PASSPHRASE
from tests.imports.messy import Scene, make
from tests.imports.tables import rows

LOGGED = ("audit_entries", "change_numbers", "officer_keys")
"""What signing in writes."""


def told(folder: Path) -> dict[str, list[str]]:
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    try:
        return rows(office, without=LOGGED)
    finally:
        office.close()


@pytest.mark.parametrize("steps", [1, 8])
def test_an_import_killed_at_a_step_leaves_nothing(office_folder: Path, tmp_path: Path, steps: int) -> None:
    path = tmp_path / "danh-sach.xlsx"
    path.write_bytes(make(Scene("killed", rows=230)).data)
    folder = Path(copytree(office_folder, tmp_path / "killed"))
    before = told(office_folder)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.imports.taking_in", str(folder), str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _step in range(steps)]
    child.kill()
    rest = child.communicate()[0]

    assert all(said)
    assert "written" not in rest
    assert told(folder) == before
