"""Somebody's workbook as plain readable rows, for lists that have a form of their own."""

from datetime import date
from typing import Final

from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Cell, Sheet, cell_text, open_table
from hn_desk.intake.trial import encoding_of

FEW: Final = 3
"""Marked texts; less don't tell a code, such as a heading alone."""
PlainRow = tuple[str | int | date | None, ...]


def read_sheets(data: bytes) -> tuple[tuple[PlainRow, ...], ...]:
    """The visible, filled sheets of an .xlsx, .xls or .ods, each as rows from the first on; InputError as `open_table`.

    Whole numbers are ints, other numbers texts, days dates, empty cells None; none at a row's end. Texts of columns in
    TCVN3 or VNI are Unicode.
    """
    return tuple(_plain(sheet) for sheet in open_table("", data).sheets)


def _plain(sheet: Sheet) -> tuple[PlainRow, ...]:
    overall = encoding_of({cell for row in sheet.rows for cell in row if isinstance(cell, str)})
    encodings = [_encoding(sheet, column, overall) for column in range(max(map(len, sheet.rows), default=0))]
    return tuple(
        _trimmed([_value(cell, code) for cell, code in zip(row, encodings, strict=False)]) for row in sheet.rows
    )


def _encoding(sheet: Sheet, column: int, overall: Encoding) -> Encoding:
    """The code of a column; that of the whole sheet where the column says too little."""
    texts = {cell for row in sheet.rows for cell in row[column : column + 1] if isinstance(cell, str)}
    own = encoding_of(texts, sheet.fonts.get(column, ""))
    return overall if sum(not text.isascii() for text in texts) < FEW else own


def _value(cell: Cell, encoding: Encoding) -> str | int | date | None:
    if isinstance(cell, str):
        return decode(cell, encoding) or None
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell_text(cell) if isinstance(cell, bool | float) else cell


def _trimmed(row: list[str | int | date | None]) -> PlainRow:
    while row and row[-1] is None:
        row.pop()
    return tuple(row)
