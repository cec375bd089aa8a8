"""Proving the log: its chain of hashes, its signatures, and the places that somebody else witnessed.

What each check sees: an entry changed, put in, taken out or moved breaks the chain; a chain mended with recomputed
hashes breaks a signature, because who has the database key has no officer's key; a cut tail is seen up to the newest
entry that a receipt of the city or the anchor file names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from hn_desk.models.audit import ERASING, LOG_ENTRY, START, Act, entry_hash, kept_hash, sha256_of
from hn_desk.models.changes import Author
from hn_desk.models.office_tables import AuditEntry, OfficerKey
from hn_desk.officer_keys import is_signed

MISSING: Final = "missing"
CHANGED: Final = "changed"
CONTENT: Final = "content"
ERASED: Final = "erased"
UNSIGNED: Final = "unsigned"
SIGNATURE: Final = "signature"
KEY: Final = "key"
CUT: Final = "cut"
BATCH: Final = 2_000
_COLUMNS: Final = tuple(column for column in AuditEntry.__table__.columns)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the log is not what was written: the entry's number, and what is wrong there (one of this file's words)."""

    sequence: int
    what: str


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody outside the database who knows an entry: its number and hash; number 0 when only the hash is known."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the check may rely on besides the database.

    `keys` are public signing keys by officers' key ids as the key file has them; `is_signed` says that this log is
    signed by officers (an office's, not a city desk's).
    """

    keys: Mapping[str, bytes] = field(default_factory=dict)
    witnesses: tuple[Witness, ...] = ()
    is_signed: bool = False


def check_log(session: Session, known: Known = Known()) -> tuple[Break, ...]:
    """Every break of the log, in order; nothing for a log as it was written."""
    keys = _keys(session)
    breaks = [*_replaced_keys(keys, known)]
    seen = _Seen(session, keys, known)
    for entry in _entries(session):
        breaks += seen.take(entry)
    return tuple(breaks + seen.finish())


def first_break(session: Session, known: Known = Known()) -> int | None:
    """The number of the first entry where the log breaks, or None when it is whole."""
    breaks = check_log(session, known)
    return breaks[0].sequence if breaks else None


class _Seen:
    """The state between entries."""

    def __init__(self, session: Session, keys: Mapping[str, OfficerKey], known: Known) -> None:
        self._session, self._keys, self._known, self._erased = session, keys, known, _erased(session)
        self._previous, self._expected = START, 1
        self._has_signed = False
        self._last_signed = True
        self._hashes = {witness.hash for witness in known.witnesses}
        self._found: set[str] = set()

    def take(self, entry: Row[Any]) -> Iterator[Break]:
        has_gap = entry.sequence != self._expected
        if has_gap:
            yield Break(self._expected, MISSING)
        is_linked = has_gap or entry.previous_hash == self._previous
        if not is_linked or entry.hash != _hash_of(entry):
            yield Break(entry.sequence, CHANGED)
        yield from self._content(entry)
        yield from self._signature(entry)
        self._found |= self._hashes & {entry.hash}
        self._previous, self._expected = entry.hash, entry.sequence + 1

    def finish(self) -> list[Break]:
        newest = self._expected - 1
        breaks = [Break(newest, UNSIGNED)] if self._known.is_signed and newest and not self._last_signed else []
        lost = [one for one in self._known.witnesses if one.hash not in self._found]
        return breaks + [Break(one.sequence or newest + 1, CUT) for one in lost]

    def _content(self, entry: Row[Any]) -> Iterator[Break]:
        kept = None if entry.content is None else kept_hash(self._session, entry.content)
        if kept not in (None, entry.content_hash):
            yield Break(entry.sequence, CONTENT)
        elif entry.content is None and entry.content_hash != _NOTHING and entry.sequence not in self._erased:
            yield Break(entry.sequence, ERASED)

    def _signature(self, entry: Row[Any]) -> Iterator[Break]:
        self._last_signed = bool(entry.key_id)
        if not entry.key_id:
            if self._has_signed:
                yield Break(entry.sequence, UNSIGNED)
            return
        self._has_signed = True
        key = self._keys.get(entry.key_id)
        if key is None or (entry.officer_id and key.officer_id != entry.officer_id):
            yield Break(entry.sequence, KEY)
        elif not is_signed(key.sign_public, LOG_ENTRY, entry.hash.encode(), entry.signature or b""):
            yield Break(entry.sequence, SIGNATURE)


_NOTHING: Final = sha256_of(None)


def _hash_of(entry: Row[Any]) -> str:
    author = Author(entry.officer_id, "", entry.at)
    act = Act(entry.action, entry.subject, entry.record_id)
    return entry_hash(entry.sequence, entry.previous_hash, author, act, entry.content_hash)


def _entries(session: Session) -> Iterator[Row[Any]]:
    last = 0
    while True:
        page = select(*_COLUMNS).where(AuditEntry.sequence > last).order_by(AuditEntry.sequence).limit(BATCH)
        rows = session.execute(page).all()
        yield from rows
        if len(rows) < BATCH:
            return
        last = rows[-1].sequence


def _keys(session: Session) -> dict[str, OfficerKey]:
    return {key.id: key for key in session.scalars(select(OfficerKey))}


def _replaced_keys(keys: Mapping[str, OfficerKey], known: Known) -> Iterator[Break]:
    """Keys that stand in the database in place of those of the key file: what they signed says nothing."""
    if known.keys and any(not key.ended_at and known.keys.get(key.id) != key.sign_public for key in keys.values()):
        yield Break(1, KEY)


def _erased(session: Session) -> frozenset[int]:
    """The entries whose content was erased by law: each erasure is an entry itself, which names them."""
    contents = session.scalars(select(AuditEntry.content).where(AuditEntry.action == ERASING))
    return frozenset(number for content in contents if content for number in content.get("entries", ()))
