"""Reports: which there are for this officer, what they say of a period, and as a workbook."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import conversions, coverage, loans
from hn_desk.reports.table import Cell, Column, Period, Table, postable
from hn_desk.sheets import SheetColumn, make_workbook

__all__ = ["Cell", "Column", "Period", "ReportName", "Table", "export_report", "report", "report_names"]

WORKBOOK: Final = "xlsx"
POSTED: Final = "xlsx-posted"
KINDS: Final = (WORKBOOK, POSTED)


@dataclass(frozen=True, slots=True)
class ReportName:
    """A report that this officer may see."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Report:
    """How a report is made: its title, the action its reader needs, its table, and what of it may be posted."""

    title: Callable[[], str]
    action: str
    make: Callable[[Session, Office, Period], Table]
    make_postable: Callable[[Session, Office, Period], Table]


def report_names(office: Office) -> tuple[ReportName, ...]:
    """The reports that this officer may see."""
    office.require("reports.read")
    return tuple(ReportName(code, one.title()) for code, one in _reports().items() if office.may(one.action))


def report(office: Office, code: str, period: Period, *, is_posted: bool = False) -> Table:
    """The report `code` (KeyError for an unknown one) over `period`; posted, counts under 5 are hidden. InputError."""
    office.require("reports.read")
    chosen = _reports()[code]
    office.require(chosen.action, "reports")
    if period.end < period.start:
        problem = Problem("end", _("The last day lies before the first."))
        raise InputError(_("This period can't be reported."), do=_("Mend the marked fields."), problems=(problem,))
    with office.database.read() as session:
        make = chosen.make_postable if is_posted else chosen.make
        return make(session, office, period)


def export_report(office: Office, code: str, period: Period, path: Path, kind: str = WORKBOOK) -> Changed:
    """Write the report at `path`, whole or not at all; `kind` is xlsx, or xlsx-posted with small counts hidden."""
    if kind not in KINDS:
        raise ValueError("a report is exported as xlsx or xlsx-posted")
    table = report(office, code, period, is_posted=kind == POSTED)
    columns = [SheetColumn(column.heading, column.kind) for column in table.columns]
    files.write_whole(path, make_workbook(table.title, columns, table.rows))
    with office.write() as session:
        days = {"from": period.start.isoformat(), "to": period.end.isoformat()}
        audit.log(session, Act("reports.export", "reports", "", {"report": code, "kind": kind, **days}))
    return Changed(frozenset({"log"}))


def _reports() -> dict[str, Report]:
    return {
        "coverage": Report(lambda: _("Outreach coverage"), "outreach.read", _coverage, _coverage),
        "conversions": Report(
            lambda: _("Conversions of household businesses"), "households.read", _conversions, _conversions
        ),
        "loans": Report(lambda: _("Loan applications by programme"), "credit.read", _loans, _loan_totals),
    }


def _coverage(session: Session, office: Office, period: Period) -> Table:
    return coverage.rows(session, period, topic_names(office))


def _conversions(session: Session, _office: Office, period: Period) -> Table:
    return conversions.rows(session, period)


def _loans(session: Session, office: Office, period: Period) -> Table:
    return loans.rows(session, period, _programme_names(office))


def _loan_totals(session: Session, office: Office, period: Period) -> Table:
    return postable(loans.totals(session, period, _programme_names(office)))


def _programme_names(office: Office) -> dict[str, str]:
    return {code: programme.name for code, programme in office.book.programmes.items()}
