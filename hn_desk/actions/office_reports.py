"""Official reports: which there are, their periods, a report as it stands or as it was frozen, a figure's records."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.due_days import first_day
from hn_desk.actions.due_requests import all_deadlines
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import (
    DRAFT,
    Compared,
    Composed,
    FigureRecord,
    PeriodChoice,
    ReportKind,
    Slot,
    WrittenReport,
)
from hn_desk.actions.office_report_keeping import (
    ISSUE,
    READ,
    REPORTS,
    frozen_of,
    is_on,
    may_read,
    may_write,
    period_of,
    readable,
    row_of,
    texts_of,
    why_off,
)
from hn_desk.actions.office_report_making import (
    Asked,
    adjustments_in,
    counting_of,
    dimensions_of,
    figures_hash,
    figures_in,
    make,
)
from hn_desk.actions.office_report_records import records_of
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficeReport
from hn_desk.reports.document import FINGERPRINT, from_plain
from hn_desk.reports.figures import counted, of_rows
from hn_desk.rules import plain_values
from hn_desk.rules.deadlines import Deadline, occurrences
from hn_desk.rules.deadlines import period_of as period_of_due
from hn_desk.rules.periods import NamedPeriod, parse_period, periods_of_year
from hn_desk.rules.report_file import FigureFile, ReportFile
from hn_desk.rules.report_periods import kind_of

YEARS_OFFERED: Final = 2
"""This year and the one before."""


def report_kinds(office: Office) -> tuple[ReportKind, ...]:
    """The reports that this officer may read."""
    office.require(READ)
    with office.database.read() as session:
        return tuple(
            _kind(office, file, is_owed=is_on(session, file))
            for file in office.book.reports.values()
            if may_read(office, file)
        )


def report_periods(office: Office, code: str) -> tuple[PeriodChoice, ...]:
    """The periods of a report that have begun, this year's and last year's, and those that were written; newest first.

    One from day to day that a deadline asks for stands there once it is time to begin. RoleError, DeskError (reason
    `report`) for an unknown report.
    """
    file = readable(office, code)
    today = office.today()
    years = range(today.year, today.year - YEARS_OFFERED, -1)
    named = [one for year in years for one in periods_of_year(year) if kind_of(one) in file.periods]
    with office.database.read() as session:
        written = session.scalars(select(OfficeReport.period).where(OfficeReport.code == code).distinct()).all()
        owed = _owed(session, office, code, years[-1])
        asked = [period_of_due(one, day).code for one, day in owed if day - timedelta(days=one.lead_days) <= today]
        begins = first_day(session, office)
        known = {period.code for period in named}
        named += [parse_period(one) for one in dict.fromkeys((*written, *asked)) if one not in known]
    due = {period_of_due(one, day).code: day for one, day in owed}
    missed = {one for one, day in due.items() if day < today and (day >= begins or one in written)}
    begun = sorted((one for one in named if one.starts_on <= today), key=lambda one: (one.ends_on, one.starts_on))
    return tuple(
        PeriodChoice(one.code, one.name, one.starts_on, one.ends_on, due.get(one.code), one.code in missed)
        for one in reversed(begun)
    )


def written_reports(office: Office, code: str = "") -> tuple[WrittenReport, ...]:
    """The reports that were begun, of one kind or of all this officer may read, the newest period first."""
    office.require(READ)
    files = {file.code: file for file in office.book.reports.values() if may_read(office, file)}
    wanted = [one for one in files if code in ("", one)]
    table = OfficeReport
    found = select(table).where(table.code.in_(wanted)).order_by(table.ends_on.desc(), table.starts_on.desc(), table.id)
    with office.database.read() as session:
        return tuple(_written(files[row.code], row) for row in session.scalars(found))


def composed(office: Office, code: str, period: str, request_id: str = "") -> Composed:
    """A report: made of the records of now while it is a draft, else as it was frozen, with its number and hash.

    Looking at a report of protected programmes is logged. RoleError, DeskError (report, period).
    """
    file = readable(office, code)
    named = period_of(office, file, period)
    with office.database.read() as session:
        row = row_of(session, code, named.code, request_id)
        texts = texts_of(session, file, row)
        slots = _slots(session, file, named, texts)
        if row is not None and row.state != DRAFT:
            shown = _frozen(session, file, row, slots)
        else:
            shown = _draft(session, office, _asked(office, file, named, texts, row), slots, row)
    _log_reading(office, file, shown.id, {"period": named.code})
    return shown


def figure_records(
    office: Office, code: str, period: str, figure: str, request_id: str = ""
) -> tuple[FigureRecord, ...]:
    """Exactly the records that a figure counts, in its order, of a frozen report as they were counted; none of a ratio.

    Looking at those of protected programmes is logged. RoleError, DeskError (report, period, figure).
    """
    file = readable(office, code)
    named = period_of(office, file, period)
    with office.database.read() as session:
        row = row_of(session, code, named.code, request_id)
        asked = _asked(office, file, named, {}, row)
        one = _figure_file(office, file, figure)
        if row is not None and row.state != DRAFT:
            kept = {kept.code: kept.values for kept in figures_in(frozen_of(session, file, row))}
            values = kept.get(figure, {})
        else:
            values = counted(counting_of(session, asked), one).values
        found = records_of(session, office, one, values)
    _log_reading(office, file, asked.row_id, {"period": named.code, "figure": figure})
    return found


def _log_reading(office: Office, file: ReportFile, report_id: str | None, what: dict[str, str]) -> None:
    """Reading what tells of protected programmes is logged, for who may know of them."""
    if file.is_protected:
        with office.write() as session:
            content = {"report": file.code, **what}
            audit.log(session, Act("reports.read", REPORTS, report_id or "", content, is_private=True))


def _kind(office: Office, file: ReportFile, *, is_owed: bool) -> ReportKind:
    reason = "" if is_owed else why_off(file)
    may_issue = may_read(office, file) and office.may(ISSUE)
    return ReportKind(file.code, file.title, file.source, is_owed, reason, may_write(office, file), may_issue)


def _owed(session: Session, office: Office, code: str, year: int) -> list[tuple[Deadline, date]]:
    """The deadlines of a report from the start of `year` to the end of the next, each with its day; no requests."""
    until = date(office.today().year + 1, 12, 31)
    wanted = [one for one in all_deadlines(session, office.book.deadlines) if one.report == code and not one.is_request]
    return [(one, day) for one in wanted for day in occurrences(one, date(year, 1, 1), until)]


def _written(file: ReportFile, row: OfficeReport) -> WrittenReport:
    return WrittenReport(
        row.id,
        row.version,
        row.code,
        file.title,
        row.period,
        parse_period(row.period).name,
        row.state,
        row.number,
        row.issued_on,
        row.sent_on,
        row.sha256,
        row.counted_on,
        row.request_id,
    )


def _asked(
    office: Office, file: ReportFile, named: NamedPeriod, texts: dict[str, str], row: OfficeReport | None
) -> Asked:
    return Asked(file, named, min(named.ends_on, office.today()), texts, row.id if row else None)


def _draft(
    session: Session, office: Office, asked: Asked, slots: tuple[Slot, ...], row: OfficeReport | None
) -> Composed:
    made = make(session, office, asked)
    kept: tuple[str | None, int, str] = (row.id, row.version, row.request_id) if row else (None, 0, "")
    return Composed(
        kept[0],
        kept[1],
        DRAFT,
        made.document,
        made.figures,
        slots,
        made.compared,
        made.before,
        made.adjustments,
        request_id=kept[2],
        shown=figures_hash(made),
    )


def _frozen(session: Session, file: ReportFile, row: OfficeReport, slots: tuple[Slot, ...]) -> Composed:
    content: dict[str, Any] = frozen_of(session, file, row)
    document = from_plain(content["document"])
    return Composed(
        row.id,
        row.version,
        row.state,
        replace(document, number=row.number, issued_on=row.issued_on, fingerprint=row.sha256[:FINGERPRINT]),
        figures_in(content),
        slots,
        tuple(plain_values.from_plain(Compared, one) for one in content["compared"]),
        content["before"],
        adjustments_in(content),
        row.sha256,
        row.sent_on,
        row.sent_to,
        row.sent_way,
        row.request_id,
    )


def _slots(session: Session, file: ReportFile, named: NamedPeriod, texts: dict[str, str]) -> tuple[Slot, ...]:
    """The places for free words, each with what the last report of the kind before this period said there."""
    table = OfficeReport
    found = select(table).where(table.code == file.code, table.ends_on < named.ends_on)
    last = session.scalars(found.order_by(table.ends_on.desc(), table.starts_on.desc(), table.id).limit(1)).first()
    before = texts_of(session, file, last)
    return tuple(
        Slot(one.slot, one.text, one.hint, texts.get(one.slot, ""), before.get(one.slot, "")) for one in file.slots
    )


def _figure_file(office: Office, file: ReportFile, code: str) -> FigureFile:
    every = {one.code: one for one in (*file.figures, *of_rows(file, dimensions_of(office, file)))}
    if code not in every:
        raise DeskError(_("The report has no figure “{code}”.").format(code=code), reason="figure")
    return every[code]
