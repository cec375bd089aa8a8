"""Where the headings stand, whatever stands above, beside and between them."""

from typing import Any

import pytest

from hn_desk.intake.headings import guess_headings, headings_at
from hn_desk.intake.opening import Sheet
from tests.intake.books import households

LINE: list[Any] = [1.0, "Tạp hoá A", "Nguyễn Văn A", "12 Hàng Bông", "001085000123", 5_000_000.0]
PLAIN = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "Địa chỉ", "Số CCCD", "Vốn"]
UPPER = ["STT", "Tên hộ kinh doanh", "Chủ hộ", "", "Địa chỉ", "Vốn"]
FULLER = [*PLAIN, "Mã số thuế", "Điện thoại"]
LOWER = ["", "", "Họ và tên", "Số CCCD", "", ""]
MOTTO = ["UBND PHƯỜNG CỬA NAM", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
MOTTO_BELOW = ["PHÒNG KINH TẾ", "", "", "Độc lập - Tự do - Hạnh phúc"]
TITLE = ["", "DANH SÁCH HỘ KINH DOANH TRÊN ĐỊA BÀN, ĐỊA CHỈ VÀ CHỦ HỘ"]


def found(*rows: list[Any]) -> tuple[int, int]:
    headings = guess_headings(Sheet("S", rows), households())
    return headings.row, headings.rows


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ([PLAIN, LINE], (0, 1)),
        ([[], PLAIN, LINE], (1, 1)),
        ([MOTTO, MOTTO_BELOW, [], TITLE, [], PLAIN, LINE], (5, 1)),
        ([["ĐVT: triệu đồng"], PLAIN, LINE], (1, 1)),
        ([PLAIN, LINE, LINE, FULLER, LINE], (0, 1)),
        ([UPPER, LOWER, LINE], (1, 2)),
        ([["STT", "Chủ hộ", "Chủ hộ", "Địa chỉ"], ["", "Họ và tên", "Số CCCD", ""], LINE], (1, 2)),
        ([MOTTO, MOTTO_BELOW, TITLE, UPPER, LOWER, LINE], (4, 2)),
        ([PLAIN, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], LINE], (0, 1)),
        ([[one.upper() for one in PLAIN], LINE], (0, 1)),
        ([PLAIN, ["1", "Cafe", "", "12 Hàng Bông", "001085000123", "5000000"]], (0, 1)),
        ([["Hä vµ tªn chñ hé", "§Þa chØ", "Vèn"], ["NguyÔn V¨n A", "12", 5.0]], (0, 1)),
        ([["Teân hoä kinh doanh", "Ñòa chæ", "Voán"], ["Phôû", "12", 5.0]], (0, 1)),
    ],
)
def test_the_headings_are_found(rows: list[list[Any]], place: tuple[int, int]) -> None:
    assert found(*rows) == place


def test_two_rows_are_joined_and_wide_ones_filled_along() -> None:
    headings = headings_at(Sheet("S", [UPPER, LOWER, LINE]), 1, 2)

    assert headings.texts == (
        *("STT", "Tên hộ kinh doanh", "Chủ hộ – Họ và tên", "Chủ hộ – Số CCCD", "Địa chỉ", "Vốn"),
    )


def test_a_row_can_be_chosen_by_hand() -> None:
    sheet = Sheet("S", [PLAIN, LINE])

    assert headings_at(sheet, 1, 1).texts[1] == "Tạp hoá A"
    assert headings_at(sheet, 0, 2).rows == 1


def test_a_sheet_without_known_headings_begins_at_its_first_full_row() -> None:
    assert found(["Báo cáo"], [], ["x1", "y1", "z1"], ["a", "b", "c"]) == (2, 1)


def test_an_empty_sheet_has_no_heading_texts() -> None:
    assert guess_headings(Sheet("S", []), households()).texts == ()


def test_the_fingerprint_is_that_of_the_wordings_in_their_columns() -> None:
    one, same, other = (
        headings_at(Sheet("S", [row]), 0, 1).fingerprint
        for row in (PLAIN, [one.upper() + " " for one in PLAIN], [*PLAIN[:4], "Vốn", "Số CCCD"])
    )

    assert one == same != other
