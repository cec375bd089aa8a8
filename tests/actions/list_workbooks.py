"""Workbooks such as Công an cấp xã hands over: title rows, headings, people, a sum, signatures."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook

HEADINGS: Final = (
    *("STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số CCCD/CMND", "Nơi cư trú"),
    *(
        "Ngày chấp hành xong án phạt tù",
        "Mục đích vay vốn",
        "Số tiền đề nghị vay (đồng)",
        "Thời hạn (tháng)",
        "Ghi chú",
    ),
)
TITLES: Final = (
    ("CÔNG AN PHƯỜNG HOÀN KIẾM", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("Số: 15/DS-CAP",),
    (),
    ("DANH SÁCH NGƯỜI ĐỀ NGHỊ VAY VỐN", None, "Tháng 11 năm 2026"),
)
ENDS: Final = (
    (None, "Tổng cộng", None, None, None, None, None, None, 160_000_000),
    (None, None, None, None, None, "TRƯỞNG CÔNG AN"),
    (None, "Nguyễn Văn Đội"),
)
Cells = Sequence[Any]


def row_of(name: str, citizen_id: object, **cells: object) -> list[Any]:
    """A person's row; `cells` by place: born, sex, place, completed, purpose, amount, months, note."""
    usual = {
        "born": "03/5/1985",
        "sex": "Nam",
        "place": "Số 3 ngõ Hội Vũ",
        "completed": date(2025, 6, 1),
        "purpose": "Sản xuất, kinh doanh",
        "amount": 80_000_000,
        "months": 60,
        "note": None,
    } | cells
    first = (usual["born"], usual["sex"], citizen_id, usual["place"], usual["completed"])
    return [None, name, *first, usual["purpose"], usual["amount"], usual["months"], usual["note"]]


def workbook(
    rows: Sequence[Cells], *, headings: Cells = HEADINGS, titles: Sequence[Cells] = TITLES, ends: Sequence[Cells] = ENDS
) -> bytes:
    """The .xlsx with these people."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (*titles, headings, *rows, *ends):
        sheet.append(list(row) or [None])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
