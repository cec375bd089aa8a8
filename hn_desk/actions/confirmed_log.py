"""What the log knows of confirmations: which were made, which lines were withdrawn singly, which bear no signature."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.errors import StorageError
from hn_desk.models import audit
from hn_desk.models.tables import AuditEntry, Confirmation, Erasure

CONFIRM: Final = "confirmations.confirm"
SIGNATURE: Final = "confirmations.signature"
NUMBER: Final = "confirmations.number"
WITHDRAWN: Final = "applications.withdrawn"


@dataclass(frozen=True, slots=True)
class Told:
    """One entry about a confirmation: whether an officer signed it, and its content, None when that was erased."""

    is_signed: bool
    content: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ConfirmedLog:
    """The entries by the record that they name: of a list each of its lines, in version 0.1 the list itself."""

    confirmed: Mapping[str, tuple[Told, ...]]
    numbered: Mapping[str, tuple[Told, ...]]
    withdrawn: frozenset[str]
    erased: frozenset[str]
    """Files that were deleted by law: noted as such, and the log has emptied all it said of their confirming."""

    def holds_unsigned(self, row: Confirmation) -> bool:
        """Whether version 0.1 logged the confirming of this edition, with this hash when it noted one."""
        entries = (one for name in _names(row) for one in self.confirmed.get(name, ()))
        return any(_is_of(one, row) for one in entries)

    def holds_unsigned_number(self, row: Confirmation) -> bool:
        """Whether version 0.1 logged this number."""
        entries = (one for name in _names(row) for one in self.numbered.get(name, ()))
        said = (row.number, row.series, row.year)
        return any(
            not one.is_signed and one.content is not None and said == tuple(map(one.content.get, _NUMBER))
            for one in entries
        )

    def missing(self, session: Session) -> Iterator[str]:
        """The records that were confirmed by the log, and of which no confirmation is left."""
        left: set[str] = set()
        for id_ in session.scalars(select(Confirmation.id)):
            left |= _kept_names(session, id_)
        for name, entries in self.confirmed.items():
            if name not in left and any(one.content is not None for one in entries):
                yield name


_NUMBER: Final = ("number", "series", "year")


def read_log(session: Session) -> ConfirmedLog:
    """Read the entries about confirmations."""
    confirmed: defaultdict[str, list[Told]] = defaultdict(list)
    numbered: defaultdict[str, list[Told]] = defaultdict(list)
    columns = (AuditEntry.action, AuditEntry.record_id, AuditEntry.key_id, AuditEntry.content)
    wanted = select(*columns).where(AuditEntry.action.in_((CONFIRM, SIGNATURE, NUMBER))).order_by(AuditEntry.sequence)
    for action, record_id, key_id, content in session.execute(wanted):
        told = Told(bool(key_id), _shown(session, content))
        (numbered if action == NUMBER else confirmed)[record_id].append(told)
    gone = session.scalars(select(AuditEntry.record_id).where(AuditEntry.action == WITHDRAWN))
    noted = session.scalars(select(Erasure.record_id)).all()
    erased = frozenset(one for one in noted if all(told.content is None for told in confirmed.get(one, ())))
    return ConfirmedLog(_frozen(confirmed), _frozen(numbered), frozenset(gone), erased)


def _frozen(found: Mapping[str, list[Told]]) -> dict[str, tuple[Told, ...]]:
    return {name: tuple(entries) for name, entries in found.items()}


def _shown(session: Session, content: dict[str, Any] | None) -> Mapping[str, Any] | None:
    """An entry's content; an empty one when it was damaged: the check of the log says so."""
    try:
        return audit.shown_content(session, content)
    except StorageError:
        return {}


def _is_of(one: Told, row: Confirmation) -> bool:
    content = one.content or {}
    return not one.is_signed and content.get("edition") == row.edition and content.get("hash", row.hash) == row.hash


def _names(row: Confirmation) -> set[str]:
    return {row.subject_id, *(line["id"] for line in row.frozen["lines"])}


def _kept_names(session: Session, id_: str) -> set[str]:
    try:
        row = session.get(Confirmation, id_)
        return _names(row) if row is not None else set()
    except (StorageError, KeyError, TypeError):
        return set()
