"""Workbooks to edit: typed cells, no formulas, widths that show."""

import tempfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hn_desk.sheets import SheetColumn, Value, make_workbook


def sheet_of(title: str, columns: list[SheetColumn], rows: list[tuple[Value, ...]]) -> Worksheet:
    sheet = load_workbook(BytesIO(make_workbook(title, columns, rows))).active
    assert isinstance(sheet, Worksheet)
    return sheet


def test_cells_keep_their_types() -> None:
    columns = [
        SheetColumn("Tên"),
        SheetColumn("Số", "count"),
        SheetColumn("Tiền", "money"),
        SheetColumn("Ngày", "date"),
    ]
    sheet = sheet_of("Bảng", columns, [("Ả Rập", 3, 1_000_000, date(2026, 11, 20))])
    assert [cell.data_type for cell in sheet[3]] == ["s", "n", "n", "d"]
    assert [cell.number_format for cell in sheet[3]][1:] == ["0", "#,##0", "dd/mm/yyyy"]
    assert sheet["D3"].value == datetime(2026, 11, 20)


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://x")', "+1", "@SUM(A1)"])
def test_a_text_is_never_a_formula(text: str) -> None:
    sheet = sheet_of("Bảng", [SheetColumn("Tên")], [(text,)])
    assert (sheet["A3"].value, sheet["A3"].data_type) == (text, "s")


def test_a_long_or_forbidden_title_still_names_a_sheet() -> None:
    sheet = sheet_of("Danh sách [1/2]: " + "x" * 40, [SheetColumn("Tên")], [])
    assert len(sheet.title) == 31
    assert "/" not in sheet.title
    assert sheet["A1"].value == "Danh sách [1/2]: " + "x" * 40


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    columns = [SheetColumn("A"), SheetColumn("B"), SheetColumn("C")]
    sheet = sheet_of("Bảng", columns, [("x", "y" * 30, "z" * 200), (None, None, None)])
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [12, 32, 60]
    assert sheet.freeze_panes == "A3"


def test_no_cell_ever_lies_in_a_temporary_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    sheet = sheet_of("Bảng", [SheetColumn("Tên")], [("Nguyễn Thị Hạnh",)])
    assert sheet["A3"].value == "Nguyễn Thị Hạnh"
