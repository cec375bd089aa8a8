"""The head of a paper by NĐ 30/2020: sizes, faces, positions."""

from dataclasses import replace
from datetime import date

import pytest

from hn_desk.forms import confirmation_person
from hn_desk.forms.facts import Letter, Office
from tests.forms.pages import find, one_line, page_texts
from tests.forms.samples import LETTER, NUMBERED, form, person_facts


def drawn(letter: Letter = LETTER) -> bytes:
    return confirmation_person.draw(form("confirmation-person"), person_facts(letter))


@pytest.mark.parametrize(
    ("words", "size", "face"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "Bold"),
        ("Độc lập - Tự do - Hạnh phúc", 13, "Bold"),
        ("UBND THÀNH PHỐ HÀ NỘI", 12, "LiberationSerif"),
        ("ỦY BAN NHÂN DÂN", 12, "Bold"),
        ("PHƯỜNG HOÀN KIẾM", 12, "Bold"),
        ("Số:", 13, "LiberationSerif"),
        ("Hà Nội, ngày", 13, "Italic"),
        ("GIẤY XÁC NHẬN", 14, "Bold"),
        ("Xét đề nghị", 13, "LiberationSerif"),
        ("TM. ỦY BAN NHÂN DÂN", 13, "Bold"),
        ("Nguyễn Thị Hường", 13, "Bold"),
        ("Nơi nhận:", 12, "BoldItalic"),
        ("- Lưu: VT", 11, "LiberationSerif"),
    ],
)
def test_each_part_has_its_size_and_face(words: str, size: float, face: str) -> None:
    seen = find(drawn(), words)
    assert seen.size == pytest.approx(size, abs=0.5)
    assert seen.face == face


def test_the_country_stands_on_one_line_at_the_top_right() -> None:
    seen = find(drawn(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert (seen.left + seen.right) / 2 > 140
    assert seen.right <= 195
    assert 20 <= seen.baseline <= 26


def test_the_motto_is_centred_under_the_country() -> None:
    country, motto = find(drawn(), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), find(drawn(), "Độc lập - Tự do - Hạnh phúc")
    assert motto.left + motto.right == pytest.approx(country.left + country.right, abs=1)


def test_body_lines_keep_the_margins_and_the_indent() -> None:
    pdf = drawn()
    first = next(line for line in page_texts(pdf)[0].split("\n") if line.startswith("Xét đề nghị"))
    assert find(pdf, first).left == pytest.approx(30 + 12, abs=1)
    assert find(pdf, first).right == pytest.approx(195, abs=1)


def test_paragraphs_stand_at_least_six_points_apart() -> None:
    pdf = drawn()
    above, below = find(pdf, "Sinh: 05/03/1985"), find(pdf, "Nơi cư trú:")
    single = 13 * 1.107 / 72 * 25.4
    assert below.baseline - above.baseline - single >= 6 / 72 * 25.4 - 0.05


def test_the_number_and_the_day_stay_blank_until_they_are_given() -> None:
    text = page_texts(drawn())[0]
    assert "/XN-UBND" in text
    assert "ngày …… tháng …… năm 20……" in text


def test_a_given_number_and_day_are_printed_whole() -> None:
    text = page_texts(drawn(NUMBERED))[0]
    assert "Số: 125/XN-UBND" in text
    assert "Hà Nội, ngày 05 tháng 02 năm 2026" in text


def test_months_from_march_have_no_leading_zero() -> None:
    assert "ngày 12 tháng 3 năm 2026" in page_texts(drawn(replace(NUMBERED, issued_on=date(2026, 3, 12))))[0]


def test_a_long_office_name_wraps_on_the_left() -> None:
    office = Office("Văn Miếu - Quốc Tử Giám và các tổ dân phố lân cận", "phường", superior="", place="Văn Miếu")
    pdf = drawn(replace(LETTER, office=office))
    assert "UBND THÀNH PHỐ" not in page_texts(pdf)[0]
    assert find(pdf, "PHƯỜNG VĂN MIẾU").right < find(pdf, "CỘNG HÒA").left
    assert "Văn Miếu, ngày" in page_texts(pdf)[0]
    assert "Ủy ban nhân dân phường Văn Miếu" in one_line(pdf)


def test_a_paper_without_a_subject_has_its_name_alone() -> None:
    plain = replace(form("confirmation-person"), subject="")
    text = page_texts(confirmation_person.draw(plain, person_facts()))[0]
    assert "GIẤY XÁC NHẬN\nCăn cứ" in text
