"""The embeddable Python for Windows: every file held against the hashes of `runtime.toml`.

PyPI carries python.org's files in a source archive whose own `setup.py` is never run: the files are taken out, and the
archive that python.org published is made of them again, byte for byte. A person can hand that archive over as well.
"""

import argparse
import io
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from installer.pinned import BuildError, digest, digest_of_file, must_be

PINS: Final = Path(__file__).with_name("runtime.toml")
CACHE: Final = Path("build/windows/cache")
MINUTES: Final = 5
REGULAR: Final = 0o100666 << 16
EXECUTABLE: Final = 0o100777 << 16
"""The modes that Python's zipfile notes on Windows."""
UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError)
"""What zipfile raises for damaged archives."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """What `runtime.toml` says: the published archive, what transports it, file → SHA-256 in the archive's order."""

    version: str
    name: str
    sha256: str
    transport: Mapping[str, str]
    files: Mapping[str, str]


def pins(path: Path = PINS) -> Runtime:
    """The pinned runtime."""
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    published = read["published"]
    return Runtime(read["version"], published["name"], published["sha256"], read["transport"], read["files"])


def fetch(cache: Path, runtime: Runtime, by_hand: Path | None = None) -> dict[str, bytes]:
    """The runtime's files by name, from `by_hand`, the cache or PyPI. BuildError names the file that differs."""
    kept = by_hand or cache / runtime.name
    if by_hand or kept.exists():
        files = unpacked(kept.read_bytes(), runtime, kept.name)
        must_be(kept.name, digest_of_file(kept), runtime.sha256)
        return files
    published = rebuilt(_transport(cache, runtime), runtime)
    files = unpacked(published, runtime, runtime.name)
    must_be(runtime.name, digest(published), runtime.sha256)
    kept.write_bytes(published)
    return files


def unpacked(archive: bytes, runtime: Runtime, name: str) -> dict[str, bytes]:
    """The files of the published archive. BuildError names the one that is missing, foreign or changed."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            found = set(packed.namelist())
            if found != set(runtime.files):
                raise BuildError(f"{name}: these files are missing or foreign: {sorted(found ^ set(runtime.files))}")
            return {file: _member(packed, file, wanted) for file, wanted in runtime.files.items()}
    except UNREADABLE as error:
        raise BuildError(f"{name}: no readable archive ({error})") from error


def rebuilt(transport: bytes, runtime: Runtime) -> bytes:
    """The archive as python.org's own build makes it on Windows, of what the source archive transports."""
    made = io.BytesIO()
    with _carried(transport, runtime) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name, wanted in runtime.files.items():
            inside = runtime.transport["folder"] + name
            entry = zipfile.ZipInfo(name, source.getinfo(inside).date_time)
            entry.create_system = 0
            entry.external_attr = EXECUTABLE if name.endswith(".exe") else REGULAR
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _member(source, inside, wanted))
    return made.getvalue()


def _member(archive: zipfile.ZipFile, name: str, wanted: str) -> bytes:
    try:
        data = archive.read(name)
    except (KeyError, *UNREADABLE) as error:
        raise BuildError(f"{name}: can't be read ({error})") from error
    must_be(name, digest(data), wanted)
    return data


def _carried(transport: bytes, runtime: Runtime) -> zipfile.ZipFile:
    with tarfile.open(fileobj=io.BytesIO(transport), mode="r:gz") as archive:
        inside = archive.extractfile(runtime.transport["inside"])
        if inside is None:
            raise BuildError(f"{runtime.transport['name']}: {runtime.transport['inside']} is no file")
        return zipfile.ZipFile(io.BytesIO(inside.read()))


def _transport(cache: Path, runtime: Runtime) -> bytes:
    kept = cache / runtime.transport["name"]
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(runtime.transport["url"], timeout=MINUTES * 60) as answer:
                kept.write_bytes(answer.read())
        except OSError as error:
            raise BuildError(f"{kept.name} could not be fetched: {error}") from error
    data = kept.read_bytes()
    must_be(kept.name, digest(data), runtime.transport["sha256"])
    return data


def main(words: list[str] | None = None) -> int:
    """Fetch and prove the runtime; 1 with the name of the file that differs."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--cache", type=Path, default=CACHE)
    asked.add_argument("--python-zip", type=Path, help="python.org's archive, fetched by hand")
    given = asked.parse_args(words)
    runtime = pins()
    try:
        files = fetch(given.cache, runtime, given.python_zip)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Python {runtime.version}: {len(files)} files as pinned; {runtime.name} {runtime.sha256}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
