"""An official report on paper: sizes, faces, places, page numbers, annexes, marks."""

from dataclasses import replace
from functools import cache

import pytest

from hn_desk.errors import InputError
from hn_desk.forms.foot import TRAINING
from hn_desk.forms.text import BLANK
from hn_desk.reports.document import Annex, Block, Piece, ReportDocument, TableOfFigures
from hn_desk.reports.office_report_pdf import DRAFT, draw, laid_table
from hn_desk.reports.table import Column
from tests.forms.measures import Measured, measured
from tests.forms.pages import one_line, page_texts
from tests.reports.documents import LONG_SENTENCE, annex_table, little, much, table

POINT = 25.4 / 72


@cache
def pages() -> list[Measured]:
    return measured(draw(much()))


def seen(document: ReportDocument) -> list[str]:
    return page_texts(draw(document))


@pytest.mark.parametrize(
    ("page", "words", "size", "face"),
    [
        (0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "Bold"),
        (0, "Độc lập - Tự do - Hạnh phúc", 13, "Bold"),
        (0, "UBND THÀNH PHỐ HÀ NỘI", 12, "LiberationSerif"),
        (0, "PHƯỜNG HOÀN KIẾM", 12, "Bold"),
        (0, "Số: 125/BC-UBND", 13, "LiberationSerif"),
        (0, "Hà Nội, ngày 02 tháng 7 năm 2026", 13, "Italic"),
        (0, "BÁO CÁO", 14, "Bold"),
        (0, "Kết quả thực hiện công tác", 13, "Bold"),
        (0, "Thực hiện kế hoạch", 14, "LiberationSerif"),
        (0, "I. KẾT QUẢ", 14, "Bold"),
        (0, "1. Công tác chỉ đạo", 14, "Bold"),
        (1, "2", 13, "LiberationSerif"),
        (1, "- Hội nghị trực tiếp: ", 14, "LiberationSerif"),
        (2, "TM. ỦY BAN NHÂN DÂN", 13, "Bold"),
        (2, "KT. CHỦ TỊCH", 13, "Bold"),
        (2, "Trần Văn Hùng", 13, "Bold"),
        (2, "Nơi nhận:", 12, "BoldItalic"),
        (2, "- Lưu: VT", 11, "LiberationSerif"),
        (3, "Phụ lục I", 14, "Bold"),
        (3, "DANH SÁCH HOẠT ĐỘNG", 13, "Bold"),
        (3, "(Kèm theo Báo cáo số 125/BC-UBND ngày 02 tháng 7 năm 2026", 13, "Italic"),
    ],
)
def test_each_part_has_its_size_and_face(page: int, words: str, size: float, face: str) -> None:
    piece = pages()[page].one(words)
    assert piece.size == pytest.approx(size, abs=0.1)
    assert piece.face == face


def test_the_text_is_a4_and_its_annexes_lie_across_on_pages_of_their_own() -> None:
    sizes = [(round(page.width), round(page.height)) for page in pages()]
    assert sizes == [(210, 297)] * 3 + [(297, 210)] * 4
    assert pages()[6].one("Phụ lục II").baseline < 30


def test_what_is_centred_stands_in_the_middle() -> None:
    first, annex = pages()[0], pages()[3]
    middle = 30 + 165 / 2
    for words in ("BÁO CÁO", "Kết quả thực hiện công tác"):
        assert first.one(words).centre == pytest.approx(middle, abs=1)
    rule = first.rule_under(first.one("Kết quả thực hiện công tác"))
    assert (rule.left + rule.right) / 2 == pytest.approx(middle, abs=0.5)
    assert rule.right - rule.left < 40
    for words in ("Phụ lục I", "DANH SÁCH"):
        assert annex.one(words).centre == pytest.approx(30 + 252 / 2, abs=1)


def test_rules_stand_under_the_office_and_as_long_as_the_motto() -> None:
    first = pages()[0]
    motto, office = first.one("Độc lập"), first.one("PHƯỜNG HOÀN KIẾM")
    under = first.rule_under(motto)
    assert [under.left, under.right] == pytest.approx([motto.left, motto.right], abs=1)
    short = first.rule_under(office)
    assert 1 / 3 <= (short.right - short.left) / (office.right - office.left) <= 1 / 2


def test_text_is_justified_between_the_margins_with_an_indent() -> None:
    first = pages()[0]
    lines = [line for line in first.lines() if line.baseline > first.one("1. Công tác").baseline + 2]
    assert min(line.left for line in lines) == pytest.approx(30, abs=0.5)
    assert first.one("Thực hiện kế hoạch").left == pytest.approx(42, abs=0.5)
    inner = [line for line in lines if line.left < 31 and line.size == 14 and line.right > 170]
    assert inner
    assert all(line.right == pytest.approx(195, abs=0.6) for line in inner)


