"""The list of what must be typed again, on paper."""

import pypdfium2

from hn_desk.reports.typed_again import TypedAgain, draw


def test_every_line_stands_on_the_paper_over_several_pages() -> None:
    rows = [("Hoạt động", f"Sự kiện {n}", "Số người dự: 45; Địa điểm: Nhà văn hóa", "") for n in range(60)]

    pdf = draw(
        TypedAgain("Những gì phải nhập lại", ("Khôi phục lúc 20/11/2026",), ("Loại", "Bản ghi", "Nhập", "Xong"), rows)
    )

    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    assert len(document) > 1
    assert "Những gì phải nhập lại" in text
    assert all(f"Sự kiện {n}" in text for n in range(60))
    document.close()
