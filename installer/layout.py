"""The tree that is installed, as files in memory: runtime, libraries, program, licences; each path under one roof."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from babel.messages.mofile import write_mo

from installer.bytecode import compiled
from installer.compile_locale import LANGUAGE, merged
from installer.pinned import BuildError, digest
from installer.wheels import Library

LONGEST: Final = 96
LIST: Final = "files.sha256"
PATHS: Final = "runtime/python311._pth"
SEARCHED: Final = ("python311.zip", ".", "..\\lib", "..\\app")
VERSION: Final = re.compile(rb'^__version__ = "[^"]*"', re.MULTILINE)
NOT_SHIPPED: Final = (".po", ".mo", ".pyc")

Files = dict[str, bytes]
"""Path with `/` inside the tree → contents."""


def runtime(files: Files) -> Files:
    """The embeddable Python as it came, with this program's own list of folders."""
    placed = {f"runtime/{name}": data for name, data in files.items()}
    return placed | {PATHS: "".join(f"{line}\r\n" for line in SEARCHED).encode()}


def libraries(read: Iterable[Library]) -> Files:
    """The shipped files of the wheels; modules compiled. BuildError when two wheels bring one file."""
    placed: Files = {}
    for library in read:
        for name, data in library.files.items():
            path, made = module(f"lib/{name}", data)
            if path in placed:
                raise BuildError(f"{library.pin.file}: {name} comes from another wheel too")
            placed[path] = made
    return placed


def copied(files: Files, copies: Mapping[str, tuple[str, ...]]) -> Files:
    """The files that go to other places too, by their new path. BuildError for one that isn't there."""
    if missing := [path for path in copies if path not in files]:
        raise BuildError(f"{missing[0]}: named to be copied, but not shipped")
    return {place: files[path] for path, places in copies.items() for place in places}


def module(path: str, data: bytes) -> tuple[str, bytes]:
    """A file at its place: a module compiled, anything else as it is. BuildError for a module that can't be read."""
    if not path.endswith(".py"):
        return path, data
    try:
        return f"{path}c", compiled(data, path)
    except SyntaxError as error:
        raise BuildError(f"{path}: {error}") from error


def program(source: Path, version: str) -> Files:
    """The program and its resources, with `version` in place of its own."""
    placed: Files = {}
    for path in files_under(source / "hn_desk"):
        data = (source / path).read_bytes()
        if path == "hn_desk/__init__.py":
            data, found = VERSION.subn(f'__version__ = "{version}"'.encode(), data)
            if found != 1:
                raise BuildError(f"{path}: no version to replace")
        if path.endswith(".py"):
            name, made = module(f"app/{path}", data)
            placed[name] = made
    placed |= {f"app/{path}": (source / path).read_bytes() for path in files_under(source / "resources")}
    return placed | {f"app/resources/locale/{LANGUAGE}/LC_MESSAGES/hn_desk.mo": catalogue(source)}


def catalogue(source: Path) -> bytes:
    """The compiled Vietnamese sentences."""
    made = io.BytesIO()
    write_mo(made, merged(sorted((source / f"resources/locale/{LANGUAGE}").glob("*.po"))))
    return made.getvalue()


def files_under(folder: Path) -> Iterator[str]:
    """The files below `folder` that are shipped, sorted, as paths beginning with its name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in NOT_SHIPPED:
            yield path.relative_to(folder.parent).as_posix()


def check(files: Iterable[str]) -> None:
    """BuildError for a path that Windows or the setup can't hold: too long, no ASCII, or twice but for its case."""
    seen: dict[str, str] = {}
    for path in files:
        if len(path) > LONGEST:
            raise BuildError(f"{path}: {len(path)} characters, {LONGEST} at most")
        if not path.isascii() or path.startswith("/") or ".." in PurePosixPath(path).parts:
            raise BuildError(f"{path}: no name for a file of the setup")
        if seen.setdefault(path.lower(), path) != path:
            raise BuildError(f"{path}: Windows takes it for {seen[path.lower()]}")


def listed(files: Files) -> bytes:
    """`files.sha256`: a line a file, sorted by path."""
    return "".join(f"{digest(files[path])}  {path}\n" for path in sorted(files)).encode()
