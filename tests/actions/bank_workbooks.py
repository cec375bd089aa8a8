"""Workbooks such as the bank hands over: title rows, headings, answers, a sum."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook

HEADINGS: Final = (
    *("Mã hồ sơ", "Họ và tên", "Số CCCD", "Kết quả", "Số tiền phê duyệt", "Ngày phê duyệt"),
    *("Số thông báo", "Lý do", "Thời hạn (tháng)"),
)


def bank_workbook(rows: Sequence[Sequence[Any]], headings: Sequence[str] = HEADINGS) -> bytes:
    """A workbook with these rows: code, name, number, result, amount, day, paper, reason, months."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("NGÂN HÀNG CHÍNH SÁCH XÃ HỘI",), ("Thông báo kết quả phê duyệt",), (), headings, *rows):
        sheet.append(list(row))
    sheet.append(["Tổng cộng", None, None, None, 1])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
