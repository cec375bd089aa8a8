"""A release on a stick: the setup, the signed list of hashes, the notes; what of it may be believed."""

import base64
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from hn_desk import files
from hn_desk.errors import DeskError, ResourceError, StorageError
from hn_desk.i18n import _

SUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
NOTES: Final = "GHI-CHU-PHIEN-BAN.txt"
KEYS_FILE: Final = "release.toml"
LARGEST_SUMS: Final = 64 * 1024
LARGEST_NOTES: Final = 256 * 1024
_LINE: Final = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")
_SETUP: Final = re.compile(r"HN-Desk-(\d{1,5}(?:\.\d{1,5}){2})-setup\.exe")
_DAY: Final = re.compile(r"\((\d{1,2}/\d{1,2}/\d{4})\)")


class UpdateError(DeskError):
    """An update is not taken; `reason` is a stable code."""

    reason = "update"


@dataclass(frozen=True, slots=True)
class ReleaseKey:
    """A key that releases may be signed with; one for training is known to everybody."""

    name: str
    public: bytes = field(repr=False)
    since: date
    is_training_only: bool


@dataclass(frozen=True, slots=True)
class Release:
    """What a release says of itself, signed: its setup, version, SHA-256 (hex), day and notes ("" for none)."""

    setup: Path
    version: str
    sha256: str
    key: ReleaseKey
    day: str = ""
    notes: str = ""


def release_keys(text: str) -> tuple[ReleaseKey, ...]:
    """The keys of `resources/release.toml`. ResourceError when the file is wrong."""
    try:
        return tuple(_key(plain) for plain in tomllib.loads(text)["keys"])
    except (ValueError, TypeError, KeyError) as error:
        raise ResourceError(
            _("The file {file} is damaged: {cause}.").format(file=KEYS_FILE, cause=type(error).__name__),
            do=_("Install the program again."),
        ) from error


def read_release(path: Path, keys: tuple[ReleaseKey, ...]) -> Release:
    """The release that a setup, its folder or its SHA256SUMS belongs to: signed, and the setup's bytes are the signed.

    UpdateError says what is wrong: `update-missing`, `update-forged`, `update-name`, `update-hash`. StorageError when
    a file can't be read.
    """
    folder = path if path.is_dir() else path.parent
    sums, key = _signed_sums(folder, keys)
    name = path.name if path.suffix.casefold() == ".exe" else next((n for n in sums if _SETUP.fullmatch(n)), "")
    found = _SETUP.fullmatch(name)
    if found is None or name not in sums:
        raise UpdateError(
            _("The signed list names no setup of HN Desk called {name}.").format(name=name or "HN-Desk-…-setup.exe"),
            do=_("Copy the whole folder of the release anew, with its files' own names."),
            reason="update-name",
        )
    setup = folder / name
    if digest_of(setup) != sums[name]:
        raise UpdateError(
            _("The file {name} is not the one that was signed: it was damaged or changed.").format(name=name),
            do=_("Copy it anew from where it was published; don't start it."),
            reason="update-hash",
        )
    day, notes = _notes(folder / NOTES, sums.get(NOTES, ""))
    return Release(setup, found[1], sums[name], key, day, notes)


def is_newer(version: str, than: str) -> bool:
    """Whether a version stands above another: 0.10.0 above 0.9.2."""
    return _numbers(version) > _numbers(than)


def digest_of(path: Path) -> str:
    """The SHA-256 (hex) of a file as its disk gives it. StorageError when it can't be read."""
    try:
        return files.digest_on_disk(path).hex()
    except OSError as error:
        raise files.reading_problem(error, path) from error


def _signed_sums(folder: Path, keys: tuple[ReleaseKey, ...]) -> tuple[dict[str, str], ReleaseKey]:
    data, signature = _beside(folder / SUMS), _beside(folder / SIGNATURE)
    key = next((key for key in keys if _is_signed(key.public, data, signature)), None)
    found = [_LINE.fullmatch(line) for line in data.decode("utf-8", errors="replace").splitlines()]
    if key is None or not all(found):
        raise UpdateError(
            _("This release is not signed by a publisher whom this program knows."),
            do=_("Don't install it; get the release from where HN Desk is published."),
            reason="update-forged",
        )
    return {line[2]: line[1] for line in found if line}, key


def _beside(path: Path) -> bytes:
    if not path.is_file():
        raise UpdateError(
            _("The file {name} doesn't lie beside the setup.").format(name=path.name),
            do=_("Copy the whole folder of the release: setup, SHA256SUMS and SHA256SUMS.sig."),
            reason="update-missing",
        )
    return files.read_whole(path, LARGEST_SUMS)


def _is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature.strip(), validate=True), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _notes(path: Path, digest: str) -> tuple[str, str]:
    """The day in the first line, and the notes; nothing of notes that are not the signed ones."""
    try:
        data = files.read_whole(path, LARGEST_NOTES)
    except StorageError:
        return "", ""
    if files.digest_of(data).hex() != digest:
        return "", ""
    text = data.decode("utf-8-sig", errors="replace").strip()
    day = _DAY.search(text.partition("\n")[0])
    return day[1] if day else "", text


def _key(plain: Mapping[str, Any]) -> ReleaseKey:
    public, since = base64.b64decode(plain["public"], validate=True), plain["since"]
    is_training_only = plain.get("training_only", False)
    if len(public) != 32 or not isinstance(since, date) or not isinstance(is_training_only, bool):
        raise ValueError(plain["name"])
    return ReleaseKey(str(plain["name"]), public, since, is_training_only)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
