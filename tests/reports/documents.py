"""Official reports made by hand for layout tests: one with little in it, one with everything and a long annex."""

from dataclasses import replace
from datetime import date
from typing import Any

from hn_desk.reports.charts import COLUMNS, RANKED, Bar, Chart
from hn_desk.reports.document import Annex, Block, Piece, ReportDocument, SignFacts, TableOfFigures
from hn_desk.reports.table import Cell, Column

SIGN = SignFacts("KT.", "", "Phó Chủ tịch", "Trần Văn Hùng", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"))
LONG_SENTENCE = (
    "Ủy ban nhân dân phường đã chỉ đạo các tổ dân phố phối hợp với Công an phường, Ngân hàng Chính sách xã hội và "
    "các đoàn thể tuyên truyền tới từng khu dân cư, kết hợp loa truyền thanh, trang thông tin điện tử và phát tờ rơi. "
)
RANKS = Chart(
    RANKED,
    (
        Bar("Tổ dân phố số 1", 12, "12 buổi"),
        Bar("Tổ dân phố số 2 (khu tập thể Nhà máy Dệt kim Đông Xuân và các ngõ lân cận)", 7, "7 buổi"),
        Bar("Tổ dân phố số 3", 0, "0 buổi"),
    ),
    "Thanh đậm: số buổi đã tổ chức.",
)
MONTHS = Chart(
    COLUMNS,
    tuple(Bar(f"Tháng {n}", n * 3 % 11, str(n * 3 % 11)) for n in range(1, 13)),
    "Mỗi cột: số buổi trong tháng.",
)
TOPICS: tuple[Column, ...] = (
    Column("TT", "number"),
    Column("Nội dung"),
    Column("Số buổi", "count"),
    Column("Số người dự", "number"),
)


def table(rows: int, title: str = "Kết quả theo nội dung") -> TableOfFigures:
    """A table of four columns and so many rows."""
    made: tuple[tuple[Cell, ...], ...] = tuple(
        (n, f"Nội dung tuyên truyền số {n}", n, 40 * n) for n in range(1, rows + 1)
    )
    return TableOfFigures(title, TOPICS, made, (("",) * 4,) * rows)


def annex_table(rows: int) -> TableOfFigures:
    """A table of nine columns as annexes have them."""
    columns = (
        Column("TT", "number"),
        Column("Ngày", "date"),
        Column("Tên hoạt động"),
        Column("Hình thức"),
        Column("Địa điểm"),
        Column("Số người dự", "number"),
        Column("Trong đó nữ", "number"),
        Column("Kinh phí (đồng)", "money"),
        Column("Ghi chú"),
    )
    rows_made: tuple[tuple[Cell, ...], ...] = tuple(annex_row(n) for n in range(1, rows + 1))
    return TableOfFigures("", columns, rows_made, (("",) * 9,) * rows)


def annex_row(n: int) -> tuple[Cell, ...]:
    """The annex's row number `n`; the first one's note looks like a formula."""
    note = "=1+1" if n == 1 else None
    what: tuple[Cell, ...] = (f"Hội nghị số {n:02}", "Hội nghị trực tiếp", f"Nhà văn hóa tổ {n}")
    return (n, date(2026, 1 + n % 6, 1 + n % 28), *what, 30 + n, 12 + n, 1_500_000 * n, note)


def heading(words: str, level: int = 1) -> Block:
    """A heading."""
    return Block("heading", (Piece(words),), level)


def little(**more: Any) -> ReportDocument:
    """A draft with one paragraph and nothing typed."""
    document = ReportDocument(
        code="kh297",
        kind_name="BÁO CÁO",
        subject="Kết quả thực hiện công tác tuyên truyền, tư vấn 6 tháng đầu năm 2026",
        period="2026-H1",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
        counted_on=date(2026, 7, 1),
        office="Phường Hoàn Kiếm",
        upper_line="UBND thành phố Hà Nội",
        place_name="Hà Nội",
        notation="BC-UBND",
        number="",
        issued_on=None,
        opening=(Piece("Thực hiện kế hoạch của Ủy ban nhân dân Thành phố, "), Piece(LONG_SENTENCE)),
        blocks=(heading("I. KẾT QUẢ THỰC HIỆN"), Block("typed", slot="difficulties")),
        annexes=(),
        receivers=("- Công an Thành phố;", "- Chủ tịch, các Phó Chủ tịch UBND phường;", "- Lưu: VT, KT."),
        sign=SIGN,
        is_training=False,
        fingerprint="",
    )
    return replace(document, **more)


def much(rows: int = 60) -> ReportDocument:
    """A frozen, numbered report with every kind of block and an annex of so many rows."""
    blocks = (
        heading("I. KẾT QUẢ THỰC HIỆN"),
        heading("1. Công tác chỉ đạo, điều hành", 2),
        *(Block("body", (Piece(LONG_SENTENCE * 3),)) for _n in range(3)),
        heading("2. Kết quả tuyên truyền", 2),
        Block("body", (Piece("Đã tổ chức "), Piece("24", "events.all"), Piece(" buổi với "), Piece("1.250", "people"))),
        Block("item", (Piece("- Hội nghị trực tiếp: "), Piece("14", "events.meeting"), Piece(" buổi;"))),
        Block("item", (Piece("- Loa truyền thanh: "), Piece("10", "events.radio"), Piece(" lượt."))),
        Block("table", table=table(12)),
        Block("chart", chart=RANKS),
        Block("chart", chart=MONTHS),
        heading("II. KHÓ KHĂN, VƯỚNG MẮC"),
        Block("typed", (Piece(f"{LONG_SENTENCE}\n{LONG_SENTENCE}"),), slot="difficulties"),
        heading("III. PHƯƠNG HƯỚNG, KIẾN NGHỊ"),
        Block("typed", (Piece(LONG_SENTENCE * 4),), slot="proposals"),
    )
    annexes = (
        Annex("Phụ lục I", "Danh sách hoạt động tuyên truyền", annex_table(rows)),
        Annex("Phụ lục II", "Kết quả theo tổ dân phố", table(5, "")),
    )
    return little(
        blocks=blocks,
        annexes=annexes,
        number="125/BC-UBND",
        issued_on=date(2026, 7, 2),
        fingerprint="0123456789abcdef",
    )
