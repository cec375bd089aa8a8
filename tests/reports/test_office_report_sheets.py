"""An official report as a workbook: typed figures, a sheet for each table and annex, no formulas."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from hn_desk.reports.document import Annex, Figure
from hn_desk.reports.office_report_sheets import make
from tests.reports.documents import annex_table, little, much

FIGURES = (
    Figure("events", "Số buổi", 24),
    Figure("spent", "Kinh phí", 12_500_000, "money"),
    Figure("covered", "=Tỷ lệ", 75, "percent"),
)


def book(document: Any = None) -> Any:
    return load_workbook(BytesIO(make(document or much(), FIGURES)))


def test_the_first_sheet_has_each_figure_with_its_unit() -> None:
    rows = [tuple(row) for row in book().worksheets[0].iter_rows(min_row=3, values_only=True)]
    assert [row[1:] for row in rows] == [(24, None), (12_500_000, "đồng"), (75, "%")]


def test_each_table_and_annex_has_its_sheet() -> None:
    made = book()
    assert made.sheetnames[2:] == ["Phụ lục I", "Phụ lục II"]
    assert made["Phụ lục I"]["A1"].value == "Phụ lục I. Danh sách hoạt động tuyên truyền"
    first = [cell.value for cell in made["Phụ lục I"][3]]
    assert first[:2] == [1, datetime(2026, 2, 2)]
    assert (first[7], first[8]) == (1_500_000, "=1+1")
    assert made["Phụ lục I"].max_row == 62


def test_nothing_is_a_formula() -> None:
    made = book()
    cells = [cell for sheet in made.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert [cell.value for cell in cells if str(cell.value).startswith("=")] == ["=Tỷ lệ", "=1+1"]


def test_annexes_without_a_number_of_their_own_have_sheets_all_the_same() -> None:
    document = little(annexes=(Annex("Phụ lục", "Một", annex_table(1)), Annex("Phụ lục", "Hai", annex_table(1))))
    assert len(set(book(document).sheetnames)) == 3
    assert date(2026, 2, 2) == book(document).worksheets[1]["B3"].value.date()
