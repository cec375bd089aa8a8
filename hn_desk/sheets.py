"""The only door to openpyxl: typed cells as a workbook to edit and print, and other people's workbooks read."""

import warnings
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from hn_desk.errors import InputError
from hn_desk.i18n import _

Value = str | int | date | None
Content = Value | float
"""What a cell may be written with."""
FORMATS: Final = {"count": "0", "number": "0", "money": "#,##0", "percent": '0" %"', "date": "dd/mm/yyyy"}
FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
UNWRITABLE: Final = dict.fromkeys(
    code for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A, 0x0D)
)
"""What XML, and so a workbook, can't hold: somebody's file may bring it."""
LONGEST_TITLE: Final = 31
NARROWEST: Final = 12
WIDEST: Final = 60
FONT: Final = "Times New Roman"
_PLAIN: Final = Font(name=FONT)
_BOLD: Final = Font(name=FONT, bold=True)
MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 60
OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_NO_WORKBOOK: Final = (
    *(BadZipFile, InvalidFileException, zlib.error, SyntaxError, KeyError, IndexError, ValueError, TypeError),
    *(AttributeError, EOFError, NotImplementedError, OverflowError),
)
"""What openpyxl and its parsers raise at bytes that are no workbook."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column's heading and what its cells hold: text, count, number, money, percent or date; `choices` drop down."""

    heading: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet: its title, its columns, and a value for each column in each row; `name` is the tab's, else the title.

    Of several sheets whose titles begin alike, each needs a name of its own.
    """

    title: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Content]]
    name: str = ""


def make_workbook(title: str, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Content]]) -> bytes:
    """One sheet with a title, a heading row that stays in view, and typed cells; a text is never read as a formula."""
    return make_sheets((SheetTable(title, columns, rows),))


def make_sheets(tables: Sequence[SheetTable]) -> bytes:
    """A workbook with a sheet for each table, in their order, each as `make_workbook` lays it out."""
    book = Workbook()
    for place, table in enumerate(tables):
        _fill(book.worksheets[0] if place == 0 else book.create_sheet(), table)
    for sheet, table in zip(list(book.worksheets), tables, strict=True):
        _offer(book, sheet, table)
    stream = BytesIO()
    _InMemory(book, ZipFile(stream, "w", ZIP_DEFLATED)).save()
    return stream.getvalue()


def _fill(sheet: Any, table: SheetTable) -> None:
    sheet.title = (table.name or table.title).translate(UNWRITABLE).translate(FORBIDDEN)[:LONGEST_TITLE]
    sheet.freeze_panes = "A3"
    kept = [tuple(row) for row in table.rows]
    for index, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(index + 1)].width = _width(column, [row[index] for row in kept])
    sheet.append([_bold(sheet, table.title)])
    sheet.append([_bold(sheet, column.heading, wrap=True) for column in table.columns])
    for row in kept:
        sheet.append([_cell(sheet, column, value) for column, value in zip(table.columns, row, strict=True)])


def _offer(book: Workbook, sheet: Any, table: SheetTable) -> None:
    """Let cells of columns with choices drop them down, from a hidden sheet; other words may be typed too."""
    for place, column in enumerate(table.columns, 1):
        if not column.choices:
            continue
        words = book.create_sheet(f"_{sheet.title[:20]} {place}".translate(FORBIDDEN))
        words.sheet_state = "hidden"
        for choice in column.choices:
            words.append([_cell(words, column, choice)])
        listed = f"'{words.title}'!$A$1:$A${len(column.choices)}"
        offered = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=False)
        letter = get_column_letter(place)
        offered.add(f"{letter}3:{letter}{max(sheet.max_row, 3)}")
        sheet.add_data_validation(offered)


def read_workbook(data: bytes) -> tuple[tuple[tuple[Value, ...], ...], ...]:
    """The visible sheets of somebody's .xlsx, each as rows of cells from the first row on, with formulas' results.

    Whole numbers are ints, other numbers texts, days dates, empty cells None; none at a row's end. InputError when it
    can't be read.
    """
    _refuse_container(data)
    try:
        with warnings.catch_warnings(), closing(load_workbook(BytesIO(data), read_only=True, data_only=True)) as book:
            warnings.simplefilter("ignore")
            return tuple(_rows(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible")
    except _NO_WORKBOOK as error:
        raise _unreadable() from error


def _refuse_container(data: bytes) -> None:
    if data.startswith(OLD_EXCEL):
        raise InputError(
            _("This workbook is of the old kind (.xls) or has a password."),
            do=_("Open it in Excel or LibreOffice, save it as .xlsx without a password, and choose that file."),
            reason="workbook-old",
        )
    try:
        with ZipFile(BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except BadZipFile as error:
        raise _unreadable() from error
    if len(data) > MOST_BYTES or unpacked > MOST_UNPACKED:
        raise InputError(
            _("This workbook is too large for a list."),
            do=_("Copy the sheet with the list into a new workbook and choose that file."),
            reason="workbook-large",
        )


def _unreadable() -> InputError:
    return InputError(
        _("This file is not an Excel workbook (.xlsx), or it is damaged."),
        do=_("Choose the workbook as it was handed over; open it in Excel to see whether it is whole."),
        reason="workbook-broken",
    )


def _rows(sheet: Any) -> tuple[tuple[Value, ...], ...]:
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
    return tuple(_trimmed([_read(value) for value in row]) for row in islice(rows, MOST_ROWS))


def _trimmed(row: list[Value]) -> tuple[Value, ...]:
    while row and row[-1] is None:
        row.pop()
    return tuple(row)


def _read(value: Any) -> Value:
    """A cell's value as this program keeps values."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, str | date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return str(value)


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


def _cell(sheet: Any, column: SheetColumn, value: Content) -> Any:
    content: Any = value.translate(UNWRITABLE) if isinstance(value, str) else value
    cell = WriteOnlyCell(sheet, value=content)
    cell.font = _PLAIN
    if isinstance(value, str):
        cell.data_type = "s"
    else:
        usual = FORMATS["date"] if isinstance(value, date) else "General"
        cell.number_format = FORMATS.get(column.kind, usual)
    return cell


def _bold(sheet: Any, text: str, *, wrap: bool = False) -> Any:
    cell = _cell(sheet, SheetColumn(""), text)
    cell.font = _BOLD
    cell.alignment = Alignment(wrap_text=wrap, vertical="center")
    return cell


def _width(column: SheetColumn, values: Iterable[Content]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return max(NARROWEST, min(WIDEST, longest + 2, max(longest, len(column.heading)) + 2))
