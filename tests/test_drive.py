"""What is handed out on a stick is there whole, or is said not to be: pulled, full, lying and read-only sticks."""

import errno
import os
from pathlib import Path

import pytest

from hn_desk.drive import SPARE, Drive, put_on
from hn_desk.errors import StorageError
from tests.drives import FullDrive, LyingDrive, PulledDrive, ReadOnlyDrive

CONTENTS = {"DOC-TRUOC.txt": b"read me first", "GOI-00070-STC.xlsx": os.urandom(300_000)}
BAD = {
    "pulled half-way": (PulledDrive(after=100_000), "drive-gone"),
    "pulled before the names": (PulledDrive(after=300_013), "drive-gone"),
    "full": (FullDrive(room=SPARE), "disk-full"),
    "fills up": (FullDrive(room=SPARE * 4, really=1_000), "disk-full"),
    "gives back other bytes": (LyingDrive(), "copy-differs"),
    "read-only": (ReadOnlyDrive(), "folder-read-only"),
}


def test_all_files_are_there_and_nothing_else(tmp_path: Path) -> None:
    paths = put_on(Drive(), tmp_path, CONTENTS)

    assert {path.name: path.read_bytes() for path in paths} == CONTENTS
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(CONTENTS)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_stick_is_told_and_what_was_there_stays(name: str, tmp_path: Path) -> None:
    drive, reason = BAD[name]
    (tmp_path / "GOI-00070-STC.xlsx").write_bytes(b"the copy of last week")

    with pytest.raises(StorageError) as refused:
        put_on(drive, tmp_path, CONTENTS)

    assert refused.value.reason == reason
    assert refused.value.do
    assert (tmp_path / "GOI-00070-STC.xlsx").read_bytes() == b"the copy of last week"


def test_what_a_pulled_stick_kept_unfinished_is_cleared_away_by_the_next_copy(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        put_on(PulledDrive(after=100_000), tmp_path, CONTENTS)
    assert [path.suffix for path in tmp_path.iterdir()] == [".part", ".part"]

    put_on(Drive(), tmp_path, CONTENTS)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(CONTENTS)


def test_a_stick_that_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        put_on(Drive(), tmp_path / "gone", CONTENTS)

    assert refused.value.reason == "folder-missing"
    assert refused.value.__cause__.errno == errno.ENOENT  # type: ignore[union-attr]  # an OSError is its cause
