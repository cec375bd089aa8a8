"""Every saved row gets a version, the transaction's change number and its author, whoever writes it."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, UOWTransaction

from hn_desk.models.columns import Record
from hn_desk.models.office_tables import ChangeNumber
from hn_desk.models.prepared import Prepared
from hn_desk.officer_keys import Signer

_DRAW: Final = Prepared(
    update(ChangeNumber).where(ChangeNumber.id == 1).values(last=ChangeNumber.last + 1).returning(ChangeNumber.last)
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: officer's id, this database's instance id, the moment (ISO 8601, UTC), what signs the log entries."""

    officer_id: str
    instance: str
    at: str
    signer: Signer | None = None


def listen() -> None:
    """Stamp rows in every session; calling it again changes nothing."""
    if not event.contains(Session, "before_flush", _stamp):
        event.listen(Session, "before_flush", _stamp)


def next_change(session: Session) -> int:
    """The change number of this transaction, drawn once."""
    drawn: int | None = session.info.get("change")
    if drawn is None:
        row = _DRAW.first(session)
        if row is None:
            session.add(ChangeNumber(id=1, last=1))
        drawn = session.info["change"] = row[0] if row else 1
    return drawn


def last_change(session: Session) -> int:
    """The number of the last writing transaction; 0 in an empty database."""
    return session.scalar(select(ChangeNumber.last)) or 0


def _stamp(session: Session, _context: UOWTransaction, _instances: object) -> None:
    author: Author | None = session.info.get("author")
    rows = [row for row in (*session.new, *session.dirty) if isinstance(row, Record) and session.is_modified(row)]
    if author is None or not rows:
        return
    for row in rows:
        stamp(session, row, author)


def stamp(session: Session, row: Record, author: Author) -> None:
    """Give one row its next version once in this transaction, with change number and author."""
    change = next_change(session)
    if row.change != change:
        row.version = (row.version or 0) + 1
    row.change = change
    row.written_by, row.written_at, row.instance = author.officer_id, author.at, author.instance
