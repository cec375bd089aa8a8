"""The log of acts: one entry in the transaction of the act, chained by hashes.

The content of a private act is hidden under the second key, and salted, so that its hash in the chain tells nothing.
"""

import hashlib
import json
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hn_desk.errors import StorageError
from hn_desk.models.changes import Author
from hn_desk.models.hidden import SecondKeyError, hidden_value, shown_value
from hn_desk.models.office_tables import AuditEntry
from hn_desk.models.prepared import Prepared
from hn_desk.models.pseudonyms import dialect_of

START: Final = "0" * 64
ERASING: Final = "log.erase"
"""The act that takes the content out of entries, named in its own content (`entries`); their hashes stay."""
LOG_ENTRY: Final = b"hn-desk/2 log entry"
HIDDEN: Final = "hidden"
"""The one key of a hidden content."""
SALT: Final = "salt"
SALT_BYTES: Final = 16
PLACE: Final = "audit_entries.content"
SHORTEST: Final = 512
_NEWEST: Final = Prepared(select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1))
_APPEND: Final = Prepared(insert(AuditEntry))


@dataclass(frozen=True, slots=True)
class Act:
    """What was done to which record; `content` holds plain JSON values, hidden ones when the act is private."""

    action: str
    subject: str = ""
    record_id: str = ""
    content: dict[str, Any] | None = None
    is_private: bool = False


def log(session: Session, act: Act) -> str:
    """Append `act` to the chain and return the new head (SHA-256, hex)."""
    author: Author = session.info["author"]
    last, previous = newest(session)
    sequence = last + 1
    content = {**act.content, SALT: secrets.token_hex(SALT_BYTES)} if act.is_private and act.content else act.content
    content_hash = sha256_of(content)
    head = entry_hash(sequence, previous, author, act, content_hash)
    _APPEND.run(
        session,
        {
            "sequence": sequence,
            "at": author.at,
            "officer_id": author.officer_id,
            "action": act.action,
            "subject": act.subject,
            "record_id": act.record_id,
            "content": hidden_content(session, content) if act.is_private and content else content,
            "content_hash": content_hash,
            "previous_hash": previous,
            "hash": head,
            "key_id": author.signer.key_id if author.signer else "",
            "signature": author.signer.sign(LOG_ENTRY, head.encode()) if author.signer else None,
        },
    )
    return head


def hidden_content(session: Session, content: dict[str, Any]) -> dict[str, Any]:
    """What the log keeps of a private act's content."""
    return {HIDDEN: b64encode(hidden_value(dialect_of(session), PLACE, content, SHORTEST)).decode()}


def shown_content(session: Session, kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """The content of an entry as it was logged; DeskError (reason `second-key`) for a private act without the key."""
    if kept is None or HIDDEN not in kept:
        return kept
    try:
        hidden = b64decode(kept[HIDDEN], validate=True)
    except (TypeError, ValueError):
        hidden = b""
    shown: dict[str, Any] = shown_value(dialect_of(session), PLACE, hidden)
    return shown


def kept_hash(session: Session, kept: dict[str, Any]) -> str | None:
    """The hash of what an entry logged; empty for a damaged one, None for a hidden one without the second key."""
    try:
        return sha256_of(shown_content(session, kept))
    except StorageError:
        return ""
    except SecondKeyError:
        return None


def entry_hash(sequence: int, previous: str, author: Author, act: Act, content_hash: str) -> str:
    """The chained hash of one entry; the content enters by its hash, so that it can be erased and the chain stays."""
    return sha256_of(
        [sequence, previous, author.at, author.officer_id, act.action, act.subject, act.record_id, content_hash]
    )


def head(session: Session) -> str:
    """The hash of the newest entry."""
    return newest(session)[1]


def newest(session: Session) -> tuple[int, str]:
    """The number and the hash of the newest entry; number 0 in an empty log."""
    last = _NEWEST.first(session)
    return (last[0], str(last[1])) if last else (0, START)


def hash_at(session: Session, sequence: int) -> str | None:
    """The hash of one entry; None when there is no such entry."""
    return session.scalar(select(AuditEntry.hash).where(AuditEntry.sequence == sequence))


def sha256_of(value: Any) -> str:
    """SHA-256 (hex) of the canonical JSON of plain values: sorted keys, no spaces, UTF-8."""
    return hashlib.sha256(canonical(value)).hexdigest()


def canonical(value: Any) -> bytes:
    """The canonical bytes of plain JSON values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
