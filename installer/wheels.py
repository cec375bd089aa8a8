"""The Windows wheels of `requirements-win.lock`, and what `windows_files.toml` ships of each."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, Final

from installer.pinned import BuildError, digest_of_file, must_be
from installer.programs import Places
from installer.windows_lock import PLATFORM, Pin

WHITELIST: Final = Path(__file__).with_name("windows_files.toml")
LICENCE: Final = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shipped of one library: patterns of paths inside its wheel, and its licence as SPDX."""

    licence: str
    keep: tuple[str, ...] = ()
    keep_too: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Whitelist:
    """What is shipped of every library: endings, patterns that are left, files of its metadata, allowed licences.

    `not_built_in` is a component that a wheel's bill names without holding it → what would stand in its program files;
    `other_platforms` are patterns of licence texts for what isn't in the wheels for Windows; `copies` is a path in the
    tree → where else its file goes; `places` is where program files find their libraries.
    """

    endings: tuple[str, ...]
    leave: tuple[str, ...]
    metadata: tuple[str, ...]
    allowed: frozenset[str]
    not_built_in: Mapping[str, str]
    other_platforms: tuple[str, ...]
    copies: Mapping[str, tuple[str, ...]]
    places: Places
    libraries: Mapping[str, Choice]

    def choice(self, name: str) -> Choice:
        """The choice for the library `name`. BuildError when the list doesn't know it."""
        if name not in self.libraries:
            raise BuildError(f"{name}: {WHITELIST.name} doesn't say what of it is shipped")
        return self.libraries[name]

    def ships(self, name: str, file: str) -> bool:
        """Whether `file` of the library `name` goes into the tree."""
        choice = self.choice(name)
        if choice.left_out:
            return False
        path = PurePosixPath(file)
        if path.parts[0].endswith(".dist-info"):
            return len(path.parts) == 2 and path.name in self.metadata
        if _matches(file, choice.keep_too):
            return True
        if _matches(file, (*self.leave, *choice.leave)):
            return False
        return _matches(file, choice.keep) if choice.keep else path.suffix in self.endings


@dataclass(frozen=True, slots=True)
class Library:
    """One wheel, read: what is shipped of it, and the texts of its licences by their name."""

    pin: Pin
    choice: Choice
    files: Mapping[str, bytes]
    licences: Mapping[str, bytes]


def whitelist(path: Path = WHITELIST) -> Whitelist:
    """The list of what is shipped."""
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    every = read["everywhere"]
    libraries = {name: _choice(said) for name, said in read["libraries"].items()}
    endings, leave, metadata = (tuple(every[word]) for word in ("endings", "leave", "metadata"))
    licences = read["licences"]
    allowed, others = frozenset(licences["allowed"]), tuple(licences["other_platforms"])
    copies = {one["of"]: tuple(one["to"]) for one in read["copies"]}
    programs = read["programs"]
    places = Places(tuple(programs["windows"]), frozenset(programs["loaded"]), programs["also"])
    return Whitelist(endings, leave, metadata, allowed, licences["not_built_in"], others, copies, places, libraries)


def _choice(said: dict[str, Any]) -> Choice:
    words: dict[str, Any] = {word: tuple(value) if isinstance(value, list) else value for word, value in said.items()}
    return Choice(**words)


def fetch(cache: Path, lock: Path, pins: Iterable[Pin]) -> dict[str, Path]:
    """The wheels by library, fetched when they aren't in the cache. BuildError names the one that differs."""
    wheels = {pin.name: cache / pin.file for pin in pins}
    if not all(wheel.exists() for wheel in wheels.values()):
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", *PLATFORM]
        if subprocess.run([*command, "-d", str(cache), "-r", str(lock)], check=False).returncode:
            raise BuildError("pip could not fetch the wheels of requirements-win.lock; its own words stand above")
    for pin in pins:
        must_be(pin.file, digest_of_file(wheels[pin.name]), min(pin.hashes))
    return wheels


def read(wheel: Path, pin: Pin, shipped: Whitelist) -> Library:
    """The shipped files and the licences of one wheel."""
    choice = shipped.choice(pin.name)
    with zipfile.ZipFile(wheel) as archive:
        names = sorted(name for name in archive.namelist() if not name.endswith("/"))
        files = {name: archive.read(name) for name in names if shipped.ships(pin.name, name)}
        wanted = [name for name in names if is_licence(name) and not _matches(name, shipped.other_platforms)]
        texts = {name: archive.read(name) for name in wanted}
    return Library(pin, choice, files, texts)


def is_licence(file: str) -> bool:
    """Whether a wheel's file is the text of a licence, of who wrote it, or a bill of its materials."""
    path = PurePosixPath(file)
    if not path.parts[0].endswith(".dist-info"):
        return False
    return path.parts[1] in ("licenses", "sboms") or bool(LICENCE.search(path.name))


def _matches(file: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(file, pattern) for pattern in patterns)
