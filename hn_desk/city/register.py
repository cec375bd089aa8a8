"""The register of the authority's acts: a file of lines that only grows, each chained to the one before it and signed.

The authority has no database. Every certificate, revocation and key of the city is written here, so that `check`
(city/register_check.py) finds a certificate that was made without an act, and an act that was taken out.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.audit import START, canonical, sha256_of
from hn_desk.packets.cms import Signer
from hn_desk.packets.signature_value import sign_bytes
from hn_desk.packets.trust_keeping import hash_of

LARGEST: Final = 64 * 1024 * 1024
ACT: Final = b"hn-desk/4 act of the authority\n"
_NAMES: Final = frozenset({"number", "at", "act", "content", "previous", "hash", "signer", "signature"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: its number from 1, its moment (UTC, ISO), plain facts, the chained hash, who signed it and how.

    `signer` is the SHA-256 of the certificate that signed, both empty for an act that needs no key.
    """

    number: int
    at: str
    act: str
    content: Mapping[str, Any]
    previous: str
    hash: str
    signer: str
    signature: bytes


def read_register(path: Path) -> tuple[Entry, ...]:
    """The acts as they stand, unchecked; none before the first. StorageError for a line that is no entry."""
    if not path.exists():
        return ()
    return tuple(_entry(path, line) for line in files.read_whole(path, LARGEST).splitlines())


def write_act(path: Path, act: str, content: Mapping[str, Any], at: datetime, signer: Signer | None = None) -> None:
    """Add one act to the register and sign it with the authority's opened key, when there is one."""
    last = read_register(path)
    number, previous = len(last) + 1, last[-1].hash if last else START
    moment = at.replace(microsecond=0).isoformat()
    own = entry_hash(number, previous, moment, (act, content))
    entry = {
        "number": number,
        "at": moment,
        "act": act,
        "content": content,
        "previous": previous,
        "hash": own,
        "signer": hash_of(signer.certificate) if signer else "",
        "signature": b64encode(sign_bytes(ACT + own.encode(), signer.key)).decode() if signer else "",
    }
    before = files.read_whole(path, LARGEST) if last else b""
    files.write_whole(path, before + canonical(entry) + b"\n")


def entry_hash(number: int, previous: str, at: str, what: tuple[str, Mapping[str, Any]]) -> str:
    """The chained hash of one act (its name and its facts)."""
    act, content = what
    return sha256_of([number, previous, at, act, dict(content)])


def _entry(path: Path, line: bytes) -> Entry:
    try:
        plain = json.loads(line)
        if set(plain) != _NAMES:
            raise ValueError(plain)
        return Entry(**{**plain, "signature": b64decode(plain["signature"], validate=True)})
    except (ValueError, TypeError) as error:
        raise StorageError(
            _("The file {file} in the city's folder is damaged.").format(file=path.name),
            do=_("Put the city's folder back from its last backup."),
            reason="city-damaged",
        ) from error
