"""Pages of text: what is refused, what stands where, and what stays together."""

import unicodedata

import pypdfium2
import pytest

from hn_desk.codes import qr_modules
from hn_desk.errors import InputError
from hn_desk.fonts import checked
from hn_desk.paper import LANDSCAPE, MM, PORTRAIT, PageMarks, Paper, Strip, Style
from tests.forms.measures import measured
from tests.forms.pages import find, one_line, page_texts, pixels

BODY = Style(13, align="justify", indent=12)
LONG = "Ủy ban nhân dân phường xác nhận người có tên dưới đây cư trú trên địa bàn và đủ điều kiện vay vốn. " * 4


def blank() -> Paper:
    paper = Paper(PORTRAIT, "GIẤY XÁC NHẬN")
    paper.begin(PageMarks())
    return paper


def written(words: str, style: Style = BODY) -> bytes:
    paper = blank()
    paper.paragraph(words, style)
    return paper.finish()


def filler(height: float, *, is_glued: bool = False) -> Strip:
    return Strip(height, lambda _top: None, is_glued=is_glued)


def marked(paper: Paper, words: str, height: float = 10, *, is_glued: bool = False) -> Strip:
    return Strip(height, lambda top: paper.write(30, top, words, Style()), is_glued=is_glued)


def test_text_that_is_not_composed_is_refused() -> None:
    composed = "Nguyễn Thị Hường"
    apart = unicodedata.normalize("NFD", composed)
    assert apart != composed
    with pytest.raises(ValueError, match="NFC"):
        written(apart)
    assert composed in one_line(written(composed))


@pytest.mark.parametrize(("words", "named"), [("Trần 漢", "漢"), ("Trần\u200b", "U+200B"), ("Trần\t", "U+0009")])
def test_a_character_without_a_glyph_is_named(words: str, named: str) -> None:
    with pytest.raises(InputError, match=named.replace("+", r"\+")) as refused:
        checked(words)
    assert refused.value.reason == "glyph"


def test_every_vietnamese_letter_can_be_printed() -> None:
    marks = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = "".join(unicodedata.normalize("NFC", letter + mark) for letter in "aăâeêioôơuưy" for mark in marks) + "đ₫"
    assert checked(letters + letters.upper())


@pytest.mark.parametrize("name", ["<b>Lan</b>", "Lan &amp; Mai", '<img src="/etc/passwd"/>', "Lan (a\\b)", "{ten} %s"])
def test_a_name_is_printed_as_it_is_written(name: str) -> None:
    assert name in one_line(written(name, Style()))


def test_equal_content_gives_equal_bytes() -> None:
    assert written(LONG) == written(LONG)
    assert written(LONG) != written(LONG + "x")


def test_the_metadata_names_nobody() -> None:
    with pypdfium2.PdfDocument(written("Trần Văn Đoàn")) as document:
        told = document.get_metadata_dict()
    assert told["Title"] == "GIẤY XÁC NHẬN"
    assert (told["Author"], told["Subject"], told["Keywords"]) == ("", "", "")
    assert "Đoàn" not in str(told)


def test_every_font_is_embedded() -> None:
    pdf = written(LONG)
    assert b"/FontFile2" in pdf
    assert b"Helvetica" not in pdf


def test_a_justified_line_reaches_the_right_margin() -> None:
    pdf = written(LONG)
    first, second = page_texts(pdf)[0].split("\n")[:2]
    assert find(pdf, first).left == pytest.approx(30 + 12, abs=0.5)
    assert find(pdf, first).right == pytest.approx(210 - 15, abs=0.5)
    assert find(pdf, second).left == pytest.approx(30, abs=0.5)


def test_a_paragraphs_last_line_is_not_stretched() -> None:
    pdf = written(LONG + "Hết.")
    last = page_texts(pdf)[0].strip().split("\n")[-1]
    assert last.endswith("Hết.")
    assert find(pdf, last).right < 190


def test_page_numbers_stand_centred_at_the_top_from_page_two() -> None:
    paper = blank()
    paper.add(filler(200), marked(paper, "một"), filler(200), marked(paper, "hai"))
    pdf = paper.finish()
    number = find(pdf, "2", 1)
    assert (number.left + number.right) / 2 == pytest.approx(105, abs=0.5)
    assert number.baseline < 20
    assert number.size == 13
    assert page_texts(pdf)[0].strip() == "một"


def test_each_paper_of_a_file_has_its_own_page_numbers() -> None:
    paper = blank()
    paper.add(marked(paper, "một"))
    paper.begin(PageMarks())
    paper.add(marked(paper, "hai"))
    assert [text.strip() for text in page_texts(paper.finish())] == ["một", "hai"]


