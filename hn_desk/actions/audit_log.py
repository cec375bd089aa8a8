"""The log as the auditor reads it, the newest act first: by officer, act, kind of record and day, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.audit_details import Kept, detail_words
from hn_desk.actions.audit_labels import action_label
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import AuditEntry, OfficerRow
from hn_desk.rules.text import words
from hn_desk.sheets import SheetColumn, make_workbook

LOOKED_THROUGH: Final = 50_000
"""Acts that one search for words looks through."""
LONGEST: Final = 300
PAGE: Final = 500
MOST_EXPORTED: Final = 200_000


@dataclass(frozen=True, slots=True)
class LogQuery:
    """What of the log is wanted; an empty field is no condition.

    Each word of `text` begins a word of officer, act or content. `first` and `last` are days of this PC. `before` is
    the number of an entry: only older ones are wanted.
    """

    text: str = ""
    officer_id: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class LogChoices:
    """Who and what occurs in the log: (code, words) of officers, acts and kinds of record."""

    officers: tuple[tuple[str, str], ...]
    actions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


def audit_log(office: Office, wanted: LogQuery = LogQuery(), limit: int = PAGE) -> tuple[AuditRow, ...]:
    """The newest acts that answer, at most `limit`; the next page is asked for with `before` the last one's number."""
    office.require("log.read")
    with office.database.read() as session:
        return tuple(_found(office, session, wanted, limit))


def log_choices(office: Office) -> LogChoices:
    """What the log can be narrowed to."""
    office.require("log.read")
    with office.database.read() as session:
        officers = session.execute(select(OfficerRow.id, OfficerRow.name).order_by(OfficerRow.sort_key)).all()
        actions = session.scalars(select(AuditEntry.action).distinct()).all()
        subjects = session.scalars(select(AuditEntry.subject).where(AuditEntry.subject != "").distinct()).all()
    kinds = office.book.roles.kinds
    return LogChoices(
        tuple((id_, name) for id_, name in officers),
        tuple(sorted(((code, action_label(code)) for code in actions), key=lambda one: one[1])),
        tuple(sorted(((code, kinds.get(code, code)) for code in subjects), key=lambda one: one[1])),
    )


def export_log(office: Office, wanted: LogQuery, path: Path) -> Changed:
    """Write what answers as a workbook at `path`, whole or not at all, with the head of the log; logged itself."""
    office.require("log.read")
    with office.database.read() as session:
        rows = list(_found(office, session, replace(wanted, before=None), MOST_EXPORTED))
        _number, head = audit.newest(session)
    columns = [
        SheetColumn(_("No."), "number"),
        *(SheetColumn(one) for one in (_("When"), _("Officer"), _("Act"), _("Record"), _("Detail"))),
    ]
    kinds = office.book.roles.kinds
    cells = [
        (row.sequence, row.at, row.officer_name, row.action_label, kinds.get(row.subject, row.subject), row.detail)
        for row in rows
    ]
    title = _("Log of {office}; its newest entry is {head}").format(office=office.name, head=head)
    files.write_whole(path, make_workbook(title, columns, cells))
    with office.write() as session:
        audit.log(session, Act("log.export", "log", content={"rows": len(rows), "hash": head}))
    return Changed(frozenset({"log"}))


def _found(office: Office, session: Session, wanted: LogQuery, limit: int) -> Iterator[AuditRow]:
    sought = words(wanted.text)
    given = 0
    for entry in session.execute(_asked(wanted).limit(max(LOOKED_THROUGH, limit) if sought else limit)):
        row = _row(office, entry)
        if not sought or has_words(row, sought):
            yield row
            given += 1
        if given == limit:
            return


def _asked(wanted: LogQuery) -> Select[Any]:
    entry = (AuditEntry.action, AuditEntry.subject, AuditEntry.content)
    asked = select(AuditEntry.sequence, AuditEntry.at, func.coalesce(OfficerRow.name, "").label("name"), *entry)
    return narrowed(asked.outerjoin(OfficerRow, OfficerRow.id == AuditEntry.officer_id), wanted)


def narrowed(asked: Select[Any], wanted: LogQuery) -> Select[Any]:
    """A question about entries of the log with the filters of `wanted`, the newest first."""
    for column, value in (
        (AuditEntry.officer_id, wanted.officer_id),
        (AuditEntry.action, wanted.action),
        (AuditEntry.subject, wanted.subject),
    ):
        asked = asked.where(column == value) if value else asked
    if wanted.first:
        asked = asked.where(AuditEntry.at >= _midnight(wanted.first))
    if wanted.last:
        asked = asked.where(AuditEntry.at < _midnight(wanted.last + timedelta(days=1)))
    if wanted.before is not None:
        asked = asked.where(AuditEntry.sequence < wanted.before)
    return asked.order_by(AuditEntry.sequence.desc())


def _midnight(day: date) -> str:
    """The moment a day begins on this PC, as the log writes moments."""
    return stamp(datetime.combine(day, time()).astimezone(UTC))


def has_words(row: AuditRow, sought: tuple[str, ...]) -> bool:
    """Whether words of an entry begin with each of those sought (as `rules.text.words` makes them)."""
    own = words(f"{row.officer_name} {row.action_label} {row.detail}")
    return all(any(word.startswith(start) for word in own) for start in sought)


def _row(office: Office, entry: Row[Any]) -> AuditRow:
    kept = Kept(entry.subject, entry.content or {})
    detail = detail_words(kept, office.book.roles)[:LONGEST]
    return AuditRow(entry.sequence, entry.at, entry.name, action_label(entry.action), entry.subject, detail)
