"""Installed files are looked at by each start; their bytes once a week."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from hn_desk.actions.program_check import look_at_program
from hn_desk.errors import StorageError
from tests.updates.sticks import tree

DAY = date(2026, 11, 20)


def test_bytes_are_compared_once_a_week_and_files_are_looked_for_each_time(tmp_path: Path) -> None:
    installed = tree(tmp_path / "HN Desk", "1.0.0")
    look_at_program(tmp_path, tree=installed, today=DAY)
    (installed / "app" / "version.txt").write_text("other bytes", encoding="utf-8")
    look_at_program(tmp_path, tree=installed, today=DAY + timedelta(6))
    with pytest.raises(StorageError, match=r"app/version\.txt"):
        look_at_program(tmp_path, tree=installed, today=DAY + timedelta(7))

    (installed / "hn-desk-cli.exe").unlink()
    with pytest.raises(StorageError, match=r"hn-desk-cli\.exe"):
        look_at_program(tmp_path, tree=installed, today=DAY + timedelta(1))


def test_from_source_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    look_at_program(tmp_path, today=DAY)
    assert list(tmp_path.iterdir()) == []
