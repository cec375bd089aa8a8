"""The runtime's files are those that are pinned, or the build stops with the name of the one that isn't."""

import io
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from installer import fetch_runtime
from installer.fetch_runtime import Runtime, fetch, pins, rebuilt
from installer.pinned import BuildError, digest

FILES = {"python.exe": b"MZ python", "python311.dll": b"MZ library", "LICENSE.txt": b"PSF"}
TRANSPORT = {"name": "t.tar.gz", "url": "", "inside": "t/data.zip", "folder": "cp311/", "sha256": ""}


def transport(files: dict[str, bytes]) -> bytes:
    """A source archive that carries these files as PyPI's does."""
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"cp311/{name}", (2024, 4, 2, 12, 32, 56)), data)
    with tarfile.open(fileobj=outer, mode="w:gz") as carrier:
        entry = tarfile.TarInfo("t/data.zip")
        entry.size = len(inner.getvalue())
        carrier.addfile(entry, io.BytesIO(inner.getvalue()))
    return outer.getvalue()


@pytest.fixture
def pinned(tmp_path: Path) -> Runtime:
    """A small runtime whose source archive lies in the cache."""
    carried = transport(FILES)
    (tmp_path / "t.tar.gz").write_bytes(carried)
    hashes = {name: digest(data) for name, data in FILES.items()}
    runtime = Runtime("3.11.9", "python.zip", "", TRANSPORT | {"sha256": digest(carried)}, hashes)
    return replace(runtime, sha256=digest(rebuilt(carried, runtime)))


def test_the_published_archive_is_made_again_and_kept(tmp_path: Path, pinned: Runtime) -> None:
    assert fetch(tmp_path, pinned) == FILES
    (tmp_path / "t.tar.gz").unlink()

    assert digest((tmp_path / "python.zip").read_bytes()) == pinned.sha256
    assert fetch(tmp_path, pinned) == FILES


def test_a_changed_source_archive_is_named(tmp_path: Path, pinned: Runtime) -> None:
    (tmp_path / "t.tar.gz").write_bytes(transport(FILES | {"python.exe": b"MZ other"}))

    with pytest.raises(BuildError, match=r"^t\.tar\.gz: not the file that is pinned"):
        fetch(tmp_path, pinned)


def test_a_changed_file_inside_is_named(tmp_path: Path, pinned: Runtime) -> None:
    archive = tmp_path / "by-hand.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name, data in (FILES | {"python311.dll": b"MZ evil"}).items():
            made.writestr(name, data)

    with pytest.raises(BuildError, match=r"^python311\.dll: not the file that is pinned"):
        fetch(tmp_path, pinned, archive)


def test_a_foreign_file_is_named(tmp_path: Path, pinned: Runtime) -> None:
    archive = tmp_path / "by-hand.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name, data in (FILES | {"version.dll": b"MZ evil"}).items():
            made.writestr(name, data)

    with pytest.raises(BuildError, match=r"^by-hand\.zip: .*version\.dll"):
        fetch(tmp_path, pinned, archive)


def test_one_flipped_byte_of_the_kept_archive_is_found(tmp_path: Path, pinned: Runtime) -> None:
    fetch(tmp_path, pinned)
    kept = bytearray((tmp_path / "python.zip").read_bytes())
    for place in range(0, len(kept), 7):
        (tmp_path / "python.zip").write_bytes(bytes([*kept[:place], kept[place] ^ 1, *kept[place + 1 :]]))
        with pytest.raises(BuildError):
            fetch(tmp_path, pinned)


def test_the_pinned_archive_is_what_others_pin_too() -> None:
    runtime = pins()

    assert runtime.sha256 == "009d6bf7e3b2ddca3d784fa09f90fe54336d5b60f0e0f305c37f400bf83cfd3b"
    assert len(runtime.files) == 34
    assert fetch_runtime.PINS.parent.name == "installer"
