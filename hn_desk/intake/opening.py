"""Somebody's workbook or .csv opened: its sheets as rows of cells, as they stand in the file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from hn_desk.intake.compound import MAGIC
from hn_desk.intake.delimited import read_delimited
from hn_desk.intake.packed import Packed, unpack
from hn_desk.intake.refusals import broken, empty, large, locked, unknown_kind
from hn_desk.intake.xls_parts import look_at_xls
from hn_desk.intake.xlsx_parts import column_fonts, counts_from_1904, errors, reach

Cell = str | int | float | date | bool | None
XLSX: Final = "xlsx"
XLS: Final = "xls"
ODS: Final = "ods"
CSV: Final = "csv"
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_CELLS: Final = 5_000_000
_KEPT: Final = frozenset({str, float, int, bool, date, type(None)})
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet; empty cells are "" or None, numbers are floats or ints, `rows` all begin in column 0.

    `fonts` maps a column to its most frequent font, `merged` names merged cells by first row, first column, last row,
    last column (from 0), where the file tells them. `is_1904` says from which day on the file counts days.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    fonts: Mapping[int, str] = field(default_factory=dict)
    merged: Sequence[tuple[int, int, int, int]] = ()
    is_1904: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as opened; `kind` is xlsx, xls, ods or csv."""

    name: str
    kind: str
    sha256: str
    sheets: tuple[Sheet, ...]


def open_table(name: str, data: bytes) -> Opened:
    """Open a file by its bytes; InputError: workbook-password, -large (over 20 MB), -broken, -kind, -empty."""
    if not data:
        raise empty()
    if len(data) > MOST_BYTES:
        raise large()
    kind, sheets = _opened(name, data)
    filled = tuple(sheet for sheet in sheets if any(any(cell not in ("", None) for cell in row) for row in sheet.rows))
    if not filled:
        raise empty()
    return Opened(name, kind, sha256(data).hexdigest(), filled)


def cell_text(cell: Cell) -> str:
    """What a cell shows, near enough to be recognised: days as 5/3/2026, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return f"{cell.day}/{cell.month}/{cell.year}" if isinstance(cell, date) else str(cell)


def _opened(name: str, data: bytes) -> tuple[str, list[Sheet]]:
    if data.startswith(MAGIC):
        if _ENCRYPTED in data:
            raise locked()
        looked = look_at_xls(data)
        told = [_Told(sheet.fonts, sheet.errors, looked.is_1904) for sheet in looked.sheets]
        return XLS, _sheets(looked.data, told)
    if data.startswith(b"PK"):
        packed = unpack(data)
        return packed.kind, _sheets(packed.data, _told(packed))
    if not name.lower().endswith((".csv", ".txt", ".tsv")):
        raise unknown_kind()
    return CSV, [Sheet(name.rsplit(".", 1)[0], read_delimited(data))]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sheet's own part of the file tells besides the cells."""

    fonts: Mapping[int, str]
    errors: Sequence[tuple[int, int, str]]
    is_1904: bool


def _told(packed: Packed) -> list[_Told]:
    parts = packed.sheet_parts()
    if any(reach(part) > MOST_CELLS for part in parts):
        raise large()
    styles, is_1904 = packed.parts.get("xl/styles.xml", b""), counts_from_1904(packed.parts)
    return [_Told(column_fonts(part, styles), list(errors(part)), is_1904) for part in parts]


def _sheets(data: bytes, told: Sequence[_Told]) -> list[Sheet]:
    """The visible sheets; `told` has all sheets in the file's order, or none."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            known = [
                (place, one) for place, one in enumerate(book.sheets_metadata) if one.typ == SheetTypeEnum.WorkSheet
            ]
            places = [place for place, one in known if one.visible == SheetVisibleEnum.Visible]
            places = places or [place for place, _one in known]
            return [_sheet(book, place, told[place] if place < len(told) else None) for place in places]
    except PasswordError as error:
        raise locked() from error
    except CalamineError as error:
        raise broken() from error
    except BaseException as error:  # a panic in calamine's Rust is no Exception, and has no class to import
        if type(error).__name__ != "PanicException":
            raise
        raise broken() from error


def _sheet(book: CalamineWorkbook, place: int, told: _Told | None) -> Sheet:
    sheet = book.get_sheet_by_index(place)
    if sheet.total_height * sheet.total_width > MOST_CELLS:
        raise large()
    rows = _readable(sheet.to_python(skip_empty_area=False))
    merged = [(*first, *last) for first, last in sheet.merged_cell_ranges or []]
    if told is None:
        return Sheet(sheet.name, rows, merged=merged)
    for row, column, text in told.errors:
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return Sheet(sheet.name, rows, told.fonts, merged, told.is_1904)


def _readable(rows: list[list[Any]]) -> list[list[Cell]]:
    """Times and spans of time, which no list is asked for, as texts."""
    for place, row in enumerate(rows):
        if not _KEPT.issuperset(map(type, row)):
            rows[place] = [_kept(cell) for cell in row]
    return rows


def _kept(cell: Any) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    return cell if type(cell) in _KEPT else str(cell)
