"""The launchers: the same bytes each time, and what Windows reads from them before it runs them."""

import struct
from pathlib import Path

import pytest

from installer.build_launcher import CLI, GUI, PACKAGES, SOURCES, build, version_numbers
from tests.installer.tools import need

VERSION = "12.34.56"
EPOCH = 1_700_000_000
GUI_SUBSYSTEM, CONSOLE_SUBSYSTEM = 2, 3
AT_SUBSYSTEM = 24 + 68
"""In the PE header: its 4 bytes and the file header's 20, then the field in the optional header."""
GUARDS = 0x0020 | 0x0040 | 0x0100
"""High-entropy and dynamic base, no execution of data."""


@pytest.fixture(scope="module")
def launchers(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    need(PACKAGES)
    return build(VERSION, tmp_path_factory.mktemp("launchers"), EPOCH)


def header(path: Path) -> bytes:
    content = path.read_bytes()
    return content[struct.unpack_from("<I", content, 0x3C)[0] :]


def test_the_same_sources_give_the_same_bytes(launchers: tuple[Path, Path], tmp_path: Path) -> None:
    again = build(VERSION, tmp_path, EPOCH)

    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in launchers]
    assert [path.name for path in again] == [GUI, CLI]
    assert {path.stat().st_mtime for path in again} == {EPOCH}


def test_no_time_of_building_is_inside(launchers: tuple[Path, Path]) -> None:
    for path in launchers:
        assert header(path)[:4] == b"PE\0\0"
        assert struct.unpack_from("<I", header(path), 8)[0] == 0


def test_only_the_one_for_the_command_line_opens_a_console(launchers: tuple[Path, Path]) -> None:
    for path, subsystem in zip(launchers, (GUI_SUBSYSTEM, CONSOLE_SUBSYSTEM), strict=True):
        found, guards = struct.unpack_from("<HH", header(path), AT_SUBSYSTEM)
        assert found == subsystem
        assert guards & GUARDS == GUARDS


def test_version_manifest_and_icon_are_inside(launchers: tuple[Path, Path]) -> None:
    icon = (SOURCES / "hn-desk.ico").read_bytes()
    count, size, offset = struct.unpack_from("<H", icon, 4)[0], *struct.unpack_from("<II", icon, 6 + 8)
    assert count >= 7
    for path in launchers:
        content = path.read_bytes()
        for text in (VERSION, path.name, "HN Desk", "HN Desk maintainers"):
            assert f"{text}\0".encode("utf-16-le") in content
        assert struct.pack("<IIHHHH", 0xFEEF04BD, 0x10000, 34, 12, 0, 56) in content
        for setting in (
            b'level="asInvoker"',
            b"PerMonitorV2",
            b"<longPathAware",
            b"{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}",
        ):
            assert setting in content
        assert icon[offset : offset + size] in content


def test_what_is_said_of_a_damaged_copy_is_vietnamese(launchers: tuple[Path, Path]) -> None:
    for path in launchers:
        assert "HN Desk chưa mở được: tệp %ls bị thiếu hoặc bị hỏng.".encode("utf-16-le") in path.read_bytes()


@pytest.mark.parametrize("version", ["0.6", "0.6.0rc1", "0.6.0.1", "", "a.b.c", "0.6.12345"])
def test_a_version_that_windows_cannot_hold_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match="isn't a version"):
        version_numbers(version)
