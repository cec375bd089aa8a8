"""The package for testers: the same bytes each time, everything in its place."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from installer import build_deb

EPOCH = 1_790_000_000


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    made = tmp_path / "bundle"
    made.mkdir()
    shutil.copy("/bin/true", made / "hn-desk")
    (made / "words.txt").write_text("chữ Việt", encoding="utf-8")
    return made


def test_two_builds_are_the_same_bytes(bundle: Path, tmp_path: Path) -> None:
    hashes = set()
    for number in (1, 2):
        (bundle / "words.txt").touch()
        made = build_deb.build(bundle, tmp_path, EPOCH, tmp_path / f"tree{number}")
        hashes.add(hashlib.sha256(made.read_bytes()).hexdigest())

    assert len(hashes) == 1
    unpacked = tmp_path / "root"
    subprocess.run(["dpkg-deb", "--extract", str(made), str(unpacked)], check=True)
    assert (unpacked / "opt/hn-desk/words.txt").read_text(encoding="utf-8") == "chữ Việt"
    assert (unpacked / "usr/bin/hn-desk").readlink() == Path("/opt/hn-desk/hn-desk")
    assert (unpacked / "usr/share/icons/hicolor/256x256/apps/hn-desk.png").read_bytes().startswith(b"\x89PNG")
    words = (unpacked / "usr/share/doc/hn-desk/copyright").read_text(encoding="utf-8")
    assert "bootloader exception" in words
    assert "Comment: SQLAlchemy" in words
    depends = subprocess.run(["dpkg-deb", "-f", str(made), "Depends"], check=True, capture_output=True, text=True)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", depends.stdout.strip())


@pytest.mark.skipif(os.geteuid() != 0, reason="dpkg installs as root only")
def test_it_is_installed_tried_and_removed_without_a_trace(bundle: Path, tmp_path: Path) -> None:
    made = build_deb.build(bundle, tmp_path, EPOCH, tmp_path / "tree")
    assert build_deb.try_out(made) == 0
    shutil.copy("/bin/false", bundle / "hn-desk")
    assert build_deb.try_out(build_deb.build(bundle, tmp_path, EPOCH, tmp_path / "tree")) == 1


def test_a_library_that_no_package_holds_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="libnowhere"):
        build_deb.owners(["libc.so.6", "libnowhere.so.9"])
