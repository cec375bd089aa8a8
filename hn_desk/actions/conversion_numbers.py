"""Figures of the SME scheme: what is assigned and done, by group, officer, industry; shown, printed, exported."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions import labels
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.workdays import day_exceptions_of
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.reports import conversion_numbers, printed_charts
from hn_desk.reports.charts import COLUMNS, PROGRESS, RANKED, Bar, Chart, Lengths, lengths, told
from hn_desk.reports.conversion_sections import Asked, Section, Words, section_labels
from hn_desk.rules.dates import format_date
from hn_desk.sheets import SheetColumn, SheetTable, make_sheets

__all__ = [
    "COLUMNS",
    "PROGRESS",
    "RANKED",
    "Asked",
    "Bar",
    "Chart",
    "Lengths",
    "Section",
    "export_numbers",
    "lengths",
    "number_section",
    "print_numbers",
    "section_labels",
    "told",
    "years",
]

YEARS_BACK: Final = 5
READ: Final = "households.read"
CODE: Final = "numbers"


def years(office: Office) -> tuple[int, ...]:
    """The years that are offered, next year first."""
    this = office.today().year
    return tuple(range(this + 1, this - YEARS_BACK - 1, -1))


def number_section(office: Office, asked: Asked, code: str) -> Section:
    """One section of the figures; KeyError for an unknown one."""
    _require(office)
    with office.database.read() as session:
        return conversion_numbers.section(session, asked, _words(session, office), code)


def print_numbers(office: Office, asked: Asked, codes: Sequence[str] = ()) -> Paper:
    """The sections of these codes (all without any) on paper, with their charts; it is logged."""
    _require(office)
    with office.database.read() as session:
        letter = letter_of(session, "")
        sections = conversion_numbers.sections(session, asked, _words(session, office), codes)
    lines = (asked.name, _("As counted on {day}").format(day=format_date(office.today())))
    name = full_name(letter.office).upper()
    page = printed_charts.FiguresPage(name, title(), lines, page_marks(letter), sections)
    pdf = printed_charts.draw(page)
    _log(office, "reports.print", asked, "pdf")
    return Paper(file_name(asked, "pdf", codes), pdf, title())


def export_numbers(office: Office, asked: Asked, path: Path, codes: Sequence[str] = ()) -> Changed:
    """Write these sections (all without any) at `path`, a sheet each, whole or not at all; logged. StorageError."""
    _require(office)
    with office.database.read() as session:
        sections = conversion_numbers.sections(session, asked, _words(session, office), codes)
    files.write_whole(path, make_sheets([_sheet(section) for section in sections]))
    _log(office, "reports.export", asked, "xlsx")
    return Changed(frozenset({"log"}))


def title() -> str:
    """What the figures are called."""
    return _("Figures of the conversion of household businesses")


def file_name(asked: Asked, ending: str, codes: Sequence[str] = ()) -> str:
    """The name of a file with these sections, or all."""
    quarter = f"-Q{asked.quarter}" if asked.quarter else ""
    return "-".join(("SO-LIEU-CHUYEN-DOI", f"{asked.year}{quarter}", *codes)) + f".{ending}"


def _words(session: Session, office: Office) -> Words:
    return Words(
        labels.enterprise_kinds(office),
        labels.obstacles(office),
        labels.supports(office),
        {one.code: one.name for one in office.book.industries},
        tuple(check.months for check in office.book.conversion.alive_checks),
        office.book.targets,
        day_exceptions_of(session, office),
        office.today(),
    )


def _require(office: Office) -> None:
    office.require("reports.read")
    office.require(READ, "reports")


def _sheet(section: Section) -> SheetTable:
    columns = [SheetColumn(column.heading, column.kind) for column in section.table.columns]
    return SheetTable(section.table.title, columns, section.table.rows)


def _log(office: Office, action: str, asked: Asked, kind: str) -> None:
    content = {"report": CODE, "kind": kind, "year": asked.year, "quarter": asked.quarter}
    with office.write() as session:
        audit.log(session, Act(action, "reports", "", content))
