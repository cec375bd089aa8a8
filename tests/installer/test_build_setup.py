"""The setup program: the same bytes each time, every file of the layout in it and in its uninstaller's list."""

import os
import shutil
from pathlib import Path

import pytest

from installer import build_setup
from installer.build_setup import PACKAGES, build, file_names, files_script
from tests.installer.tools import need

EPOCH = 1_700_000_000
FILES = ("hn-desk.exe", "files.sha256", "app/hn_desk/__main__.pyc", "app/hn_desk/ui/desk.pyc", "lib/x.dll")


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    for name in FILES:
        path = tmp_path / "layout" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "layout"


def test_the_same_layout_gives_the_same_bytes(layout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(PACKAGES)

    first = build(layout, "0.6.0", tmp_path / "one", compressor="zlib", epoch=EPOCH)
    for name in FILES:
        os.utime(layout / name)
    monkeypatch.setattr(build_setup, "SIDE", shutil.copy(build_setup.SIDE, tmp_path / "side.bmp"))
    os.utime(build_setup.SIDE, (EPOCH + 77, EPOCH + 77))
    again = build(layout, "0.6.0", tmp_path / "two", compressor="zlib", epoch=EPOCH)

    assert first.name == again.name == "HN-Desk-0.6.0-setup.exe"
    assert first.read_bytes() == again.read_bytes()
    assert "Cài đặt HN Desk\0".encode("utf-16-le") in first.read_bytes()
    assert b'level="asInvoker"' in first.read_bytes()


def test_every_file_is_written_and_removed_again(layout: Path) -> None:
    script = files_script(layout, file_names(layout))

    assert [script.count(f'File "{layout / name}"') for name in FILES] == [1] * len(FILES)
    for name in ("app\\hn_desk\\__main__.pyc", "app\\hn_desk\\ui\\desk.pyc", "lib\\x.dll"):
        assert f'Delete "$INSTDIR\\{name}"' in script
    folders = [line.split("\\", 1)[1].rstrip('"') for line in script.splitlines() if "RMDir" in line]
    assert folders == ["lib", "app\\hn_desk\\ui", "app\\hn_desk", "app"]
    assert "RMDir /r" not in script


@pytest.mark.parametrize("name", ["lib/giấy.txt", "lib/$INSTDIR.txt", 'lib/a".txt', "lib/*.txt", "Uninstall.exe"])
def test_a_name_that_setup_cannot_carry_is_told(name: str, layout: Path) -> None:
    (layout / name).write_text("x")

    with pytest.raises(ValueError, match="name that setup can't carry"):
        file_names(layout)


def test_a_layout_without_the_launcher_is_told(layout: Path) -> None:
    (layout / "hn-desk.exe").unlink()

    with pytest.raises(ValueError, match=r"has no hn-desk\.exe"):
        file_names(layout)
