"""A report's document survives being frozen: it comes back equal, and one changed letter changes its hash."""

import json
from dataclasses import replace
from datetime import date

from hn_desk.models.audit import canonical
from hn_desk.reports.charts import COLUMNS, Bar, Chart
from hn_desk.reports.document import (
    Annex,
    Block,
    Piece,
    TableOfFigures,
    from_plain,
    sha256_of,
    to_plain,
)
from hn_desk.reports.table import Column
from tests.reports.documents import little

TABLE = TableOfFigures(
    "Các đợt tuyên truyền",
    (Column("Ngày", "date"), Column("Nội dung"), Column("Số người", "count")),
    ((date(2026, 3, 5), "2026-03-05", 12), (None, "Cộng", 12)),
    (("", "", ""), ("", "", "people.kh297")),
)
DOCUMENT = little(
    opening=(Piece("Thực hiện Kế hoạch"),),
    blocks=(
        Block("heading", (Piece("I. Kết quả"),)),
        Block("item", (Piece("Đã tổ chức "), Piece("12", "events.kh297"), Piece(" đợt."))),
        Block("typed", (Piece("Khó khăn"),), slot="difficulties"),
        Block("table", table=TABLE),
        Block("chart", chart=Chart(COLUMNS, (Bar("Tháng 1", 3, "3"),), "Số đợt")),
    ),
    annexes=(Annex("Phụ lục I", "CÁC ĐỢT TUYÊN TRUYỀN", TABLE),),
)


def test_a_document_comes_back_equal_from_its_stored_form() -> None:
    stored = json.loads(canonical(to_plain(DOCUMENT)))
    assert from_plain(stored) == DOCUMENT
    assert sha256_of(to_plain(from_plain(stored))) == sha256_of(to_plain(DOCUMENT))


def test_one_changed_letter_changes_the_hash() -> None:
    other = replace(DOCUMENT, subject="Kết quả thực hiện kế hoạch")
    assert sha256_of(to_plain(other)) != sha256_of(to_plain(DOCUMENT))
