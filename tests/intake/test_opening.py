"""Files of every kind are opened, and what can't be is refused with its own reason."""

import struct
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from hn_desk.errors import InputError
from hn_desk.intake.compound import packed_anew, workbook_stream
from hn_desk.intake.opening import MOST_BYTES, Opened, open_table
from tests.intake.books import workbook

ROWS: list[list[Any]] = [["Họ và tên", "Vốn"], ["Nguyễn Văn A", 5_000_000], ["Trần Thị B", None]]
ODS_CELL = "<table:table-cell office:value-type='string'{}><text:p>A</text:p></table:table-cell>"
ODS_ROW = f"<table:table-row{{}}>{ODS_CELL}</table:table-row>"
ODS = (
    "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
    "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
    "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><office:body><office:spreadsheet>"
    "<table:table table:name='S'>{}</table:table></office:spreadsheet></office:body></office:document-content>"
)


def xls(rows: list[list[Any]] = ROWS, font: str = "Arial") -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell, xlwt.easyxf(f"font: name {font}"))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(row: str = "", cell: str = "") -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>")
        archive.writestr("content.xml", ODS.format(ODS_ROW.format(row, cell)))
    return stream.getvalue()


def saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """The archive with one part replaced."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return stream.getvalue()


def reason(name: str, data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        open_table(name, data)
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", workbook(ROWS)),
        ("a.xls", xls()),
        ("a.csv", "Họ và tên;Vốn\nNguyễn Văn A;5000000\nTrần Thị B;\n".encode()),
    ],
)
def test_each_kind_of_file_gives_the_same_cells(name: str, data: bytes) -> None:
    opened = open_table(name, data)

    assert (opened.kind, opened.sha256) == (name[2:], sha256(data).hexdigest())
    assert [[str(cell).removesuffix(".0") for cell in row] for row in opened.sheets[0].rows] == [
        ["Họ và tên", "Vốn"],
        ["Nguyễn Văn A", "5000000"],
        ["Trần Thị B", ""],
    ]


def test_an_ods_is_opened() -> None:
    assert open_table("a.ods", ods()).sheets[0].rows == [["A"]]


@pytest.mark.parametrize("code", ["utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_a_csv_is_read_in_any_code_with_any_mark(code: str, mark: str) -> None:
    text = f"Tên hộ{mark}Địa chỉ\nCơm{mark}Số 5 đường\n"
    data = (
        text.replace("ộ", "ô\u0323")
        .replace("ị", "i\u0323")
        .replace("ố", "ô\u0301")
        .replace("ờ", "ơ\u0300")
        .replace("ỉ", "i\u0309")
        .encode(code)
    )

    rows = open_table("a.csv", data).sheets[0].rows

    assert [len(row) for row in rows] == [2, 2]
    assert rows[1][0] == "Cơm"


def test_hidden_sheets_are_left_out() -> None:
    book = Workbook()
    book.worksheets[0].append(["A", "B"])
    hidden = book.create_sheet("Ẩn")
    hidden.append(["C", "D"])
    hidden.sheet_state = "hidden"

    assert [sheet.name for sheet in open_table("a.xlsx", saved(book)).sheets] == ["Sheet"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_cell_that_shows_an_error_is_not_empty(kind: str) -> None:
    book = Workbook()
    book.worksheets[0].append(["A", "#N/A"])
    book.worksheets[0]["B1"].data_type = "e"
    old = xlwt.Workbook()
    sheet = old.add_sheet("S")
    sheet.write(0, 0, "A")
    sheet.row(0).set_cell_error(1, 0x2A)
    stream = BytesIO()
    old.save(stream)

    opened = open_table(f"a.{kind}", saved(book) if kind == "xlsx" else stream.getvalue())

    assert list(opened.sheets[0].rows[0]) == ["A", "#N/A"]


def test_a_workbook_that_counts_days_from_1904_says_so() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append(["A", 31412])

    assert open_table("a.xlsx", saved(book)).sheets[0].is_1904
    assert not open_table("a.xlsx", workbook(ROWS)).sheets[0].is_1904


@pytest.mark.parametrize(
    ("name", "data"), [("a.xlsx", workbook(ROWS, fonts={0: ".VnTime"})), ("a.xls", xls(font=".VnTime"))]
)
def test_the_fonts_of_columns_are_told(name: str, data: bytes) -> None:
    assert open_table(name, data).sheets[0].fonts[0] == ".VnTime"


def test_merged_cells_are_told() -> None:
    assert open_table("a.xlsx", workbook(ROWS, merged=["A1:B1"])).sheets[0].merged == [(0, 0, 0, 1)]


def test_what_has_a_password_is_refused() -> None:
    locked = BytesIO()
    OOXMLFile(BytesIO(workbook(ROWS))).encrypt("secret", locked)

    assert reason("a.xlsx", locked.getvalue()) == "workbook-password"


def test_an_old_workbook_with_a_password_is_refused() -> None:
    stream = workbook_stream(xls())
    first = 4 + struct.unpack_from("<H", stream, 2)[0]
    locked = packed_anew(stream[:first] + struct.pack("<HH54s", 0x002F, 54, b"\1") + stream[first:])

    assert reason("a.xls", locked) == "workbook-password"


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("a.xlsx", b"", "workbook-empty"),
        ("a.csv", b"\n;\n", "workbook-empty"),
        ("a.xlsx", workbook([]), "workbook-empty"),
        ("a.xlsx", b"hello", "workbook-kind"),
        ("a.csv", b"a;b\0c;d", "workbook-kind"),
        ("a.xls", b"<html><table></table></html>", "workbook-kind"),
        ("a.xlsx", workbook(ROWS)[:500], "workbook-broken"),
        ("a.xls", xls()[:2000], "workbook-broken"),
        ("a.csv", b"a" * (MOST_BYTES + 1), "workbook-large"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(name: str, data: bytes, why: str) -> None:
    assert reason(name, data) == why


def test_another_document_is_no_table() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert reason("a.xlsx", stream.getvalue()) == "workbook-kind"


def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook(ROWS), "xl/worksheets/sheet1.xml", b" " * (201 * 1024 * 1024))

    assert len(bomb) < MOST_BYTES
    assert reason("a.xlsx", bomb) == "workbook-large"


@pytest.mark.parametrize(
    "place",
    [
        'r="XFD1048576"',
        "r='XFD1048576'",
        'r = "XFD1048576"',
        'r\n="XFD1048576"',
        'r="xfd1048576"',
        'r="J1048576"',
        'r="XFD900"',
    ],
)
def test_a_cell_at_the_far_end_is_refused_however_it_is_written(place: str) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = book.worksheets[0]["XFD1048576"] = 1
    good = saved(book)
    with ZipFile(BytesIO(good)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'r="XFD1048576"', place.encode())

    assert far.count(place.encode()) == 1
    assert reason("a.xlsx", with_part(good, "xl/worksheets/sheet1.xml", far)) == "workbook-large"


@pytest.mark.parametrize(
    ("row", "cell"), [("", " table:number-columns-repeated='16384'"), (" table:number-rows-repeated='1048576'", "")]
)
def test_a_cell_repeated_a_million_times_is_refused(row: str, cell: str) -> None:
    assert reason("a.ods", ods(row, cell)) == "workbook-large"


@pytest.mark.parametrize("reach", [(113, 3, 0, 2), (0, 2**31, 0, 0xFFFF)])
def test_an_xls_that_lies_of_its_size_is_refused(reach: tuple[int, int, int, int]) -> None:
    stream = workbook_stream(xls())
    place = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    lying = packed_anew(stream[:place] + struct.pack("<IIHH", *reach) + stream[place + 12 :])

    assert reason("a.xls", lying) in {"workbook-broken", "workbook-large"}


def test_packing_a_workbooks_records_anew_keeps_them() -> None:
    stream = workbook_stream(xls())

    assert workbook_stream(packed_anew(stream)).startswith(stream)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([("a.xlsx", workbook(ROWS)), ("a.xls", xls()), ("a.ods", ods()), ("a.csv", b"a;b\n1;2")]), st.data()
)
def test_a_damaged_file_is_opened_or_refused_but_never_a_bug(file: tuple[str, bytes], data: st.DataObject) -> None:
    name, good = file
    bad = bytearray(good[: data.draw(st.integers(1, len(good)))])
    for place in data.draw(st.lists(st.integers(0, len(bad) - 1), max_size=8)):
        bad[place] = data.draw(st.integers(0, 255))

    try:
        opened: Opened | str = open_table(name, bytes(bad))
    except InputError as error:
        opened = error.reason

    assert isinstance(opened, Opened) or opened.startswith("workbook-")


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["a.xlsx", "a.xls", "a.csv"]),
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_random_bytes_are_opened_or_refused(name: str, noise: bytes, start: bytes) -> None:
    try:
        opened: Opened | str = open_table(name, start + noise)
    except InputError as error:
        opened = error.reason

    assert isinstance(opened, Opened) or opened.startswith("workbook-")


@pytest.mark.parametrize("text", ['Tên;CCCD\nA;="001080012345"\n', 'Tên,CCCD\nA,"=""001080012345"""\n'])
def test_a_formula_that_keeps_a_numbers_zeros_is_read_as_the_number(text: str) -> None:
    assert open_table("a.csv", text.encode()).sheets[0].rows[1] == ["A", "001080012345"]
