"""The anchor beside the database: the log's newest entry, signed by who wrote it, and the heads that receipts name.

The chain alone doesn't see a cut tail. The anchor is written whenever something leaves the office and when the office
is closed; together with the city's receipts it tells how far the log went. What stays open is said in the manual: who
can write both files can cut what came after the newest receipt.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit_check import Witness
from hn_desk.officer_keys import Signer, is_signed, key_id

ANCHOR_FILE: Final = "office.anchor"
LARGEST: Final = 64 * 1024
FORMAT: Final = 1
PURPOSE: Final = b"hn-desk/2 anchor"


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the log went, and by desk the head that its newest receipt names."""

    sequence: int
    hash: str
    heads: dict[str, str]
    signer: str

    def witnesses(self) -> tuple[Witness, ...]:
        """What the check of the log holds it against."""
        own = (Witness(self.sequence, self.hash),) if self.sequence else ()
        return (*own, *(Witness(0, head) for head in self.heads.values()))


def write_anchor(folder: Path, session: Session, signer: Signer, heads: Mapping[str, str] | None = None) -> None:
    """Write the newest entry as it stands in this session; `heads` are added to those named before.

    An anchor whose entry is no longer in the log stays as it is: it is the evidence that something was cut.
    """
    sequence, newest = audit.newest(session)
    before = read_anchor(folder, {signer.key_id: signer.public}, trusting=True)
    if before is not None and before.sequence and audit.hash_at(session, before.sequence) != before.hash:
        return
    known = {**(before.heads if before else {}), **(heads or {})}
    plain = {"format": FORMAT, "sequence": sequence, "hash": newest, "heads": known}
    signature = signer.sign(PURPOSE, audit.canonical(plain)).hex()
    whole = {**plain, "key": signer.public.hex(), "signature": signature}
    files.write_whole(folder / ANCHOR_FILE, audit.canonical(whole))


def read_anchor(folder: Path, keys: dict[str, bytes], *, trusting: bool = False) -> Anchor | None:
    """The anchor, or None when there is none yet. StorageError when it was changed or signed by a key not in `keys`.

    `trusting` takes the heads over from an anchor that another officer signed.
    """
    if not (folder / ANCHOR_FILE).exists():
        return None
    try:
        plain = json.loads(files.read_whole(folder / ANCHOR_FILE, LARGEST))
        anchor, public = _read(plain)
    except (ValueError, KeyError, TypeError) as error:
        raise _changed() from error
    signed = {name: plain[name] for name in ("format", "sequence", "hash", "heads")}
    is_known = trusting or keys.get(anchor.signer) == public
    if not is_known or not is_signed(public, PURPOSE, audit.canonical(signed), bytes.fromhex(plain["signature"])):
        raise _changed()
    return anchor


def cut_anchor(folder: Path, session: Session) -> Anchor | None:
    """The anchor when its entry isn't in this database's log, which is then older than what was done here.

    None when it is there, and for an anchor that is gone or can't be read: the check of the log tells of that.
    """
    try:
        anchor = read_anchor(folder, {}, trusting=True)
    except StorageError:
        return None
    if anchor is None or not anchor.sequence or audit.hash_at(session, anchor.sequence) == anchor.hash:
        return None
    return anchor


def _read(plain: Any) -> tuple[Anchor, bytes]:
    public = bytes.fromhex(plain["key"])
    heads = {str(desk): str(head) for desk, head in plain["heads"].items()}
    if plain["format"] != FORMAT or type(plain["sequence"]) is not int:
        raise ValueError(plain["format"])
    return Anchor(plain["sequence"], str(plain["hash"]), heads, key_id(public)), public


def _changed() -> StorageError:
    return StorageError(
        _("The anchor file beside the database was changed or is damaged."),
        do=_("Tell the auditor; the newest receipt of the city says how far the log went."),
        reason="anchor",
    )
