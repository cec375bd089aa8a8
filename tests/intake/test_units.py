"""In which unit a column counts money, as headings and rows above tables say it."""

from typing import Any

import pytest

from hn_desk.intake.opening import Sheet
from tests.intake.books import read

HEADINGS: list[Any] = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "Địa chỉ"]
LINE: list[Any] = [1.0, "Tạp hoá A", "Nguyễn Văn A", "12 Hàng Bông"]


def capital(heading: str, cell: Any, *above: list[Any]) -> object:
    row = read(Sheet("S", [*above, [*HEADINGS, heading], [*LINE, cell]]))[0]
    return row.problems[0].code if row.problems else row.values["capital"]


@pytest.mark.parametrize(
    ("heading", "cell", "amount"),
    [
        ("Vốn (tỷ đồng)", 1.5, 1_500_000_000),
        ("Vốn (tỉ đồng)", "2", 2_000_000_000),
        ("Vốn (tỷ)", "1,5", 1_500_000_000),
        ("Vốn (tỷ đồng)", "1.250", "no-money"),
        ("Vốn (tỷ đồng)", "500.000.000", 500_000_000),
        ("Vốn (trăm triệu)", 2.0, 200_000_000),
        ("Vốn (trđ)", 50.0, 50_000_000),
        ("Vốn (tr.đ)", 50.0, 50_000_000),
        ("Vốn ĐK (triệu)", 50.0, 50_000_000),
        ("Vốn (1.000.000 đ)", 50.0, 50_000_000),
        ("Vốn (triệu đồng)", "50,5", 50_500_000),
        ("Vốn (triệu đồng)", "1.5", 1_500_000),
        ("Vốn (triệu đồng)", "1.500", 1_500_000_000),
        ("Vốn năm 2025 (triệu đồng)", 50.0, 50_000_000),
        ("Vốn (1.000đ)", 50_000.0, 50_000_000),
        ("Vốn (1000 đ)", 50_000.0, 50_000_000),
        ("Vốn (ĐVT: 1000đ)", 50_000.0, 50_000_000),
        ("Vốn (x1000)", 50_000.0, 50_000_000),
        ("Vốn (nghìn đồng)", "50.000", 50_000_000),
        ("Vốn (đồng)", 50_000_000.0, 50_000_000),
        ("Vốn góp công ty", 50_000_000.0, 50_000_000),
        ("Vốn (trên 1 tỷ đồng)", 2_000.0, 2_000),
    ],
)
def test_a_heading_says_in_which_unit_amounts_are(heading: str, cell: Any, amount: object) -> None:
    assert capital(heading, cell) == amount


@pytest.mark.parametrize(
    ("above", "amount"),
    [
        ("ĐVT: tỷ đồng", 2_000_000_000),
        ("Đơn vị tính: tỉ đồng", 2_000_000_000),
        ("(Đơn vị: 1.000.000 đồng)", 2_000_000),
        ("ĐVT: 1.000đ", 2_000),
        ("Triệu đồng", 2_000_000),
        ("Đơn vị: Công ty Tỷ Đô", 2),
    ],
)
def test_a_row_above_the_table_says_it_too(above: str, amount: int) -> None:
    assert capital("Vốn", 2.0, ["DANH SÁCH HỘ KINH DOANH"], ["", "", above]) == amount
