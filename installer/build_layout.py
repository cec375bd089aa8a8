"""Build the tree that is installed on the offices' Windows PCs, from inputs that are all pinned."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import hn_desk
from installer import build_launcher, build_setup, fetch_runtime, layout, licences, programs, release, sbom, wheels
from installer.layout import Files
from installer.pinned import BuildError, digest_of_file
from installer.wheels import Library
from installer.windows_lock import WINDOWS_LOCK, Pin
from installer.windows_lock import read as read_lock

NAME: Final = "HN Desk"
INTO: Final = Path("build/windows")
SOURCE: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = (3, 11)
MOST_INSTALLED: Final = 200_000_000
MOST_TO_CARRY: Final = 60_000_000
"""Bytes of the tree, and of the setup that is carried on a stick."""


def build(into: Path, version: str, python_zip: Path | None = None) -> Path:
    """The finished tree `into/HN Desk`, in place of an older one. BuildError names the input that is wrong."""
    if sys.version_info[:2] != PYTHON:
        raise BuildError(f"Modules for Python {PYTHON[0]}.{PYTHON[1]} can only be compiled by it")
    files = contents(into / "cache", version, python_zip) | launchers(into / "launchers", version)
    layout.check(files)
    programs.check(files, wheels.whitelist().places)
    files[layout.LIST] = layout.listed(files)
    size = sum(map(len, files.values()))
    if size > MOST_INSTALLED:
        raise BuildError(f"{NAME}: {size / 1e6:.0f} MB installed, {MOST_INSTALLED / 1e6:.0f} at most")
    return write(files, into / NAME)


def contents(cache: Path, version: str, python_zip: Path | None = None) -> Files:
    """Every file of the tree but the launchers and the list of hashes."""
    python = fetch_runtime.pins()
    runtime = fetch_runtime.fetch(cache, python, python_zip)
    read, pins = libraries(cache / "wheels")
    shipped = licences.entries(version, SOURCE, licences.of_runtime(python.version, runtime), read)
    whitelist = wheels.whitelist()
    licences.check(shipped, read, whitelist)
    files = layout.runtime(runtime) | layout.libraries(read) | layout.program(SOURCE, version)
    files |= layout.copied(files, whitelist.copies)
    return files | licences.placed(shipped, version) | {sbom.FILE: sbom.made(shipped, pins, epoch())}


def libraries(cache: Path) -> tuple[list[Library], dict[str, Pin]]:
    """The wheels of the lock for Windows, read, and their pins."""
    pins, shipped = read_lock(SOURCE / WINDOWS_LOCK), wheels.whitelist()
    fetched = wheels.fetch(cache, SOURCE / WINDOWS_LOCK, pins.values())
    return [wheels.read(fetched[name], pin, shipped) for name, pin in pins.items()], pins


def launchers(into: Path, version: str) -> Files:
    """Both launchers, built in the folder `into`."""
    into.mkdir(parents=True, exist_ok=True)
    return {path.name: path.read_bytes() for path in build_launcher.build(version, into, epoch())}


def hand_out(tree: Path, into: Path, version: str, key: Ed25519PrivateKey, *, short: bool) -> Path:
    """The release folder of `tree`: setup, zip, notes, hashes, signature; `short` packs quickly instead of small."""
    folder = into / "release"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    setup = build_setup.build(tree, version, folder, compressor="zlib" if short else "lzma", epoch=epoch())
    if setup.stat().st_size > MOST_TO_CARRY and not short:
        raise BuildError(f"{setup.name}: {setup.stat().st_size / 1e6:.0f} MB, {MOST_TO_CARRY / 1e6:.0f} at most")
    packed = release.portable(tree, folder, version, epoch(), level=1 if short else release.LEVEL)
    words = folder / release.NOTES
    changes = (SOURCE / "CHANGELOG.md").read_text(encoding="utf-8")
    words.write_text(release.notes(changes, version, epoch()), encoding="utf-8")
    release.sign(folder, [setup, packed, words], key)
    return folder


def write(files: Files, tree: Path) -> Path:
    """Write the files anew below `tree`, all of the last commit's time."""
    if tree.exists():
        shutil.rmtree(tree)
    when = epoch()
    for name, data in files.items():
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (when, when))
    return tree


def epoch() -> int:
    """Seconds since 1970 that every file gets: SOURCE_DATE_EPOCH, else the last commit's time."""
    named = os.environ.get("SOURCE_DATE_EPOCH")
    if named:
        return int(named)
    command = ["git", "-C", str(SOURCE), "log", "-1", "--format=%ct"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def changed() -> list[str]:
    """The files of the program that differ from the last commit, as git names them; none where there is no git."""
    command = ["git", "-C", str(SOURCE), "status", "--porcelain", "hn_desk", "resources", "installer"]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout.splitlines()


def main(words: list[str] | None = None) -> int:
    """Build; 1 with the name of the input that is wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--into", type=Path, default=INTO)
    asked.add_argument("--version", default=hn_desk.__version__)
    asked.add_argument("--python-zip", type=Path, help="python.org's embeddable archive, fetched by hand")
    asked.add_argument("--short", action="store_true", help="pack quickly instead of small")
    asked.add_argument("--tree-only", action="store_true", help="neither setup nor zip")
    given = asked.parse_args(words)
    if differing := changed():
        print(f"Built of files that no commit holds ({len(differing)}): {differing[0].strip()} …", file=sys.stderr)
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch())
    try:
        key = release.signing_key()
        tree = build(given.into, given.version, given.python_zip)
        folder = None if given.tree_only else hand_out(tree, given.into, given.version, key, short=given.short)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    print(f"{tree}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
    for path in sorted(folder.iterdir()) if folder else ():
        print(f"{digest_of_file(path)}  {path}  {path.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
