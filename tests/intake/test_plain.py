"""Workbooks read as plain rows, for lists that have a form of their own."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook

from hn_desk.intake.plain import read_sheets
from hn_desk.sheets import SheetColumn, make_workbook
from tests.imports.legacy_letters import tcvn3
from tests.intake.books import workbook


def test_a_workbook_is_read_as_it_was_written() -> None:
    columns = [SheetColumn("Tên"), SheetColumn("Số", "count"), SheetColumn("Ngày", "date")]
    data = make_workbook("Bảng", columns, [("Ả Rập", 3, date(2026, 11, 20)), ("=1+1", None, None)])

    assert read_sheets(data) == ((("Bảng",), ("Tên", "Số", "Ngày"), ("Ả Rập", 3, date(2026, 11, 20)), ("=1+1",)),)


def test_hidden_sheets_are_not_read_and_a_part_of_a_number_stays_as_it_stands() -> None:
    book = Workbook()
    book.worksheets[0].append([1.5, 2.0, True])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)

    assert read_sheets(stream.getvalue()) == ((("1.5", 2, "TRUE"),),)


def test_text_from_before_unicode_is_readable() -> None:
    rows = [["Họ và tên", "Số"], ["Đặng Thị Hạnh", "5"], ["Phạm Quỳnh", "6"]]
    legacy = [[tcvn3(cell) for cell in row] for row in rows]

    assert legacy != rows
    assert read_sheets(workbook(legacy)) == (tuple(map(tuple, rows)),)
