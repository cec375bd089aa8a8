"""What all checks share: the Wine user, the releases, the folders; and how a check says that it failed."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from installer.layout import LIST
from installer.windows_test.made import Release, listed
from installer.windows_test.wine import Ran, Wine

SILENT: Final = "/S"
CLI: Final = "hn-desk-cli.exe"
WINDOW: Final = "hn-desk.exe"
UNINSTALLER: Final = "uninstall.exe"
GOOD: Final = 0


class CheckError(Exception):
    """A check that failed, in the words for the list."""


@dataclass
class Ground:
    """The place of all checks; `newer` and `broken` only stand in the long form."""

    folder: Path
    wine: Wine
    release: Release
    newer: Release | None = None
    broken: Release | None = None

    @property
    def program(self) -> Path:
        """Where setup puts the program."""
        return self.wine.local / "Programs" / "HN Desk"

    @property
    def data(self) -> Path:
        """Where the program keeps the office's data."""
        return self.wine.local / "HN Desk"

    @property
    def upgrade(self) -> Release:
        """The newer release. CheckError in the short form."""
        if self.newer is None:
            raise CheckError("no newer release was built")
        return self.newer

    def install(self, release: Release, *words: str) -> Ran:
        """Run a setup silently; `/D=` must be the last of `words`."""
        return self.wine.run(str(release.setup), SILENT, *words)

    def cli(self, *words: str, more: Mapping[str, str] | None = None) -> Ran:
        """Run a command of the installed program."""
        return self.wine.run(self.wine.windows(self.program / CLI), *words, more=more)

    def answer(self, *words: str, more: Mapping[str, str] | None = None) -> dict[str, Any]:
        """The JSON that a command of the installed program gives. CheckError when it is refused."""
        return answered(self.cli(*words, "--json", more=more))

    def python(self, code: str, *words: str) -> Ran:
        """Run Python code in Wine with the tree's own runtime and libraries, nothing installed needed."""
        python = self.release.tree / "runtime" / "python.exe"
        return self.wine.run(str(python), "-I", "-B", "-X", "utf8", "-c", code, *words)

    def uninstall(self, program: Path) -> Ran:
        """Begin the silent uninstaller of a program's folder; it goes on as a copy of itself when this returns."""
        return self.wine.run(self.wine.windows(program / UNINSTALLER), SILENT)

    def put_in_place(self, kept: Path) -> None:
        """Give the program's folder the content of `kept` and take away what setups left beside it."""
        for left in (self.program, *self.leftovers()):
            shutil.rmtree(left, ignore_errors=True)
        shutil.copytree(kept, self.program)

    def leftovers(self) -> list[Path]:
        """Folders that a setup works in beside the program."""
        return sorted(self.program.parent.glob(f"{self.program.name}.hn-desk-*"))


def answered(ran: Ran) -> dict[str, Any]:
    """The JSON that a command printed. CheckError when it ended with a refusal or printed something else."""
    expect_code(ran, GOOD)
    try:
        told: dict[str, Any] = json.loads(ran.text)
    except ValueError as error:
        raise CheckError(f"no JSON: {ran.told}") from error
    return told


def expect(is_so: bool, otherwise: str) -> None:
    """CheckError with the words `otherwise` when it isn't so."""
    if not is_so:
        raise CheckError(otherwise)


def expect_code(ran: Ran, code: int) -> None:
    """CheckError when a program ended with another code."""
    expect(ran.code == code, f"exit code {ran.code} instead of {code}: {ran.told}")


def expect_whole(tree: Path, *releases: Release) -> Release:
    """The release of which `tree` is exactly: every file of its list as it should be. CheckError otherwise."""
    expect((tree / LIST).is_file(), f"no {LIST} in {tree.name}")
    found = next((one for one in releases if listed(one.tree) == listed(tree)), None)
    if found is None:
        raise CheckError(f"{tree.name} is of no release that was installed")
    digests = [line.split("  ", 1) for line in listed(tree).decode().splitlines()]
    names = {name for _digest, name in digests}
    wrong = [name for digest, name in digests if digest_of(tree / name) != digest]
    there = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file()}
    extra = there - names - {LIST, UNINSTALLER}
    expect(not wrong and not extra, f"changed or missing: {wrong[:5]}, not in the list: {sorted(extra)[:5]}")
    expect(UNINSTALLER in there, "no uninstaller")
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex; "" when it isn't there."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def content_of(folder: Path) -> dict[str, str]:
    """Relative path → SHA-256 of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): digest_of(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
