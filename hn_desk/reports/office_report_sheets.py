"""An official report as a workbook: its figures on the first sheet, then a sheet for each table and annex."""

from collections.abc import Iterator, Sequence
from typing import Final

from hn_desk.i18n import _
from hn_desk.reports.document import Figure, ReportDocument, TableOfFigures
from hn_desk.sheets import SheetColumn, SheetTable, make_sheets

UNITS: Final = {"money": "đồng", "percent": "%"}
"""What is written beside a figure, by its unit."""


def make(document: ReportDocument, figures: Sequence[Figure]) -> bytes:
    """The .xlsx: numbers and days typed, no formulas; text that looks like a formula stays text."""
    return make_sheets(tuple(_sheets(document, figures)))


def _sheets(document: ReportDocument, figures: Sequence[Figure]) -> Iterator[SheetTable]:
    yield _figures(document, figures)
    tables = [block.table for block in document.blocks if block.table]
    for n, table in enumerate(tables, 1):
        yield _sheet(table, _("Table {n}").format(n=n), table.title)
    for annex in document.annexes:
        yield _sheet(annex.table, annex.number, f"{annex.number}. {annex.title}")


def _figures(document: ReportDocument, figures: Sequence[Figure]) -> SheetTable:
    columns = (SheetColumn(_("Figure")), SheetColumn(_("Value"), "money"), SheetColumn(_("Unit")))
    rows = [(one.label, one.value, UNITS.get(one.unit, "")) for one in figures]
    return SheetTable(document.subject, columns, rows, _("Figures"))


def _sheet(table: TableOfFigures, name: str, title: str) -> SheetTable:
    columns = [SheetColumn(column.heading, column.kind) for column in table.columns]
    return SheetTable(title or name, columns, table.rows, name)
