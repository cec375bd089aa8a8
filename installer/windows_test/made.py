"""The releases that are tried: the program's own version, and newer ones that only say another number."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import hn_desk
from installer import build_layout, build_setup, release
from installer.layout import LIST

OWN_VERSION: Final = hn_desk.__version__
BEFORE: Final = Path("build/windows")


@dataclass(frozen=True, slots=True)
class Release:
    """A tree and the folder that is carried to an office: setup for 64-bit Windows, notes, hashes, signature."""

    version: str
    tree: Path
    folder: Path
    setup: Path


def make(place: Path, version: str = OWN_VERSION) -> Release:
    """Build tree and signed release of `version` in `place`. CalledProcessError after the input's name."""
    place.mkdir(parents=True, exist_ok=True)
    cache = place / "cache"
    if not cache.exists():
        (BEFORE / "cache").mkdir(parents=True, exist_ok=True)
        cache.symlink_to((BEFORE / "cache").resolve())
    words = ["-m", "installer.build_layout", "--tree-only", "--version", version, "--into", str(place)]
    subprocess.run([sys.executable, *words], check=True)
    return packed(place / build_layout.NAME, place / "release", version)


def found(place: Path, version: str = OWN_VERSION) -> Release:
    """The release that an earlier run made in `place`."""
    folder = (place / "release").resolve()
    return Release(version, (place / build_layout.NAME).resolve(), folder, folder / f"HN-Desk-{version}-setup.exe")


def packed(tree: Path, folder: Path, version: str) -> Release:
    """The signed release of a tree. Wine has no 32-bit half, so the setup is made of NSIS's 64-bit stub."""
    shutil.rmtree(folder, ignore_errors=True)
    when = build_layout.epoch()
    setup = build_setup.build(tree, version, folder, compressor="zlib", epoch=when, target="amd64-unicode")
    words = folder / release.NOTES
    words.write_text(release.notes("", version, when), encoding="utf-8")
    release.sign(folder, [setup, words], release.signing_key())
    return Release(version, tree.resolve(), folder.resolve(), setup.resolve())


def newer_version(version: str = OWN_VERSION) -> str:
    """The next number after `version`."""
    first, second, third = version.split(".")
    return f"{first}.{second}.{int(third) + 1}"


def damaged(sound: Release, place: Path) -> Release:
    """A release whose program finds itself damaged: one library was emptied after its hash was noted."""
    tree = place / build_layout.NAME
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(sound.tree, tree, copy_function=os.link)
    victim = next(path for path in sorted(tree.glob("lib/**/*.pyd")))
    victim.unlink()
    victim.write_bytes(b"eaten by a virus scanner")
    return packed(tree, place / "release", sound.version)


def listed(tree: Path) -> bytes:
    """The list of a tree's files with their hashes: what tells one version from another."""
    return (tree / LIST).read_bytes()
