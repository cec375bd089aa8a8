"""The log of a desk as its auditor reads it, keeps it as a workbook and proves it; backups witness how far it went."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Select, select

from hn_desk import files
from hn_desk.actions.audit_log import LOOKED_THROUGH, MOST_EXPORTED, PAGE, LogChoices, LogQuery, has_words, narrowed
from hn_desk.actions.log_check import LogState, break_words
from hn_desk.actions.office import Changed
from hn_desk.actions.staff_facts import AuditRow
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_backups import backup_witnesses
from hn_desk.city.desk_log_words import act_label, content_words
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.audit_check import Known, Witness, check_log
from hn_desk.models.tables import AuditEntry, CityOfficer
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.text import words
from hn_desk.sheets import SheetColumn, make_workbook

LONGEST: Final = 300
EVERYTHING: Final = LogQuery()


def desk_log(desk: CityDesk, wanted: LogQuery = EVERYTHING, limit: int = PAGE) -> tuple[AuditRow, ...]:
    """The newest acts that answer, at most `limit`; the next page is asked for with `before` the last one's number."""
    desk.require("log.read")
    return tuple(_found(desk, wanted, limit))


def desk_log_choices(desk: CityDesk) -> LogChoices:
    """What the log can be narrowed to."""
    desk.require("log.read")
    with desk.database.read() as session:
        actions = session.scalars(select(AuditEntry.action).distinct()).all()
        subjects = session.scalars(select(AuditEntry.subject).where(AuditEntry.subject != "").distinct()).all()
    return LogChoices(
        tuple(sorted(_officers(desk).items(), key=lambda one: one[1])),
        tuple(sorted(((code, act_label(code)) for code in actions), key=lambda one: one[1])),
        tuple(sorted(((code, _kind(code)) for code in subjects), key=lambda one: one[1])),
    )


def export_desk_log(desk: CityDesk, wanted: LogQuery, path: Path) -> Changed:
    """Write what answers as a workbook at `path`, whole or not at all, with the head of the log; logged itself."""
    desk.require("log.read")
    rows = list(_found(desk, replace(wanted, before=None), MOST_EXPORTED))
    with desk.database.read() as session:
        head = audit.head(session)
    titles = (_("When"), _("Officer"), _("Act"), _("Record"), _("Detail"))
    columns = [SheetColumn(_("No."), "number"), *(SheetColumn(title) for title in titles)]
    cells = [(row.sequence, row.at, row.officer_name, row.action_label, _kind(row.subject), row.detail) for row in rows]
    title = _("Log of {office}; its newest entry is {head}").format(office=desk.name, head=head)
    files.write_whole(path, make_workbook(title, columns, cells))
    with desk.write() as session:
        audit.log(session, Act("city.log_export", "log", content={"rows": len(rows), "hash": head}))
    return Changed(frozenset({"log"}))


def check_desk_log(desk: CityDesk, witnesses: tuple[Witness, ...] = ()) -> LogState:
    """Check the whole log, also against entries that backups or somebody outside know. The check itself is logged."""
    desk.require("log.read")
    witnesses = (*witnesses, *backup_witnesses(desk))
    with desk.database.read() as session:
        entries, head = audit.newest(session)
        breaks = check_log(session, Known(witnesses=witnesses))
    found = tuple((one.sequence, break_words(one)) for one in breaks)
    with desk.write() as session:
        audit.log(session, Act("city.log_check", "log", content={"entries": entries, "breaks": len(found)}))
    return LogState(entries, head, found, max((one.sequence for one in witnesses), default=0))


def _found(desk: CityDesk, wanted: LogQuery, limit: int) -> Iterator[AuditRow]:
    sought, given, names = words(wanted.text), 0, _officers(desk)
    with desk.database.read() as session:
        for entry in session.execute(_asked(wanted).limit(max(LOOKED_THROUGH, limit) if sought else limit)):
            row = AuditRow(
                entry.sequence,
                entry.at,
                names.get(entry.officer_id, desk.name),
                act_label(entry.action),
                entry.subject,
                content_words(entry.content or {})[:LONGEST],
            )
            if not sought or has_words(row, sought):
                yield row
                given += 1
            if given == limit:
                return


def _officers(desk: CityDesk) -> dict[str, str]:
    """Names by id; what was done before the desk had officers bears the desk's own code, and so its name."""
    with desk.database.read() as session:
        return dict(session.execute(select(CityOfficer.id, CityOfficer.name)).all())


def _asked(wanted: LogQuery) -> Select[Any]:
    entry = (AuditEntry.sequence, AuditEntry.at, AuditEntry.officer_id, AuditEntry.action, AuditEntry.subject)
    return narrowed(select(*entry).add_columns(AuditEntry.content), wanted)


def _kind(subject: str) -> str:
    if subject in SUBJECTS:
        return SUBJECTS[subject].head.name
    labels = {
        "packets": _("packets"),
        "receipts": _("receipts"),
        "officers": _("officers"),
        "backups": _("backups"),
        "log": _("log"),
        "snapshots": _("closed periods"),
        "handovers": _("handover book"),
        "questions": _("questions"),
        "numbers": _("numbers"),
    }
    return labels.get(subject, subject)
