"""Child: an official report with a long annex, as PDF beside reportlab's platypus and as Word beside plain python-docx.

The peers write the same words and cells and nothing more: no head, no signature, no marks.
"""

import io
import json
import sys
from collections.abc import Callable
from datetime import date

from docx import Document
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Table
from reportlab.platypus import Paragraph as Flowing

from bench.measure import cpu
from hn_desk.reports import office_report_pdf, office_report_word
from hn_desk.reports.document import Annex, Block, Piece, ReportDocument, SignFacts, TableOfFigures
from hn_desk.reports.table import Cell, Column

WARM = 1
BODY = ParagraphStyle("body", fontName="HN-Regular", fontSize=14, leading=16.8, alignment=4, firstLineIndent=34)
SMALL = ParagraphStyle("cell", fontName="HN-Regular", fontSize=11, leading=12.65)
SENTENCE = (
    "Ủy ban nhân dân phường đã chỉ đạo các tổ dân phố phối hợp với Công an phường, Ngân hàng Chính sách xã hội và "
    "các đoàn thể tuyên truyền tới từng khu dân cư, kết hợp loa truyền thanh, trang thông tin điện tử và phát tờ rơi. "
)
COLUMNS = (
    Column("TT", "number"),
    Column("Ngày", "date"),
    *(Column(heading) for heading in ("Tên hoạt động", "Hình thức", "Địa điểm", "Ghi chú")),
    Column("Số người dự", "number"),
    Column("Kinh phí (đồng)", "money"),
)


def report(rows: int) -> ReportDocument:
    cells = tuple(row(n) for n in range(1, rows + 1))
    table = TableOfFigures("", COLUMNS, cells, (("",) * len(COLUMNS),) * rows)
    return ReportDocument(
        code="sme",
        kind_name="BÁO CÁO",
        subject="Kết quả tuyên truyền, vận động năm 2026",
        period="2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        counted_on=date(2026, 11, 20),
        office="Phường Hoàn Kiếm",
        upper_line="UBND thành phố Hà Nội",
        place_name="Hà Nội",
        notation="BC-UBND",
        number="",
        issued_on=None,
        opening=(Piece(SENTENCE),),
        blocks=tuple(Block("body", (Piece(SENTENCE * 3),)) for _n in range(20)),
        annexes=(Annex("Phụ lục", "Danh sách hoạt động", table),),
        receivers=("- Lưu: VT.",),
        sign=SignFacts("TM.", "", "Chủ tịch", "", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        is_training=False,
        fingerprint="",
    )


def row(n: int) -> tuple[Cell, ...]:
    words = (f"Hội nghị số {n}", "Hội nghị trực tiếp", f"Nhà văn hóa tổ {n}", "có phát tờ rơi tới từng hộ")
    return (n, date(2026, 1 + n % 12, 1 + n % 28), *words, 30 + n, 1_500_000 * n)


def cells_of(document: ReportDocument) -> list[list[str]]:
    table = document.annexes[0].table
    heading = [column.heading for column in table.columns]
    return [heading, *([str(cell) for cell in row] for row in table.rows)]


def paragraphs_of(document: ReportDocument) -> list[str]:
    pieces = (document.opening, *(block.pieces for block in document.blocks))
    return ["".join(piece.text for piece in one) for one in pieces]


def platypus(document: ReportDocument) -> bytes:
    buffer = io.BytesIO()
    rows = [[Flowing(cell, SMALL) for cell in row] for row in cells_of(document)]
    parts: list[Flowable] = [Flowing(words, BODY) for words in paragraphs_of(document)]
    parts += [PageBreak(), Table(rows, repeatRows=1, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")])]
    SimpleDocTemplate(buffer, invariant=1).build(parts)
    return buffer.getvalue()


def plain_word(document: ReportDocument) -> bytes:
    made = Document()
    for words in paragraphs_of(document):
        made.add_paragraph(words)
    rows = cells_of(document)
    table = made.add_table(rows=0, cols=len(rows[0]))
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


KINDS: dict[str, tuple[Callable[[ReportDocument], bytes], Callable[[ReportDocument], bytes]]] = {
    "pdf": (office_report_pdf.draw, platypus),
    "word": (office_report_word.draw, plain_word),
}


def compare(kind: str, rows: int) -> None:
    """CPU seconds of ours and of the peer, the second time each."""
    document = report(rows)
    taken = {}
    for name, draw in zip(("ours", "peer"), KINDS[kind], strict=True):
        for _time in range(WARM + 1):
            start = cpu()
            draw(document)
            taken[name] = cpu() - start
    print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    compare(sys.argv[1], int(sys.argv[2]))
