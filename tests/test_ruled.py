"""Tables on paper."""

from hn_desk.paper import LANDSCAPE, PORTRAIT, PageMarks, Paper, Sheet
from hn_desk.ruled import RuledColumn, RuledTable, add_table, fitting
from tests.forms.pages import find, one_line, page_texts

COLUMNS = (RuledColumn("STT", 1, "centre"), RuledColumn("Họ và tên", 4), RuledColumn("Số tiền", 2, "right"))


def paper_of(sheet: Sheet = LANDSCAPE) -> Paper:
    paper = Paper(sheet, "DANH SÁCH")
    paper.begin(PageMarks())
    return paper


def test_the_head_row_is_on_every_page() -> None:
    paper = paper_of()
    add_table(paper, RuledTable(COLUMNS, [(str(n), "Trần Văn Đoàn", "1") for n in range(90)]))
    pages = page_texts(paper.finish())
    assert len(pages) > 2
    assert all(text.count("Họ và tên") == 1 for text in pages)
    assert sum(text.count("Trần Văn Đoàn") for text in pages) == 90


def test_a_long_name_wraps_within_its_column() -> None:
    paper = paper_of(PORTRAIT)
    add_table(paper, RuledTable(COLUMNS, [("1", "Công Tằng Tôn Nữ " * 8 + "Cuối", "1")]))
    pdf = paper.finish()
    edge = 30 + 165 * 5 / 7
    assert find(pdf, "Cuối").right < edge
    assert find(pdf, "Cuối").baseline > find(pdf, "Công").baseline + 4
    assert all(find(pdf, line).right < edge for line in page_texts(pdf)[0].split("\n") if "Tằng" in line)


def test_a_row_taller_than_a_page_goes_on_overleaf() -> None:
    paper = paper_of()
    words = [f"từ{n}" for n in range(2_000)]
    add_table(paper, RuledTable(COLUMNS, [("1", " ".join(words), "2")]))
    pdf = paper.finish()
    assert len(page_texts(pdf)) > 1
    assert [word for word in one_line(pdf).split() if word.startswith("từ")] == words


def test_the_sums_are_bold_and_never_alone() -> None:
    for count in range(20, 45):
        paper = paper_of()
        rows = [(str(n), "Trần Văn Đoàn", "1") for n in range(count)]
        add_table(paper, RuledTable(COLUMNS, rows, ("", "Tổng cộng", "40")))
        pdf = paper.finish()
        last = page_texts(pdf)[-1]
        assert "Trần Văn Đoàn" in last
        assert find(pdf, "Tổng cộng", len(page_texts(pdf)) - 1).face == "Bold"


def test_a_right_aligned_cell_ends_at_its_edge() -> None:
    paper = paper_of(PORTRAIT)
    add_table(paper, RuledTable(COLUMNS, [("1", "Lan", "100.000.000")]))
    assert abs(find(paper.finish(), "100.000.000").right - (195 - 1.2)) < 0.5


def test_only_rows_that_fit_are_kept() -> None:
    table = RuledTable(COLUMNS, [(str(n), "Lan", "1") for n in range(20)])
    some = fitting(paper_of(), table, 40)
    assert 0 < len(some.rows) < 20
    assert fitting(paper_of(), table, 900) == table
    assert fitting(paper_of(), table, 5).rows == []
