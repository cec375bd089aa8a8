"""An import taken back: what it made goes, what it changed is put back, until something of it was used."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, exists, func, or_, select, true
from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import IndustryDraft
from hn_desk.actions.household_keeping import keep_household, kept_household
from hn_desk.actions.household_notes import UNDO
from hn_desk.actions.import_writing import GROUPS
from hn_desk.actions.office import Office
from hn_desk.actions.people import keep_person, kept_draft
from hn_desk.actions.remarks import gone
from hn_desk.actions.search_texts import HOUSEHOLDS, PEOPLE
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.columns import Record, Table
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import (
    Contact,
    Conversion,
    HouseholdBusiness,
    HouseholdHistory,
    HouseholdMerge,
    ImportBatch,
    ImportRow,
    Industry,
    PacketRecord,
    PacketRow,
    Person,
    ResidentialGroup,
    SearchWord,
)

TABLES: Final[Mapping[str, type[Record]]] = {
    HOUSEHOLDS: HouseholdBusiness,
    PEOPLE: Person,
    GROUPS: ResidentialGroup,
}
"""In the order in which records of an import go: none names one that went before."""
OWN: Final = frozenset({Industry.__tablename__, HouseholdHistory.__tablename__})
"""What goes with its household."""
DAYS: Final = frozenset({"registered_on", "changed_on", "started_on"})


@dataclass(frozen=True, slots=True)
class _Noted:
    """One record of an import: its version after it and before, its values before (None for one that it made)."""

    id: str
    version: int
    since: int
    before: Mapping[str, Any] | None


def why_not(session: Session, batch: ImportBatch) -> str:
    """The sentence that says why an import can't be taken back; "" when it can."""
    if batch.is_undone:
        return _("It was undone already.")
    noted = _noted(session, batch.id)
    if _is_merged(session, batch, noted):
        return _("A household business of it was merged with another, or taken apart again, since.")
    changed = sum(len(_changed(session, table, noted[subject])) for subject, table in TABLES.items())
    if changed:
        return _changed_since(changed)
    if _is_sent(session, batch, noted):
        return _("Records of it were sent in a packet since.")
    used = sum(len(_used(session, table, noted)) for table in TABLES.values())
    if used:
        return _changed_since(used)
    return ""


def _changed_since(records: int) -> str:
    """Without a word on what it was: not everybody who imports may know that a loan file names one of them."""
    return _("{n} of its records were changed, used or deleted since.").format(n=records)


def take_back(session: Session, office: Office, batch_id: str) -> None:
    """Undo an import in this transaction. DeskError when it is gone, or can't be taken back any more."""
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        raise gone()
    why = why_not(session, batch)
    if why:
        raise DeskError(
            why, do=_("Mend the records one by one."), reason="undone" if batch.is_undone else "changed-since"
        )
    noted = _noted(session, batch_id)
    _put_back(session, office, noted)
    for subject, table in TABLES.items():
        _remove(session, subject, table, [one.id for one in noted[subject] if one.before is None])
    session.execute(delete(ImportRow).where(ImportRow.batch_id == batch_id))
    _hand_back(session, [one for records in noted.values() for one in records if one.before is not None])
    batch.is_undone = True
    session.flush()
    audit.log(session, Act("imports.undo", "imports", batch_id, {"sha256": batch.sha256}))


def forget_values(session: Session, record_ids: Collection[str]) -> None:
    """Take away what imports keep of these records' values before them: the records are erased."""
    gone_ids = set(record_ids)
    for row in session.scalars(_writing_any(), _ids(gone_ids)):
        row.records = {
            id_: {**record, "before": {}} if id_ in gone_ids and record["before"] else record
            for id_, record in row.records.items()
        }
    session.flush()


