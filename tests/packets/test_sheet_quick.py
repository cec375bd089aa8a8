"""The quick reader of sheets takes nothing that the strict one refuses, and reads the same."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import sheet_profile, sheet_quick
from hn_desk.packets.sheet_profile import AFTER_ROWS, Column, SheetHead, Value
from hn_desk.packets.sheet_quick import quick_rows
from hn_desk.packets.sheet_reading import read_rows, read_strictly
from hn_desk.packets.sheet_writing import write_sheet

HEAD = SheetHead(
    "Hộ", "HỘ KINH DOANH", (Column("id", "Mã"), Column("name", "Tên"), Column("on", "Ngày"), Column("n", "Số"))
)
WORDS = st.text(st.sampled_from("aĐ ạ\u0301_x05F0;<&>\n\u2260="), max_size=8)
ROWS = st.lists(
    st.tuples(
        WORDS, st.none() | WORDS, st.none() | st.dates(min_value=date(1900, 3, 1)), st.integers(-(10**14), 10**14)
    ),
    max_size=5,
)
PIECES = (
    *(
        '<c r="A4"/>',
        "</row>",
        '<row r="5">',
        "<v>",
        "</v>",
        "</t>",
        "0",
        "-",
        "9",
        " ",
        "&amp;",
        "&lt;",
        "&",
        "]]>",
        "\r",
    ),
    *(
        ' s="4"',
        ' s="2"',
        ' xml:space="preserve"',
        "<!-- -->",
        "<f>1</f>",
        "<is>",
        "_x0041_",
        "\x00",
        "\ufffe",
        "\t",
        "x",
    ),
)


def written(rows: list[tuple[Value, ...]]) -> bytes:
    pieces: list[bytes] = []
    write_sheet(HEAD, rows, pieces.append)
    return b"".join(pieces)


def strict(data: bytes) -> list[list[Value]] | str:
    try:
        return list(read_strictly("Hộ", data))
    except PacketError as error:
        return error.reason


@settings(max_examples=60)
@given(ROWS)
def test_what_our_writer_writes_is_read_alike(rows: list[tuple[Value, ...]]) -> None:
    data = written(rows)
    quick = quick_rows(data)
    assert quick is None or quick == strict(data)
    assert list(read_rows("Hộ", data)) == strict(data)


def test_an_ordinary_sheet_is_read_quickly() -> None:
    rows: list[tuple[Value, ...]] = [("a", "Số 1 phố Hàng Bông", date(2026, 5, 4), -7), ("b", None, None, 0)]
    assert quick_rows(written(rows)) == strict(written(rows))
    assert quick_rows(written([])) == strict(written([]))


@settings(max_examples=300)
@given(st.integers(0, 10**9))
def test_a_changed_sheet_is_read_alike_or_left_to_the_strict_reader(seed: int) -> None:
    dice = Random(seed)
    text = written([("a", "Tổ 1", date(2026, 5, 4), 7), ("b", " c", None, 0)]).decode()
    for _n in range(dice.randint(1, 2)):
        at = dice.randrange(max(text.find("<cols>"), 0), len(text))
        cut = dice.choice((0, 0, 1, 2, 9))
        text = text[:at] + dice.choice((*PIECES, "")) + text[at + cut :]
    data = text.encode()
    quick = quick_rows(data)
    assert quick is None or quick == strict(data)


def test_too_many_rows_and_too_large_sheets_are_left_to_the_strict_reader() -> None:
    row = '<row r="{n}"><c r="A{n}"/><c r="B{n}"/><c r="C{n}"/><c r="D{n}"/></row>'
    start = written([]).decode().removesuffix(AFTER_ROWS)
    for many in (3, 200_001):
        data = (start + "".join(row.format(n=n) for n in range(4, 4 + many)) + AFTER_ROWS).encode()
        assert (quick_rows(data) is None) == (many > 3 or len(data) > sheet_quick.LARGEST)
    assert quick_rows(b"") is None
    assert quick_rows(written([])[:-1]) is None
    assert quick_rows(b"\xff" + written([])) is None


def test_more_rows_than_a_sheet_may_have_are_left_to_the_strict_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    data = written([(str(number), None, None, number) for number in range(5)])
    assert quick_rows(data) is not None
    monkeypatch.setattr(sheet_profile, "ROW_LIMIT", 3)
    assert quick_rows(data) is None
