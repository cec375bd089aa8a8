"""A data folder is tried out before an office is begun in it."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from hn_desk import files
from hn_desk.actions.first_place import look_at_place
from hn_desk.actions.printer_page import letters, printer_page
from hn_desk.errors import StorageError

Usage = namedtuple("Usage", "total used free")


def test_a_folder_with_marks_will_do_and_nothing_of_the_trial_stays(tmp_path: Path) -> None:
    home = tmp_path / "Nguyễn Thị Ổi"
    home.mkdir()
    place = look_at_place(home / "HN Desk", least=1)
    assert (place.folder, place.has_marks) == (home / "HN Desk", True)
    assert place.free > 0
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("name", ["OneDrive - UBND phường", "Google Drive", "Dropbox"])
def test_a_folder_of_a_cloud_will_not_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="a cloud service copies"):
        look_at_place(tmp_path / name / "HN Desk")


def test_a_path_that_windows_cannot_hold_will_not_do(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        look_at_place(tmp_path / ("x" * 90) / ("y" * 90), most_letters=130)
    assert refused.value.reason == "path-too-long"


def test_a_full_disk_will_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(10, 10, 5_000_000))
    with pytest.raises(StorageError, match="only 5 MB free"):
        look_at_place(tmp_path)


def test_a_folder_that_may_not_be_written_will_not_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def protected(path: Path, _data: bytes) -> None:
        raise files.writing_problem(PermissionError(13, "denied"), path)

    monkeypatch.setattr(files, "write_whole", protected)
    with pytest.raises(StorageError) as refused:
        look_at_place(tmp_path)
    assert refused.value.reason == "folder-read-only"


def test_the_test_page_has_every_vietnamese_letter() -> None:
    paper = printer_page()
    document = PdfDocument(paper.pdf)
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    for row in ("aăâ", "eê", "iy", "oôơ", "uưđ", "AĂÂ", "UƯĐ"):
        assert set(letters(row)) - {" "} <= set(text)
    assert len(set(letters("aăâeêiyoôơuưđ")) - {" "}) == 73