def values_before(session: Session, record_ids: Collection[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What imports keep of these records: id, and the values before that import by field."""
    wanted = set(record_ids)
    for row in session.scalars(_writing_any(), _ids(wanted)):
        yield from ((id_, one["before"]) for id_, one in row.records.items() if id_ in wanted and one["before"])


def _noted(session: Session, batch_id: str) -> dict[str, list[_Noted]]:
    """The records of an import by subject; a record that two rows wrote has its first values and last version."""
    found: dict[str, dict[str, _Noted]] = {subject: {} for subject in TABLES}
    rows = session.scalars(select(ImportRow.records).where(ImportRow.batch_id == batch_id).order_by(ImportRow.row))
    for records in rows:
        for id_, record in records.items():
            of_subject = found[record["subject"]]
            first = of_subject.get(id_)
            before = record["before"]
            if first is not None:
                before = None if first.before is None else {**(before or {}), **first.before}
            version = max(record["version"], first.version if first else 0)
            since = min(record["since"], first.since) if first else record["since"]
            of_subject[id_] = _Noted(id_, version, since, before)
    return {subject: list(records.values()) for subject, records in found.items()}


def _changed(session: Session, table: type[Record], noted: list[_Noted]) -> list[str]:
    """The ids of records that have another version than the import left, or are gone."""
    if not noted:
        return []
    statement = select(table.id, table.version).where(table.id.in_(_texts("ids")))
    versions = {row.id: row.version for row in session.execute(statement, _ids(one.id for one in noted))}
    return [one.id for one in noted if versions.get(one.id) != one.version]


def _is_sent(session: Session, batch: ImportBatch, noted: Mapping[str, list[_Noted]]) -> bool:
    """Whether a packet made after the import holds one of its records, or what stands under its households."""
    ids = _texts("ids")
    under = [select(table.id).where(table.household_id.in_(ids)) for table in (Contact, Conversion)]
    statement = (
        select(PacketRecord.record_id)
        .join(PacketRow, PacketRow.id == PacketRecord.packet_id)
        .where(PacketRow.change > batch.change)
        .where(or_(PacketRecord.record_id.in_(ids), *(PacketRecord.record_id.in_(one) for one in under)))
        .limit(1)
    )
    every = (one.id for records in noted.values() for one in records)
    return session.execute(statement, _ids(every)).first() is not None


def _is_merged(session: Session, batch: ImportBatch, noted: Mapping[str, list[_Noted]]) -> bool:
    """Whether one of its households took part in a merge, or in taking one back, after the import."""
    ids = _texts("ids")
    merged = select(HouseholdMerge.id).where(
        HouseholdMerge.change > batch.change, or_(HouseholdMerge.kept_id.in_(ids), HouseholdMerge.gone_id.in_(ids))
    )
    return session.scalar(merged.limit(1), _ids(one.id for one in noted[HOUSEHOLDS])) is not None


def _used(session: Session, table: type[Record], noted: Mapping[str, list[_Noted]]) -> set[str]:
    """The records that the import made and that one which it didn't write names."""
    made = [one.id for one in noted[_subject_of(table)] if one.before is None]
    if not made:
        return set()
    every = [one.id for records in noted.values() for one in records]
    given = {"ids": json.dumps(made), "own": json.dumps(every)}
    return {id_ for naming in _naming(table) for id_ in session.scalars(naming, given)}


def _naming(table: type[Record]) -> Iterator[Any]:
    """For each column that names a record of `table`: the records that a row other than the import's own names."""
    for other in Table.metadata.sorted_tables:
        for column in other.columns:
            if other.name in OWN or not any(
                key.column.table.name == table.__tablename__ for key in column.foreign_keys
            ):
                continue
            named = column.in_(_texts("ids"))
            own = other.columns["id"].not_in(_texts("own")) if "id" in other.columns else true()
            yield select(column).where(named, own).distinct()


def _put_back(session: Session, office: Office, noted: Mapping[str, list[_Noted]]) -> None:
    for one in noted[HOUSEHOLDS]:
        kept = kept_household(session, one.id) if one.before is not None else None
        if kept is not None:
            before = _values(one.before or {})
            keep_household(session, office, replace(kept, **before), kept, way=UNDO)
    for one in noted[PEOPLE]:
        if one.before is not None:
            keep_person(session, replace(kept_draft(session, one.id), **one.before), way=UNDO)
    for one in noted[GROUPS]:
        row = session.get(ResidentialGroup, one.id)
        if one.before is not None and row is not None:
            row.kind = one.before.get("kind", row.kind)
    session.flush()


def _hand_back(session: Session, changed: list[_Noted]) -> None:
    """Let earlier imports of these records be undone again: they stand as those left them, under a new version."""
    if not changed:
        return
    versions = {
        id_: version
        for table in TABLES.values()
        for id_, version in session.execute(
            select(table.id, table.version).where(table.id.in_(_texts("ids"))), _ids(one.id for one in changed)
        )
    }
    since = {one.id: one.since for one in changed}
    for row in session.scalars(_writing_any(), _ids(since)):
        row.records = {
            id_: {**record, "version": versions[id_]} if since.get(id_) == record["version"] else record
            for id_, record in row.records.items()
        }


def _writing_any() -> Select[Any]:
    """The rows of any import that wrote one of the records `ids`."""
    named = func.json_each(ImportRow.records).table_valued("key")
    return select(ImportRow).where(exists(select(named.c.key).where(named.c.key.in_(_texts("ids")))))


def _values(before: Mapping[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(value) for name, value in before.items() if name in DAYS and value}
    values = {**before, **days}
    if "industries" in values:
        values["industries"] = tuple(IndustryDraft(*one) for one in values["industries"])
    return values


def _remove(session: Session, subject: str, table: type[Record], ids: list[str]) -> None:
    """Delete records with the words that find them; what hangs on a household goes with it."""
    given = _ids(ids)
    connection = connection_of(session)
    if ids:
        connection.execute(delete(table).where(table.id.in_(_texts("ids"))), given)
        found = SearchWord.record_id.in_(_texts("ids"))
        connection.execute(delete(SearchWord).where(SearchWord.subject == subject, found), given)


def _subject_of(table: type[Record]) -> str:
    return next(subject for subject, one in TABLES.items() if one is table)


def _texts(name: str) -> Select[Any]:
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def _ids(ids: Any) -> dict[str, str]:
    return {"ids": json.dumps(list(ids))}