def test_papers_of_one_file_lie_upright_or_across() -> None:
    paper = blank()
    paper.add(filler(200), marked(paper, "một"), filler(200))
    assert paper.pages == 2
    paper.lie(LANDSCAPE)
    assert paper.pages == 2
    paper.begin(PageMarks(foot="Mã hồ sơ"))
    paper.add(filler(120), marked(paper, "hai"), filler(120))
    pdf = paper.finish()
    with pypdfium2.PdfDocument(pdf) as document:
        assert [round(page.get_width() / MM) for page in document] == [210, 210, 297, 297]
    assert find(pdf, "Mã hồ sơ", 3).right == pytest.approx(297 - LANDSCAPE.right, abs=0.5)
    assert find(pdf, "2", 3).baseline < LANDSCAPE.top


def test_glued_strips_move_to_the_next_page_together() -> None:
    paper = blank()
    paper.add(filler(245), marked(paper, "hàng cuối", is_glued=True), marked(paper, "chữ ký"))
    pages = page_texts(paper.finish())
    assert "hàng cuối" not in pages[0]
    assert "hàng cuối" in pages[1]
    assert "chữ ký" in pages[1]


def test_a_group_taller_than_a_page_keeps_its_end_together() -> None:
    paper = blank()
    paper.add(marked(paper, "đầu", 200, is_glued=True), marked(paper, "giữa", 60, is_glued=True), marked(paper, "cuối"))
    pages = page_texts(paper.finish())
    assert "đầu" in pages[0]
    assert "giữa" in pages[1]
    assert "cuối" in pages[1]


@pytest.mark.parametrize("above", [235, 240, 245, 250, 255, 256])
def test_no_line_of_a_paragraph_stands_alone_on_a_page(above: float) -> None:
    paper = blank()
    paper.add(filler(above))
    paper.paragraph("\n".join(f"dòng thứ {n}" for n in range(4)), Style())
    counts = [text.count("dòng thứ") for text in page_texts(paper.finish())]
    assert sum(counts) == 4
    assert 1 not in counts


def test_a_repeated_head_is_drawn_again_on_a_new_page() -> None:
    paper = blank()
    head = marked(paper, "đầu bảng")
    row = Strip(100, lambda _top: None, head=head)
    paper.add(head, row, row, row, row)
    assert [text.count("đầu bảng") for text in page_texts(paper.finish())] == [1, 1]


def test_the_warning_stands_on_every_page() -> None:
    paper = Paper(PORTRAIT, "GIẤY XÁC NHẬN")
    paper.begin(PageMarks("Mã hồ sơ: 7", "BẢN TẬP HUẤN"))
    paper.add(filler(200), filler(200))
    pages = page_texts(paper.finish())
    assert len(pages) == 2
    assert all("BẢN TẬP HUẤN" in text and "Mã hồ sơ: 7" in text for text in pages)


def test_a_symbol_is_drawn_module_by_module() -> None:
    rows = qr_modules("NCFOXN%TSMAHN")
    paper = blank()
    paper.add(Strip(40, lambda top: paper.modules(40, top, 30, rows)))
    width, _height, grey = pixels(paper.finish(), scale=4)
    side = 30 / len(rows)
    seen = [
        bytes(
            grey[int((20 + (y + 0.5) * side) * 4 * 72 / 25.4) * width + int((40 + (x + 0.5) * side) * 4 * 72 / 25.4)]
            < 128
            for x in range(len(rows))
        )
        for y in range(len(rows))
    ]
    assert tuple(seen) == rows


def test_a_box_and_a_rule_are_drawn() -> None:
    paper = blank()
    paper.box(40, 40, 20, 10, weight=2)
    paper.rule(40, 60, 80, weight=2)
    width, _height, grey = pixels(paper.finish())
    dark = {n // width for n, value in enumerate(grey) if value < 128}
    assert {round(40 * 144 / 25.4), round(50 * 144 / 25.4), round(80 * 144 / 25.4)} <= dark


def test_a_strip_taller_than_a_page_leaves_no_empty_page_before_it() -> None:
    paper = blank()
    paper.add(marked(paper, "rất cao", 400), marked(paper, "sau"))
    assert [text.split("\n")[-1].strip() for text in page_texts(paper.finish())] == ["rất cao", "sau"]


def test_a_paper_goes_on_across_with_its_page_numbers_and_marks() -> None:
    paper = Paper(PORTRAIT, "BÁO CÁO")
    paper.begin(PageMarks("Mã: 12", stage="DỰ THẢO"))
    paper.paragraph("Đứng", BODY)
    paper.turn(LANDSCAPE)
    paper.paragraph("Ngang", BODY)
    pdf = paper.finish()
    upright, across = measured(pdf)
    assert (round(upright.width), round(across.width), round(across.height)) == (210, 297, 210)
    assert across.one("2").centre == pytest.approx(297 / 2, abs=0.5)
    for page in (upright, across):
        assert page.one("DỰ THẢO").right == pytest.approx(page.width - 15, abs=0.5)
        assert page.one("Mã: 12").right == pytest.approx(page.width - 15, abs=0.5)
    assert across.one("Ngang").baseline < 30
