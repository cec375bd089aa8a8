"""The folder that is handed out: setup, portable zip, notes, their hashes, and our signature over the hashes."""

import base64
import os
import re
import stat
import tomllib
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from hn_desk.settings import resource
from installer.pinned import BuildError, digest_of_file

SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
NOTES: Final = "GHI-CHU-PHIEN-BAN.txt"
KEY_VARIABLE: Final = "HN_DESK_RELEASE_KEY"
DEVELOPMENT_KEY: Final = Path(__file__).with_name("keys") / "development.key"
WORDS: Final = Path(__file__).with_name("notes")
IN_ENGLISH: Final = "ĐẦY ĐỦ (tiếng Anh)"
NO_WORDS: Final = "Bản dựng thử, không có ghi chú riêng."
KNOWN: Final = resource("release.toml")
LEVEL: Final = 9
MODE: Final = (stat.S_IFREG | 0o644) << 16


def portable(tree: Path, into: Path, version: str, epoch: int, *, level: int = LEVEL) -> Path:
    """The zip of `tree` below one folder, sorted, every file of the time `epoch`."""
    path = into / f"HN-Desk-{version}-portable.zip"
    when = datetime.fromtimestamp(epoch, UTC)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for file in sorted(p for p in tree.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(tree.parent).as_posix(), when.timetuple()[:6])
            entry.create_system = 3
            entry.external_attr = MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=level)
    return path


def notes(changelog: str, version: str, epoch: int, folder: Path = WORDS) -> str:
    """The release notes: a first line with version and day, the Vietnamese words, then the change log's own."""
    day = datetime.fromtimestamp(epoch, UTC)
    written = folder / f"{version}.txt"
    found = re.search(rf"^## {re.escape(version)}\b[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    parts = [f"HN Desk {version} ({day.day}/{day.month}/{day.year})"]
    parts += [written.read_text(encoding="utf-8").strip()] if written.exists() else []
    parts += [IN_ENGLISH + "\n\n" + found[1].strip().replace("**", "")] if found else []
    return "\n\n".join(parts if len(parts) > 1 else [*parts, NO_WORDS]) + "\n"


def sign(folder: Path, files: Iterable[Path], key: Ed25519PrivateKey) -> None:
    """Write SHA256SUMS of `files` in `folder` and the signature over its bytes."""
    lines = [f"{digest_of_file(file)}  {file.name}\n" for file in sorted(files)]
    sums = "".join(lines).encode()
    (folder / SUMS).write_bytes(sums)
    (folder / SIGNATURE).write_bytes(base64.b64encode(key.sign(sums)) + b"\n")


def signing_key() -> Ed25519PrivateKey:
    """The publisher's key that HN_DESK_RELEASE_KEY names, else the development key.

    BuildError for a key that can't be read, or whose public half the program doesn't know.
    """
    path = Path(os.environ.get(KEY_VARIABLE) or DEVELOPMENT_KEY)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise BuildError(f"{path}: no private key that can be read ({error})") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise BuildError(f"{path}: no Ed25519 key")
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    if public not in {known["public"] for known in tomllib.loads(KNOWN.read_text(encoding="utf-8"))["keys"]}:
        raise BuildError(f"{path}: PCs would refuse what it signs; add its public half {public} to {KNOWN}")
    return key
