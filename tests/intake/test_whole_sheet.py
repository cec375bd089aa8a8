"""A sheet as offices have it, from bytes to rows."""

from datetime import date
from typing import Any

from hn_desk.intake.opening import Sheet
from hn_desk.rules.identifiers import check_tax_code
from tests.intake.books import read, sheet_of

MESSY: list[list[Any]] = [
    ["UBND PHƯỜNG CỬA NAM", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["Phòng Kinh tế", None, None, None, "Độc lập - Tự do - Hạnh phúc"],
    [None, "DANH SÁCH HỘ KINH DOANH NĂM 2026"],
    [],
    ["STT", "Tên hộ kinh doanh", "Chủ hộ", None, "Địa chỉ", None, "MST", "Vốn (triệu đồng)", "Ngày cấp"],
    [None, None, "Họ và tên", "Số CCCD", "Số nhà", "Tổ dân phố", None, None, None],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"],
    [1, "  Tạp  hoá A", "NGUYỄN VĂN A", 1203000123, "12 Hàng Bông", "TDP 5", "0101234567", 50, 32874],
    [2, "Cafe B", "Trần Thị B", "001188000456", '"', "nt", 101234567, "50 triệu", "31/12/88"],
    ["Tổng cộng", None, None, None, None, None, None, 100],
    [None, None, None, None, None, None, None, "Hà Nội, ngày 5 tháng 3 năm 2026"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, "CHỦ TỊCH"],
    [None, "Nguyễn Văn C", None, None, None, None, None, "Lê D"],
]


def test_a_messy_sheet_is_read_row_for_row() -> None:
    rows = read(sheet_of(MESSY, merged=["C5:D5", "E5:F5", "A5:A6", "B5:B6"]))

    assert [(row.row, row.kind) for row in rows] == [
        *((7, "order"), (8, "data"), (9, "data"), (10, "total")),
        *((11, "signature"), (12, "signature"), (13, "signature")),
    ]
    assert dict(rows[2].values) == {
        "name": "Cafe B",
        "owner_name": "Trần Thị B",
        "owner_id": "001188000456",
        "address": "12 Hàng Bông",
        "group": "TDP 5",
        "tax_code": "0101234567",
        "capital": 50_000_000,
        "registered_on": date(1988, 12, 31),
    }
    assert rows[1].values["owner_id"] == "001203000123"
    assert rows[1].values["registered_on"] == date(1990, 1, 1)


def test_every_change_is_told_with_its_rule() -> None:
    rows = read(sheet_of(MESSY))

    assert [(one.field, one.before, one.rule) for one in rows[1].normalised] == [
        ("name", "  Tạp  hoá A", "spaces"),
        ("owner_name", "NGUYỄN VĂN A", "case"),
        ("owner_id", "1203000123", "leading-zero"),
        ("capital", "50", "money-unit"),
        ("registered_on", "32874", "serial-date"),
    ]
    assert {one.rule for one in rows[2].normalised} == {"same-as-above", "leading-zero", "money-word", "short-year"}


def owned(*numbers: tuple[Any, Any]) -> list[object]:
    """What stands as tax code in rows with these owners' numbers and tax codes."""
    headings = ["Tên hộ kinh doanh", "Chủ hộ", "Số CCCD", "Mã số thuế"]
    lines = [[f"Quán {place}", "Lê Văn A", *pair] for place, pair in enumerate(numbers)]
    return [row.values["tax_code"] for row in read(Sheet("S", [headings, *lines]))]


def test_an_owners_number_without_its_zeros_is_never_taken_for_a_tax_code() -> None:
    number = next(n for n in range(1_080_000_000, 1_080_000_100) if not check_tax_code(str(n)).warnings)

    assert owned(("001080012345", str(number)), (float(number), float(number))) == [str(number), f"00{number}"]


def test_in_a_column_of_owners_numbers_all_get_their_zeros_back() -> None:
    right = next(n for n in range(1_080_000_000, 1_080_000_100) if not check_tax_code(str(n)).warnings)
    others = [("", float(n)) for n in range(right + 1, right + 5)]

    assert owned(*others, ("", float(right)))[-1] == f"00{right}"


def test_cells_merged_over_several_rows_hold_for_each_of_them() -> None:
    headings = ["Tổ dân phố", "Tên hộ kinh doanh", "Chủ hộ", "Địa chỉ"]
    lines = [[group, f"Quán {group}{n}", "Lê Văn A", f"Số {n}"] for group in ("TDP 1", "TDP 2") for n in (1, 2, 3)]

    rows = read(sheet_of([headings, *lines, ["", "Quán Khác", "Lê B", "Số 9"]], merged=["A2:A4", "A5:A7"]))

    assert [row.values["group"] for row in rows] == [*["TDP 1"] * 3, *["TDP 2"] * 3, None]
