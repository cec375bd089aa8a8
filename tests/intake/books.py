"""Workbooks as other people hand them over, made in memory."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from hn_desk.actions.rulebook import rule_book
from hn_desk.intake.columns import match_columns
from hn_desk.intake.fields import SubjectFields
from hn_desk.intake.headings import guess_headings
from hn_desk.intake.legacy import find_encodings
from hn_desk.intake.opening import Sheet, open_table
from hn_desk.intake.reading import ReadRow, read_rows

TODAY = date(2026, 11, 22)


def households() -> SubjectFields:
    return rule_book().imports["households"]


def workbook(
    rows: Sequence[Sequence[Any]], *, fonts: Mapping[int, str] | None = None, merged: Sequence[str] = ()
) -> bytes:
    """An .xlsx with one sheet; `fonts` maps a column (from 0) to its font, `merged` are ranges."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for column, name in (fonts or {}).items():
        for cells in sheet.iter_rows(min_col=column + 1, max_col=column + 1):
            cells[0].font = Font(name=name)
    for spot in merged:
        sheet.merge_cells(spot)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(rows: Sequence[Sequence[Any]], **how: Any) -> Sheet:
    return open_table("list.xlsx", workbook(rows, **how)).sheets[0]


def read(sheet: Sheet, fields: SubjectFields | None = None, **how: Any) -> list[ReadRow]:
    """Everything the machine does by itself with a sheet."""
    asked = fields or households()
    headings = guess_headings(sheet, asked)
    encodings = find_encodings(sheet, headings)
    mapping = {match.field: match.column for match in match_columns(sheet, headings, encodings, asked)}
    return list(read_rows(sheet, headings, encodings, mapping, asked, TODAY, **how))
