"""Reports: which there are for this officer, what they say of a period, and as a workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions import labels
from hn_desk.actions.freezing import form_of
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_words import topic_names
from hn_desk.actions.paper_file import Paper
from hn_desk.errors import InputError, Problem
from hn_desk.forms import totals as totals_form
from hn_desk.forms.facts import Letter
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import conversion_numbers, conversions, coverage, demand, loans, needs, printed, totals
from hn_desk.reports.table import MONTH, MONTHS, MOST_PARTS, QUARTER, YEAR, Cell, Column, Period, Table, parts_of
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.sheets import SheetColumn, make_workbook

__all__ = [
    "MONTH",
    "MONTHS",
    "QUARTER",
    "YEAR",
    "Cell",
    "Column",
    "Paper",
    "Period",
    "ReportName",
    "Table",
    "export_report",
    "print_report",
    "report",
    "report_names",
]

WORKBOOK: Final = "xlsx"
POSTED: Final = "xlsx-posted"
KINDS: Final = (WORKBOOK, POSTED)
PDF: Final = "pdf"
CREDIT: Final = "credit.read"


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
    _check_period(period)
    with office.database.read() as session:
        make = chosen.make_postable if is_posted else chosen.make
        return make(session, office, period)


def print_report(office: Office, code: str, period: Period, *, is_posted: bool = False) -> Paper:
    """The report on paper; posted totals of credit as the form `totals`. InputError as `report`; it is logged."""
    shown = report(office, code, period, is_posted=is_posted)
    with office.database.read() as session:
        letter = letter_of(session, "")
        if is_posted and _reports()[code].make_postable is _totals:
            figures = totals.totals(session, period, _programme_names(office))
            pdf = totals_form.draw(form_of(office, totals_form.LAYOUT), _on_paper(letter, period, figures))
        else:
            days = _("From {start} to {end}").format(start=format_date(period.start), end=format_date(period.end))
            name = full_name(letter.office).upper()
            pdf = printed.draw(printed.ReportPage(name, (days,), page_marks(letter), shown))
    _log(office, "reports.print", code, period, POSTED if is_posted else PDF)
    return Paper(f"BAO-CAO-{period.start:%Y%m%d}-{period.end:%Y%m%d}-{code}.pdf", pdf, shown.title)


def export_report(office: Office, code: str, period: Period, path: Path, kind: str = WORKBOOK) -> Changed:
    """Write the report at `path`, whole or not at all; `kind` is xlsx, or xlsx-posted with small counts hidden."""
    if kind not in KINDS:
        raise ValueError("a report is exported as xlsx or xlsx-posted")
    table = report(office, code, period, is_posted=kind == POSTED)
    columns = [SheetColumn(column.heading, column.kind) for column in table.columns]
    files.write_whole(path, make_workbook(table.title, columns, table.rows))
    _log(office, "reports.export", code, period, kind)
    return Changed(frozenset({"log"}))


def _log(office: Office, action: str, code: str, period: Period, kind: str) -> None:
    days = {"from": period.start.isoformat(), "to": period.end.isoformat()}
    with office.write() as session:
        audit.log(session, Act(action, "reports", "", {"report": code, "kind": kind, **days}))


def _on_paper(letter: Letter, period: Period, figures: Sequence[totals.Total]) -> totals_form.OfficeTotals:
    def shown(one: totals.Total) -> tuple[str, str]:
        return (
            (totals.NOT_SHOWN,) * 2 if one.figure is None else (format_dong(one.figure[0]), format_dong(one.figure[1]))
        )

    rows = tuple(totals_form.TotalRow(one.programme, one.stage, *shown(one)) for one in figures)
    return totals_form.OfficeTotals(letter, period.start, period.end, rows)


def _check_period(period: Period) -> None:
    problem = None
    if period.end < period.start:
        problem = Problem("end", _("The last day lies before the first."))
    elif len(list(islice(parts_of(period), MOST_PARTS + 1))) > MOST_PARTS:
        problem = Problem("step", _("That are more than {n} parts: choose longer ones.").format(n=MOST_PARTS))
    if problem:
        raise InputError(_("This period can't be reported."), do=_("Mend the marked fields."), problems=(problem,))


def _reports() -> dict[str, Report]:
    return {
        "coverage": Report(lambda: _("Outreach coverage"), "outreach.read", _coverage, _coverage),
        "conversions": Report(
            lambda: _("Conversions of household businesses"), "households.read", _conversions, _conversions
        ),
        "converted": Report(conversion_numbers.groups_title, "households.read", _converted, _converted),
        "obstacles": Report(conversion_numbers.wishes_title, "households.read", _wishes, _wishes),
        "loans": Report(lambda: _("Loan applications by programme"), CREDIT, _loans, _totals),
        "demand": Report(demand.title, CREDIT, _demand, _totals),
        "needs": Report(needs.title, CREDIT, _needs, _posted_needs),
    }


def _coverage(session: Session, office: Office, period: Period) -> Table:
    return coverage.rows(session, period, topic_names(office), office.today())


def _conversions(session: Session, _office: Office, period: Period) -> Table:
    return conversions.rows(session, period)


def _converted(session: Session, _office: Office, period: Period) -> Table:
    return conversion_numbers.groups_table(session, period)


def _wishes(session: Session, office: Office, period: Period) -> Table:
    words = {"obstacles": labels.obstacles(office), "supports": labels.supports(office)}
    return conversion_numbers.wishes_table(session, period, words)


def _loans(session: Session, office: Office, period: Period) -> Table:
    return loans.rows(session, period, _programme_names(office))


def _demand(session: Session, office: Office, period: Period) -> Table:
    return demand.rows(session, period, office.book.programmes)


def _needs(session: Session, _office: Office, period: Period) -> Table:
    return needs.rows(session, period)


def _posted_needs(session: Session, _office: Office, period: Period) -> Table:
    return needs.rows(session, period, is_posted=True)


def _totals(session: Session, office: Office, period: Period) -> Table:
    return totals.table(session, period, _programme_names(office))


def _programme_names(office: Office) -> dict[str, str]:
    return {code: programme.name for code, programme in office.book.programmes.items()}