def test_everything_stands_within_the_margins() -> None:
    for page in pages():
        inked = [piece for piece in page.pieces if 12 < piece.baseline < page.height - 12]
        assert min(piece.left for piece in inked) >= 29.5
        assert max(piece.right for piece in inked) <= page.width - 14.5
        assert max(piece.baseline for piece in inked) <= page.height - 20


def test_pages_from_the_second_bear_their_number_in_the_middle_at_the_top() -> None:
    assert not [piece for piece in pages()[0].pieces if piece.baseline < 19]
    for n, page in enumerate(pages()[1:], 2):
        (number,) = [piece for piece in page.pieces if piece.baseline < 19]
        assert (number.words, number.size) == (str(n), 13)
        assert number.centre == pytest.approx(page.width / 2, abs=0.5)


def test_an_annex_of_sixty_rows_repeats_its_head_and_prints_each_row_once() -> None:
    texts = seen(much())
    assert [text.count("Trong đó nữ") + text.count("Trong đó\nnữ") for text in texts[3:6]] == [1, 1, 1]
    whole = "".join(texts)
    assert all(whole.count(f"Hội nghị số {n:02}") == 1 for n in range(1, 61))


def test_a_draft_says_so_on_every_page_and_a_frozen_one_bears_its_code() -> None:
    draft = seen(replace(much(), fingerprint=""))
    frozen = seen(much())
    assert all(DRAFT in text and "Mã nội dung" not in text for text in draft)
    assert all(DRAFT not in text and "Mã nội dung: 0123456789abcdef" in text for text in frozen)
    assert len(draft) == len(frozen)


def test_a_training_office_says_so_on_every_page() -> None:
    assert all(TRAINING in text for text in seen(replace(much(5), is_training=True)))


def test_number_and_day_stay_blank_until_they_are_given() -> None:
    text = one_line(draw(little(annexes=(Annex("Phụ lục", "Số liệu", table(2, "")),))))
    assert "/BC-UBND" in text
    assert "ngày …… tháng …… năm 20……" in text
    assert "Kèm theo" not in text
    assert "Số: 7/BC-UBND" in one_line(draw(little(number="7")))


def test_a_place_for_words_is_dotted_in_a_draft_and_left_out_of_a_frozen_report() -> None:
    assert BLANK in one_line(draw(little()))
    assert BLANK not in one_line(draw(little(fingerprint="0123456789abcdef")))


def test_the_signature_never_stands_alone_on_a_page() -> None:
    for n in range(1, 36):
        blocks = tuple(Block("item", (Piece(f"- Dòng {row:02}"),)) for row in range(n))
        last = measured(draw(little(blocks=blocks)))[-1]
        assert last.one(f"- Dòng {n - 1:02}").baseline < last.one("TM. ỦY BAN NHÂN DÂN").baseline


def test_typed_paragraphs_are_paragraphs_and_long_words_are_cut_at_the_margin() -> None:
    words = f"{LONG_SENTENCE}\n\nĐoạn hai {'dài' * 90}"
    (page,) = measured(draw(little(blocks=(Block("typed", (Piece(words),), slot="more"),))))
    assert page.one("Đoạn hai").left == pytest.approx(42, abs=0.5)
    assert max(piece.right for piece in page.pieces) <= 195.5


def test_all_words_of_charts_and_tables_are_printed() -> None:
    text = one_line(draw(much(3)))
    for words in ("Đông Xuân và các ngõ lân cận", "12 buổi", "Tháng 12", "Nội dung tuyên truyền số 12", "4.500.000"):
        assert words in text


def test_a_wide_table_takes_smaller_letters_but_never_under_nine_points() -> None:
    sizes = {
        round(piece.size) for piece in measured(draw(little(blocks=(Block("table", table=annex_table(2)),))))[0].pieces
    }
    assert 9 in sizes
    assert min(sizes) == 9


def test_a_character_that_paper_can_not_show_is_named() -> None:
    with pytest.raises(InputError, match="漢"):
        draw(little(blocks=(Block("typed", (Piece("chữ 漢"),), slot="more"),)))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert draw(much()) == draw(much())


def test_a_number_and_its_money_stand_apart_where_there_is_room() -> None:
    columns = (Column("Chương trình"), Column("Đã giải ngân", "count"), Column("Số tiền (đồng)", "money"))
    loans = TableOfFigures("Vay vốn", columns, (("Việc làm", 3, 240_000_000),), (("",) * 3,))
    assert [column.heading for column in laid_table(loans, 165).columns] == [column.heading for column in columns]
    narrow = laid_table(loans, 40)
    assert [column.heading for column in narrow.columns] == ["Chương trình", "Đã giải ngân, Số tiền (đồng)"]
    assert narrow.rows[0][1] == "3\n240.000.000"


def test_the_row_that_sums_up_is_bold() -> None:
    summed = replace(table(3), has_total=True)
    (page,) = measured(draw(little(blocks=(Block("table", table=summed),))))
    assert [page.one(f"Nội dung tuyên truyền số {n}").face for n in (2, 3)] == ["LiberationSerif", "Bold"]
