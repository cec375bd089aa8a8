"""The list of beneficiaries."""

from dataclasses import replace

import pytest

from hn_desk.forms import list_beneficiaries
from hn_desk.forms.facts import BeneficiaryList, ListRow, Loan
from tests.forms.pages import find, one_line, page_texts
from tests.forms.samples import PERSON, form, list_facts


def drawn(facts: BeneficiaryList) -> bytes:
    return list_beneficiaries.draw(form("list-beneficiaries"), facts)


@pytest.mark.parametrize("count", [0, 1, 2, 5, 6, 7, 40, 41, 43])
def test_every_row_is_printed_once_under_a_repeated_head(count: int) -> None:
    pages = page_texts(drawn(list_facts(count)))
    rows = [text.count("05/03/1985") for text in pages]
    assert sum(rows) == count
    assert all("Nơi cư trú" in text for text in pages if "05/03/1985" in text or "Tổng cộng" in text)
    assert bool(rows[-1]) == bool(count)
    assert "TRƯỞNG CÔNG AN" in pages[-1]
    assert "Tổng cộng" in pages[-1]


def test_a_list_of_one_person_fits_on_one_page() -> None:
    facts = list_facts(1)
    title = "DANH SÁCH NGƯỜI CHẤP HÀNH XONG ÁN PHẠT TÙ CÓ NHU CẦU VÀ ĐỦ ĐIỀU KIỆN VAY VỐN"
    named = replace(facts, programme=replace(facts.programme, list_title=title))
    assert len(page_texts(drawn(facts))) == 1
    assert len(page_texts(drawn(named))) == 1


def test_a_day_of_birth_stands_on_one_line() -> None:
    assert "05/03/1985" in page_texts(drawn(list_facts(1)))[0]


def test_pages_from_the_second_bear_their_number() -> None:
    pdf = drawn(list_facts(40))
    for n in range(1, len(page_texts(pdf))):
        number = find(pdf, str(n + 1), n)
        assert (number.left + number.right) / 2 == pytest.approx(297 / 2, abs=1)


def test_the_sum_is_in_figures_and_words() -> None:
    text = one_line(drawn(list_facts(41)))
    assert "Danh sách gồm 41 người" in text
    assert "4.100.000.000 đồng (Bằng chữ: Bốn tỷ một trăm triệu đồng)" in text


def test_the_police_sign_on_the_left_and_the_office_on_the_right() -> None:
    pdf = drawn(list_facts(2))
    last = len(page_texts(pdf)) - 1
    assert find(pdf, "Lê Quang Huy", last).right < 297 / 2 < find(pdf, "Nguyễn Thị Hường", last).left
    assert find(pdf, "Lê Quang Huy", last).baseline == pytest.approx(find(pdf, "Nguyễn Thị Hường", last).baseline)


def test_a_new_programme_needs_no_new_form() -> None:
    facts = list_facts(1)
    programme = replace(facts.programme, code="moi", legal_name="Tín dụng mới", legal_basis=())
    text = one_line(drawn(replace(facts, programme=programme)))
    assert "vay vốn theo chương trình “Tín dụng mới”" in text
    assert "Ngày trên giấy tờ kèm theo" in text
    assert "Căn cứ" not in text


def test_long_names_and_places_wrap() -> None:
    person = replace(PERSON, name="Công Tằng Tôn Nữ Thị Hoàng Ngân Hà", residence="Số 12 ngách 34/56 ngõ Huyện " * 4)
    row = ListRow(person, Loan(2_000_000_000, "nuôi trồng thủy sản " * 6, 120), None, "x" * 60)
    text = one_line(drawn(replace(list_facts(0), rows=(row,) * 30)))
    assert text.count("2.000.000.000") == 30
    assert "60.000.000.000" in text


def test_rows_too_tall_to_share_the_signatures_page_still_print() -> None:
    row = ListRow(PERSON, Loan(1_000_000, "chăn nuôi " * 250), None)
    pages = page_texts(drawn(replace(list_facts(0), rows=(row, row))))
    assert sum(text.count("chăn") for text in pages) == 500
    assert "chăn nuôi" not in pages[-1] or "Tổng cộng" in pages[-1]


def test_a_correction_says_which_list_it_replaces() -> None:
    facts = replace(
        list_facts(1), correction="Danh sách này thay danh sách số 12/DS-UBND.", police_number="", month=None
    )
    text = one_line(drawn(facts))
    assert "Danh sách này thay danh sách số 12/DS-UBND." in text
    assert "Theo danh sách số" not in text
    assert "(Tháng" not in text


def test_a_programmes_own_words_come_before_the_forms() -> None:
    facts = list_facts(1)
    programme = replace(
        facts.programme,
        code="moi",
        list_title="DANH SÁCH NGƯỜI VAY",
        list_date_heading="Ngày riêng",
        person_statement="đủ điều kiện",
    )
    text = one_line(drawn(replace(facts, programme=programme)))
    assert "DANH SÁCH NGƯỜI VAY (Tháng 02/2026)" in text
    assert "Ngày riêng" in text
    assert "xác nhận những người nêu trên đủ điều kiện." in text


def test_a_neutral_heading_of_the_form_comes_before_the_programmes() -> None:
    facts = list_facts(1)
    told = replace(facts.programme, list_date_heading="Ngày chấp hành xong")
    assert "chấp hành xong" not in one_line(drawn(replace(facts, programme=told)))
