"""Build the tree that is installed on the offices' Windows PCs, from inputs that are all pinned."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import hn_desk
from installer import fetch_runtime, layout, wheels
from installer.layout import Files
from installer.pinned import BuildError
from installer.windows_lock import WINDOWS_LOCK, read

NAME: Final = "HN Desk"
INTO: Final = Path("build/windows")
SOURCE: Final = Path(__file__).resolve().parents[1]
PYTHON: Final = (3, 11)


def build(into: Path, version: str, python_zip: Path | None = None) -> Path:
    """The finished tree `into/HN Desk`, in place of an older one. BuildError names the input that is wrong."""
    if sys.version_info[:2] != PYTHON:
        raise BuildError(f"Modules for Python {PYTHON[0]}.{PYTHON[1]} can only be compiled by it")
    files = contents(into / "cache", version, python_zip)
    layout.check(files)
    return write(files, into / NAME)


def contents(cache: Path, version: str, python_zip: Path | None = None) -> Files:
    """Every file of the tree but the launchers and the list of hashes."""
    runtime = layout.runtime(fetch_runtime.fetch(cache, fetch_runtime.pins(), python_zip))
    shipped, pins = wheels.whitelist(), read(SOURCE / WINDOWS_LOCK)
    fetched = wheels.fetch(cache / "wheels", SOURCE / WINDOWS_LOCK, pins.values())
    libraries = [wheels.read(fetched[name], pin, shipped) for name, pin in pins.items()]
    return runtime | layout.libraries(libraries) | layout.program(SOURCE, version)


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


def main(words: list[str] | None = None) -> int:
    """Build; 1 with the name of the input that is wrong."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--into", type=Path, default=INTO)
    asked.add_argument("--version", default=hn_desk.__version__)
    asked.add_argument("--python-zip", type=Path, help="python.org's embeddable archive, fetched by hand")
    given = asked.parse_args(words)
    try:
        tree = build(given.into, given.version, given.python_zip)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    sizes = [path.stat().st_size for path in tree.rglob("*") if path.is_file()]
    print(f"{tree}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
