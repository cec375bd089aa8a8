"""The recorder: compiled by this machine's C compiler, loaded before everything else, on only around what counts."""

import ctypes
import os
import shutil
import struct
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_name("recorder.c")
COMPILERS: Final = ("cc", "gcc", "clang")
NO_COMPILER: Final = "No C compiler (cc) is here; power cuts can't be recorded: apt-get install gcc libc6-dev"
LOADED: Final = "HN_DESK_POWER_RECORDER"
HEAD: Final = struct.Struct("=IiqII")


class RecordingError(Exception):
    """The recorder can't be made, or did not see everything that was written."""


@dataclass(frozen=True, slots=True)
class Write:
    """`data` at `offset` of a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file gets this size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Flush:
    """fsync of a file."""

    file: int


@dataclass(frozen=True, slots=True)
class FlushFolder:
    """fsync of a folder."""

    folder: str


@dataclass(frozen=True, slots=True)
class Name:
    """A file gets a name, another name, or loses it: `before` or `after` is empty."""

    file: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the program had promised by then."""

    text: str


Step = Write | Cut | Flush | FlushFolder | Name | Mark


@dataclass(frozen=True, slots=True)
class Tape:
    """What lay in the folder at first, by path inside it, and what was done to it; file n of `files` is file n."""

    files: Mapping[str, bytes]
    steps: tuple[Step, ...]


def build(folder: Path) -> Path:
    """Compile the recorder into `folder`. RecordingError without a compiler or when it refuses."""
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if compiler is None:
        raise RecordingError(NO_COMPILER)
    library = folder / "recorder.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RecordingError(f"The recorder could not be compiled (gcc and libc6-dev are needed): {done.stderr}")
    return library


def is_loaded() -> bool:
    """Whether this process runs with the recorder."""
    return LOADED in os.environ and hasattr(_here(), "power_begin")


@contextmanager
def recording(folder: Path, log: Path) -> Iterator[None]:
    """Keep in `log` what this process does under `folder` meanwhile."""
    if _here().power_begin(os.fsencode(folder.resolve()), os.fsencode(log)):
        raise RecordingError(f"The log {log} could not be made.")
    try:
        yield
    finally:
        _here().power_end()


def mark(text: str) -> None:
    """Put a mark into the log: all before it is promised."""
    _here().power_mark(text.encode())


def read_tape(folder: Path, log: Path, files: Mapping[str, bytes]) -> Tape:
    """The log as steps on `files`, which lay in `folder` before. RecordingError for a write that is not followed."""
    reader = _Reader(str(folder.resolve()) + os.sep, {path: number for number, path in enumerate(files)})
    for kind, entry in _entries(log.read_bytes()):
        reader.read(kind, entry)
    return Tape(dict(files), tuple(reader.steps))


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file under `folder`, by its path inside it, in a fixed order."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


@dataclass(frozen=True, slots=True)
class _Entry:
    file: int
    place: int
    first: bytes
    second: bytes


class _Reader:
    """Follows handles and names through a log."""

    def __init__(self, root: str, names: dict[str, int]) -> None:
        self.steps: list[Step] = []
        self._root, self._names, self._next = root, names, len(names)
        self._open: dict[int, int | str] = {}

    def read(self, kind: str, entry: _Entry) -> None:
        """Take one entry of the log."""
        match kind:
            case "o":
                self._opened(entry)
            case "c":
                self._open.pop(entry.file, None)
            case "w":
                self.steps.append(Write(self._file(entry), entry.place, entry.first))
            case "t":
                self.steps.append(Cut(self._file(entry), entry.place))
            case "s":
                opened = self._open[entry.file]
                self.steps.append(FlushFolder(opened) if isinstance(opened, str) else Flush(opened))
            case "r":
                self._renamed(self._inside(entry.first), self._inside(entry.second))
            case "u":
                path = self._inside(entry.first)
                self.steps.append(Name(self._names.pop(path), path, ""))
            case "k":
                self.steps.append(Mark(entry.first.decode()))
            case _:
                raise RecordingError(
                    f"The program writes by {entry.first.decode()}, which the recorder doesn't follow."
                )

    def _file(self, entry: _Entry) -> int:
        opened = self._open[entry.file]
        if isinstance(opened, str):
            raise RecordingError(f"The folder {opened} was written to.")
        return opened

    def _opened(self, entry: _Entry) -> None:
        path, flags = self._inside(entry.first), entry.place
        if flags & os.O_DIRECTORY or not path:
            self._open[entry.file] = path
            return
        if path not in self._names:
            if not flags & os.O_CREAT:
                # A folder opened without saying so, as SQLite opens it to flush it.
                self._open[entry.file] = path
                return
            self._names[path] = self._next
            self._next += 1
            self.steps.append(Name(self._names[path], "", path))
        elif flags & os.O_TRUNC:
            self.steps.append(Cut(self._names[path], 0))
        self._open[entry.file] = self._names[path]

    def _renamed(self, before: str, after: str) -> None:
        file = self._names.pop(before)
        self._names[after] = file
        self.steps.append(Name(file, before, after))

    def _inside(self, path: bytes) -> str:
        text = os.fsdecode(path)
        if text + os.sep == self._root:
            return ""
        if not text.startswith(self._root):
            raise RecordingError(f"{text} was moved into or out of the recorded folder.")
        return text.removeprefix(self._root)


def _entries(log: bytes) -> Iterator[tuple[str, _Entry]]:
    at = 0
    while at < len(log):
        kind, file, place, first, second = HEAD.unpack_from(log, at)
        at += HEAD.size
        middle, end = at + first, at + first + second
        yield chr(kind), _Entry(file, place, log[at:middle], log[middle:end])
        at = end


@cache
def _here() -> ctypes.CDLL:
    return ctypes.CDLL(None)
