"""The only door to openpyxl: a table of typed cells as a workbook to edit and print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

Value = str | int | date | None
FORMATS: Final = {"count": "0", "number": "0", "money": "#,##0", "percent": '0" %"', "date": "dd/mm/yyyy"}
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_TITLE: Final = 31
NARROWEST: Final = 12
WIDEST: Final = 60
FONT: Final = "Times New Roman"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column's heading and what its cells hold: text, count, number, money, percent or date."""

    heading: str
    kind: str = "text"


def make_workbook(title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet with a title, a heading row that stays in view, and typed cells; a text is never read as a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title.translate(FORBIDDEN)[:LONGEST_TITLE]
    sheet.freeze_panes = "A3"
    kept = [tuple(row) for row in rows]
    for index, column in enumerate(columns):
        sheet.column_dimensions[get_column_letter(index + 1)].width = _width(column, [row[index] for row in kept])
    sheet.append([_bold(sheet, title)])
    sheet.append([_bold(sheet, column.heading, wrap=True) for column in columns])
    for row in kept:
        sheet.append([_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    stream = BytesIO()
    _InMemory(book, ZipFile(stream, "w", ZIP_DEFLATED)).save()
    return stream.getvalue()


class _InMemory(ExcelWriter):
    """Writes each sheet in memory: openpyxl's own writer leaves it in a clear temporary file for a moment."""

    def write_worksheet(self, ws: Any) -> None:
        """Put one sheet into the archive."""
        stream = BytesIO()
        writer: Any = WorksheetWriter(ws, stream)
        writer.write()
        ws._drawing, ws._rels = SpreadsheetDrawing(), writer._rels
        self._archive.writestr(ws.path[1:], stream.getvalue())  # type: ignore[attr-defined]  # not in its types
        self.manifest.append(ws)


def _cell(sheet: Any, column: SheetColumn, value: Value) -> Any:
    content: Any = value
    cell = WriteOnlyCell(sheet, value=content)
    cell.font = Font(name=FONT)
    if isinstance(value, str):
        cell.data_type = "s"
    else:
        cell.number_format = FORMATS.get(column.kind, "General")
    return cell


def _bold(sheet: Any, text: str, *, wrap: bool = False) -> Any:
    cell = _cell(sheet, SheetColumn(""), text)
    cell.font = Font(name=FONT, bold=True)
    cell.alignment = Alignment(wrap_text=wrap, vertical="center")
    return cell


def _width(column: SheetColumn, values: Iterable[Value]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2, max(longest, len(column.heading)) + 2))
