"""Where an official report stands: its row, its words and its frozen content, and who may read and write it."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import DRAFT
from hn_desk.actions.office_report_log import told_of
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models.changes import stamp
from hn_desk.models.tables import Instruction, OfficeReport, ProtectedText
from hn_desk.reports.document import sha256_of
from hn_desk.rules.periods import NamedPeriod, parse_period
from hn_desk.rules.report_file import ReportFile
from hn_desk.rules.report_periods import kind_of

READ: Final = "reports.read"
WRITE: Final = "reports.write"
ISSUE: Final = "reports.issue"
REPORTS: Final = "reports"
STANDING: Final = "standing"
TEXTS: Final = "texts"
CONTENT: Final = "content"


def file_of(office: Office, code: str) -> ReportFile:
    """The report's file. DeskError (reason `report`) for an unknown code."""
    file = office.book.reports.get(code)
    if file is None:
        raise DeskError(
            _("There is no report “{code}”.").format(code=code),
            do=_("Choose one of: {codes}.").format(codes=", ".join(sorted(office.book.reports))),
            reason="report",
        )
    return file


def readable(office: Office, code: str) -> ReportFile:
    """The report's file, for who may read it. RoleError (logged), DeskError."""
    office.require(READ)
    file = file_of(office, code)
    for action in file.reads:
        office.require(action, REPORTS)
    return file


def writable(office: Office, code: str, action: str = WRITE) -> ReportFile:
    """The report's file, for who may write it, or number and send it. RoleError (logged), DeskError."""
    office.require(action, REPORTS)
    file = readable(office, code)
    for needed in file.writes if action == WRITE else ():
        office.require(needed, REPORTS)
    return file


def may_read(office: Office, file: ReportFile) -> bool:
    """Whether this officer may read the report."""
    return all(map(office.may, (READ, *file.reads)))


def may_write(office: Office, file: ReportFile) -> bool:
    """Whether this officer may write the report."""
    return may_read(office, file) and all(map(office.may, (WRITE, *file.writes)))


def is_on(session: Session, file: ReportFile) -> bool:
    """Whether the report is owed: a standing instruction in force switches on one that needs it."""
    if not file.instruction:
        return True
    wanted = (Instruction.kind == STANDING, Instruction.duty == file.instruction, Instruction.closed_on.is_(None))
    return session.scalar(select(Instruction.id).where(*wanted).limit(1)) is not None


def refuse_off(session: Session, file: ReportFile) -> None:
    """DeskError (reason `report-off`) while nothing asks for the report."""
    if not is_on(session, file):
        raise DeskError(why_off(file), do=what_turns_on(), reason="report-off")


def why_off(file: ReportFile) -> str:
    """Why a report is off."""
    return _("No paper asks this office for the report of duty {duty}.").format(duty=file.instruction)


def what_turns_on() -> str:
    """What is to be done before a report that is off can be written."""
    return _("Enter the paper that asks for it under the registers, as one that holds every year.")


def period_of(office: Office, file: ReportFile, text: str) -> NamedPeriod:
    """The period typed. DeskError (reason `period`) for other words, one this report hasn't, or one not begun."""
    period = parse_period(text)
    if kind_of(period) not in file.periods:
        raise DeskError(
            _("The report “{title}” is not written for {period}.").format(title=file.title, period=period.name),
            do=_("Choose another period."),
            reason="period",
        )
    if period.starts_on > office.today():
        raise DeskError(
            _("{period} has not begun yet.").format(period=period.name),
            do=_("Choose a period that has begun."),
            reason="period",
        )
    return period


def row_of(session: Session, code: str, period: str, request_id: str) -> OfficeReport | None:
    """The report of a period as it is kept; None before anything was kept."""
    table = OfficeReport
    found = select(table).where(table.code == code, table.period == period, table.request_id == request_id)
    return session.scalars(found.order_by(table.id)).first()


def texts_of(session: Session, file: ReportFile, row: OfficeReport | None) -> dict[str, str]:
    """What was typed into a report, by slot."""
    if row is None:
        return {}
    kept = _hidden(session, row).get(TEXTS, {}) if file.is_protected else row.texts
    return {str(slot): str(text) for slot, text in kept.items()}


def frozen_of(session: Session, file: ReportFile, row: OfficeReport) -> dict[str, Any]:
    """The frozen content of a report. StorageError when it, or its number or days, aren't what the log tells."""
    content, told = content_of(session, file, row), told_of(session, row.id)
    is_as_told = told is not None and not any(told.differing(row))
    if not is_as_told or sha256_of(content) != row.sha256:
        raise StorageError(
            _("The frozen report of {period} was changed.").format(period=row.period),
            do=_("Restore the newest good backup."),
            reason="damaged",
        )
    return content


def content_of(session: Session, file: ReportFile, row: OfficeReport) -> dict[str, Any]:
    """What stands as the frozen content of a report, whether it is as it was frozen or not."""
    content: dict[str, Any] = _hidden(session, row).get(CONTENT, {}) if file.is_protected else row.content
    return content


def keep(
    session: Session, file: ReportFile, row: OfficeReport, texts: Mapping[str, str], content: Mapping[str, Any]
) -> None:
    """Keep words and frozen content, those of a protected report under the second key."""
    session.add(row)
    session.flush()
    if not file.is_protected:
        row.texts, row.content = dict(texts), dict(content)
        return
    hidden = session.get(ProtectedText, row.id) or ProtectedText(record_id=row.id)
    hidden.content = {TEXTS: dict(texts), CONTENT: dict(content)}
    session.add(hidden)
    stamp(session, row, session.info["author"])


def is_draft(row: OfficeReport | None) -> bool:
    """Whether a report can still be written."""
    return row is None or row.state == DRAFT


def _hidden(session: Session, row: OfficeReport) -> dict[str, Any]:
    hidden = session.get(ProtectedText, row.id)
    return hidden.content if hidden is not None else {}
