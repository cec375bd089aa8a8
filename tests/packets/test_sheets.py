"""Sheets: every value comes back as it was, for us and for a general Excel library."""

import io
import unicodedata
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import sheet_profile
from hn_desk.packets.archive import write_archive
from hn_desk.packets.sheet_profile import Column, SheetHead, Value
from hn_desk.packets.sheet_reading import read_rows
from hn_desk.packets.sheet_writing import write_sheet
from hn_desk.packets.texts import has_forbidden
from hn_desk.packets.workbook import write_workbook

HEAD = SheetHead(
    "Trang", "Tiêu đề", (Column("a", "Một"), Column("b", "Hai", 30), Column("c", "Ba & bốn", is_money=True))
)
TEXTS = st.text(max_size=60).map(lambda text: unicodedata.normalize("NFC", text)).filter(lambda t: not has_forbidden(t))
NUMBERS = st.integers(-(10**15) + 1, 10**15 - 1)
VALUES = st.one_of(st.none(), TEXTS, NUMBERS, st.dates(date(1900, 3, 1)))
LONG = "ỷ" * 9000
SAID = [
    "=1+2",
    "+84",
    "-5",
    "@SUM(A1)",
    " hai đầu ",
    "hai\ndòng",
    "<b>&amp;",
    "_x0041_",
    "_x005F_x0041_",
    "",
    LONG,
]


def written(*rows: tuple[Value, ...]) -> bytes:
    pieces: list[bytes] = []
    write_sheet(HEAD, rows, pieces.append)
    return b"".join(pieces)


def refusal(*row: Value) -> str:
    with pytest.raises(PacketError) as refused:
        written(row)
    return refused.value.reason


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=8))
@settings(max_examples=150)
def test_values_come_back_as_they_were(rows: list[tuple[Value, ...]]) -> None:
    read = list(read_rows("Trang", written(*rows)))

    assert read[:3] == [["Tiêu đề"], ["Một", "Hai", "Ba & bốn"], ["a", "b", "c"]]
    assert [tuple(row) for row in read[3:]] == rows
    assert [[type(value) for value in row] for row in read[3:]] == [[type(value) for value in row] for row in rows]


@pytest.mark.parametrize("text", SAID)
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    assert list(read_rows("Trang", written((text, None, 1))))[3] == [text, None, 1]


def test_decomposed_text_is_composed() -> None:
    assert list(read_rows("Trang", written((unicodedata.normalize("NFD", "Nguyễn"), 1, 2))))[3][0] == "Nguyễn"


def test_openpyxl_reads_the_same_values() -> None:
    row = ("=1+2", "Nguyễn <b>", 2_000_000_000)
    data = write_archive(write_workbook([(HEAD, [row, (date(2026, 5, 1), None, -1)])]))
    workbook = openpyxl.load_workbook(io.BytesIO(data))

    values = list(workbook["Trang"].values)

    assert values[3:] == [row, (datetime(2026, 5, 1), None, -1)]
    assert workbook["Trang"]["C4"].number_format == "#,##0"
    assert workbook["Trang"]["A4"].data_type == "s"


def test_many_rows_are_written_in_pieces() -> None:
    pieces: list[bytes] = []

    count = write_sheet(HEAD, ((number, None, None) for number in range(1000)), pieces.append)

    assert (count, len(pieces)) == (1000, 7)
    assert len(list(read_rows("Trang", b"".join(pieces)))) == 1003


def test_the_writer_refuses_what_nobody_could_read() -> None:
    assert refusal("chuông\a", None, None) == "cell-control"
    assert refusal("a" * 40_000, None, None) == "cell-text"
    assert refusal(10**15, None, None) == "cell-digits"
    assert refusal(date(1899, 1, 1), None, None) == "cell-date"
    assert refusal(True, None, None) == "cell-type"


def test_more_rows_than_a_sheet_may_have_are_refused_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written(*[(number, None, None) for number in range(4)])
    monkeypatch.setattr(sheet_profile, "ROW_LIMIT", 3)

    assert refusal_of_rows(4) == "sheet-rows"
    with pytest.raises(PacketError) as refused:
        list(read_rows("Trang", data))
    assert refused.value.reason == "sheet-rows"


def refusal_of_rows(count: int) -> str:
    with pytest.raises(PacketError) as refused:
        written(*[(number, None, None) for number in range(count)])
    return refused.value.reason


def test_columns_are_lettered_as_excel_does() -> None:
    assert sheet_profile.letters(28)[24:] == ("Y", "Z", "AA", "AB")
