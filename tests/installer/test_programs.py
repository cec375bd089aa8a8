"""Every library that a program file asks for lies where a bare Windows finds it, or the build stops with the names."""

import struct

import pytest

from installer import layout, programs
from installer.pinned import BuildError
from installer.programs import Places, asked, check
from installer.wheels import whitelist

HEAD, RAW, BEGIN = 0x40, 0x200, 0x1000


def program(*libraries: str) -> bytes:
    """A program file for 64-bit Windows that asks for these libraries and does nothing."""
    names = b"".join(name.encode() + b"\0" for name in libraries)
    rows_end = BEGIN + programs.DESCRIPTOR * (len(libraries) + 1)
    at = [rows_end + sum(len(name) + 1 for name in libraries[:n]) for n in range(len(libraries))]
    rows = b"".join(struct.pack("<12xI4x", place) for place in at) + bytes(programs.DESCRIPTOR)
    section = rows + names
    optional = struct.pack("<H110x", programs.OPTIONAL_64) + struct.pack("<8xII", BEGIN if libraries else 0, 40)
    coff = struct.pack("<HH12xHH", 0x8664, 1, len(optional), 0)
    table = struct.pack("<8s4I16x", b".idata", len(section), BEGIN, len(section), RAW)
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", HEAD) + b"PE\0\0" + coff + optional + table
    return head.ljust(RAW, b"\0") + section


PLACES = Places(("kernel32.dll", "api-ms-win-*"), frozenset({"python311.dll"}), {"lib/Qt/plugins": "lib/Qt"})


def test_the_libraries_that_a_program_asks_for_are_read() -> None:
    assert asked("a.dll", program("KERNEL32.dll", "Qt6Core.dll")) == ["kernel32.dll", "qt6core.dll"]
    assert asked("a.dll", program()) == []


@pytest.mark.parametrize("data", [b"", b"MZ", b"MZ".ljust(80, b"\0"), program("a.dll")[:-30]])
def test_what_is_no_program_is_named(data: bytes) -> None:
    with pytest.raises(BuildError, match=r"^lib/a\.dll: no program file"):
        asked("lib/a.dll", data)


def test_what_windows_the_loader_the_root_or_the_own_folder_has_is_found() -> None:
    wanted = ("kernel32.dll", "api-ms-win-crt-heap-l1-1-0.dll", "python311.dll", "msvcp140.dll", "Own.dll")

    check({"lib/a/x.pyd": program(*wanted), "msvcp140.dll": program(), "lib/a/own.DLL": program()}, PLACES)


def test_a_folder_may_search_another_too() -> None:
    check({"lib/Qt/plugins/platforms/q.dll": program("Qt6Gui.dll"), "lib/Qt/Qt6Gui.dll": program()}, PLACES)


def test_a_library_that_lies_elsewhere_stops_the_build() -> None:
    files = {"lib/zxing/zxing.pyd": program("msvcp140.dll"), "lib/Qt/msvcp140.dll": program()}

    with pytest.raises(BuildError, match=r"^lib/zxing/zxing\.pyd: msvcp140\.dll is neither"):
        check(files, PLACES)


def test_the_newest_visual_c_runtime_takes_the_place_of_all_others() -> None:
    copies = whitelist().copies
    files = {path: path.encode() for path in copies}

    made = layout.copied(files, copies)

    assert len({made[path] for path in made if path.endswith("/msvcp140.dll") or path == "msvcp140.dll"}) == 1
    with pytest.raises(BuildError, match="named to be copied"):
        layout.copied({}, copies)
