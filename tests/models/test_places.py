"""A live database is refused where a second PC, a cloud service or a pulled stick could damage it."""

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from hn_desk.errors import StorageError
from hn_desk.models import places
from hn_desk.models.places import kind_of_place, refuse_unsafe_place

MOUNTS = {"/": "ext4", "/mnt/share": "cifs", "/media/stick": "vfat"}


@pytest.mark.parametrize("folder", ["/mnt/share/office", "/media/stick/office", "/home/lan/OneDrive - UBND/office"])
def test_an_unsafe_place_is_named(folder: str) -> None:
    assert kind_of_place(PurePosixPath(folder), mounts=MOUNTS)


def test_the_own_disk_is_safe() -> None:
    assert kind_of_place(PurePosixPath("/home/lan/.local/share/hn-desk"), mounts=MOUNTS) == ""


def test_a_windows_stick_is_unsafe() -> None:
    assert kind_of_place(PureWindowsPath("E:/HN Desk"), mounts={"C:\\": "", "E:\\": "vfat"})


@pytest.mark.parametrize("folder", [r"\\server\HN Desk", r"\\?\UNC\server\share\HN Desk"])
def test_a_windows_share_without_a_letter_is_unsafe(folder: str) -> None:
    assert kind_of_place(PureWindowsPath(folder), mounts={"C:\\": ""})


def test_a_long_path_on_the_own_disk_of_windows_is_safe() -> None:
    assert kind_of_place(PureWindowsPath(r"\\?\C:\HN Desk"), mounts={"C:\\": ""}) == ""


def test_the_folder_of_a_test_is_safe(tmp_path: Path) -> None:
    refuse_unsafe_place(tmp_path)


def test_an_unsafe_place_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_mounts", lambda: {str(tmp_path): "nfs"})
    with pytest.raises(StorageError) as refused:
        refuse_unsafe_place(tmp_path)
    assert refused.value.reason == "unsafe-place"
