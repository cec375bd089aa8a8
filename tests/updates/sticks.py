"""Releases on a stick, an installed tree, and a setup that does in it what a test wants."""

import base64
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hn_desk import __version__
from hn_desk.updates.setup import GOOD, Setup
from hn_desk.updates.tree import LIST

HOUSE: Final = Path(__file__).resolve().parents[2]
DEVELOPMENT_KEY: Final = HOUSE / "installer" / "keys" / "development.key"
NEWER: Final = "99.0.1"
NOTES: Final = f"HN Desk {NEWER} (25/11/2026)\n\nNhanh hơn, ít bước hơn."


def development_key() -> Ed25519PrivateKey:
    """The private half that everybody knows."""
    key = load_pem_private_key(DEVELOPMENT_KEY.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def stick(folder: Path, version: str = NEWER, key: Ed25519PrivateKey | None = None) -> Path:
    """A signed release of `version` in `folder`; the path of its setup."""
    folder.mkdir(parents=True, exist_ok=True)
    setup = folder / f"HN-Desk-{version}-setup.exe"
    setup.write_bytes(f"setup of {version}".encode())
    (folder / "GHI-CHU-PHIEN-BAN.txt").write_text(NOTES, encoding="utf-8")
    sums = "".join(f"{_hash(path)}  {path.name}\n" for path in sorted(folder.iterdir()))
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    signature = base64.b64encode((key or development_key()).sign(sums.encode()))
    (folder / "SHA256SUMS.sig").write_bytes(signature + b"\n")
    return setup


def tree(folder: Path, version: str) -> Path:
    """A small tree as the setup makes it, with its list; an uninstaller that the list doesn't name."""
    (folder / "app").mkdir(parents=True, exist_ok=True)
    for name in ("hn-desk.exe", "hn-desk-cli.exe", "app/version.txt"):
        (folder / name).write_text(f"{name} {version}", encoding="utf-8")
    (folder / "app" / "empty.txt").write_bytes(b"")
    listed = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("uninstall"))
    lines = [f"{_hash(path)}  {path.relative_to(folder).as_posix()}\n" for path in listed if path.name != LIST]
    (folder / LIST).write_text("".join(lines), encoding="utf-8")
    (folder / "uninstall.exe").write_text("uninstaller", encoding="utf-8")
    return folder


@dataclass
class StandIn(Setup):
    """Installs the version that the copied setup names, unless told otherwise; notes what it was asked for."""

    place: Path
    codes: list[int] = field(default_factory=list)
    checks: list[bool] = field(default_factory=list)
    breaks: bool = False
    asked: list[str] = field(default_factory=list)

    def tree(self) -> Path:
        return self.place

    def can_install(self, tree: Path) -> bool:
        return (tree / "uninstall.exe").is_file()

    def begin_helper(self, program: Path, words: tuple[str, ...]) -> None:
        if not program.is_dir():
            raise FileNotFoundError(program)
        self.asked.append("helper")

    def wait(self) -> None:
        self.asked.append("wait")

    def pause(self) -> None:
        self.asked.append("pause")

    def install(self, setup: Path) -> int:
        code = self.codes.pop(0) if self.codes else GOOD
        self.asked.append(f"install {code}")
        if code == GOOD:
            tree(self.place, setup.read_text(encoding="utf-8").rpartition(" ")[2])
        if self.breaks:
            (self.place / "app" / "version.txt").unlink()
        return code

    def is_sound(self, tree_: Path) -> bool:
        return self.checks.pop(0) if self.checks else True

    def begin_window(self, tree_: Path, words: tuple[str, ...]) -> None:
        self.asked.append("window")

    def tell_version(self, version: str) -> None:
        self.asked.append(f"version {version}")


def version_in(folder: Path) -> str:
    """Which version's files a tree holds."""
    return (folder / "app" / "version.txt").read_text(encoding="utf-8").rpartition(" ")[2]


def stand_in(folder: Path) -> StandIn:
    """This version installed in `folder`."""
    return StandIn(tree(folder, __version__))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
