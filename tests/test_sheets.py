"""Workbooks to edit: typed cells, no formulas, widths that show."""

import tempfile
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hn_desk.errors import InputError
from hn_desk.sheets import SheetColumn, Value, make_workbook, read_workbook


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


def test_what_xml_cannot_hold_is_left_out() -> None:
    sheet = sheet_of("Bả\x0bng", [SheetColumn("Tê\x01n")], [("a\x1f\ufffe\ud800\tb\nc",)])
    assert (sheet.title, sheet["A1"].value, sheet["A2"].value) == ("Bảng", "Bảng", "Tên")
    assert sheet["A3"].value == "a\tb\nc"


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


def test_a_workbook_is_read_as_it_was_written() -> None:
    columns = [SheetColumn("Tên"), SheetColumn("Số", "count"), SheetColumn("Ngày", "date")]
    data = make_workbook("Bảng", columns, [("Ả Rập", 3, date(2026, 11, 20)), ("=1+1", None, None)])
    (rows,) = read_workbook(data)
    assert rows == (
        ("Bảng",),
        ("Tên", "Số", "Ngày"),
        ("Ả Rập", 3, date(2026, 11, 20)),
        ("=1+1",),
    )


def test_hidden_sheets_are_not_read_and_a_part_of_a_number_stays_as_it_stands() -> None:
    book = Workbook()
    book.worksheets[0].append([1.5, 2.0, True])
    book.create_sheet("Ẩn").sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    assert read_workbook(stream.getvalue()) == ((("1.5", 2, "True"),),)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "workbook-broken"),
        (b"khong phai", "workbook-broken"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512), "workbook-old"),
        (make_workbook("Bảng", [SheetColumn("Tên")], [])[:-200], "workbook-broken"),
    ],
)
def test_what_is_no_workbook_is_refused_plainly(data: bytes, reason: str) -> None:
    with pytest.raises(InputError) as refused:
        read_workbook(data)
    assert refused.value.reason == reason


def test_another_archive_and_a_bomb_are_refused() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a")
    with pytest.raises(InputError, match="not an Excel workbook"):
        read_workbook(stream.getvalue())
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(101 * 1024 * 1024))
    with pytest.raises(InputError, match="too large"):
        read_workbook(bomb.getvalue())
