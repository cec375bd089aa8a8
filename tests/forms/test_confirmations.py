"""The confirmations of single applications and of plans."""

from dataclasses import replace

import pytest

from hn_desk.forms import confirmation_person, confirmation_plan
from hn_desk.forms.confirmation_plan import share
from hn_desk.forms.facts import Loan, PersonConfirmation, PlanConfirmation
from tests.forms.pages import one_line, page_texts
from tests.forms.samples import LETTER, PERSON, form, person_facts, plan_facts


def of_person(facts: PersonConfirmation) -> str:
    return one_line(confirmation_person.draw(form("confirmation-person"), facts))


def of_plan(facts: PlanConfirmation) -> str:
    return one_line(confirmation_plan.draw(form("confirmation-plan"), facts))


def test_the_amount_is_in_figures_and_words() -> None:
    text = of_person(replace(person_facts(), loan=Loan(1_050_000, "mua giống", 12)))
    assert "1.050.000 đồng (Bằng chữ: Một triệu không trăm năm mươi nghìn đồng)." in text


def test_a_confirmation_fits_on_one_page() -> None:
    assert len(page_texts(confirmation_person.draw(form("confirmation-person"), person_facts()))) == 1
    assert len(page_texts(confirmation_plan.draw(form("confirmation-plan"), plan_facts()))) == 1


def test_the_priority_is_printed_only_when_there_is_one() -> None:
    assert "nhóm được ưu tiên" in of_person(person_facts())
    assert "nhóm được ưu tiên" not in of_person(replace(person_facts(), is_priority=False))


def test_a_representative_is_named_when_there_is_one() -> None:
    assert "Người đại diện" not in of_person(person_facts())
    parent = replace(PERSON, name="Trần Thị Đức", born="1960")
    named = "Người đại diện: Trần Thị Đức; số căn cước (CCCD): 001085012345"
    assert named in of_person(replace(person_facts(), representative=parent))


def test_a_fact_that_is_missing_is_a_blank_to_fill() -> None:
    text = of_person(replace(person_facts(), applicant=replace(PERSON, sex="", phone="", born="1985")))
    assert "Sinh: 1985; giới tính: …………………" in text
    assert "điện thoại" not in text


def test_a_plan_names_workers_and_their_share() -> None:
    assert "41 người; trong đó thuộc đối tượng của chương trình: 4 người, chiếm 9,76 %." in of_plan(plan_facts())


def test_a_plan_without_workers_of_the_group_leaves_the_line_out() -> None:
    facts = replace(plan_facts(), workers_qualifying=0, workers_supported=0, capital=500_000_000)
    assert "lao động có hợp đồng" not in of_plan(facts)
    assert "Tổng nhu cầu vốn của phương án: 500.000.000 đồng." in of_plan(facts)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 10, "10\u00a0%"), (999, 10_000, "9,99\u00a0%"), (9_999, 100_000, "9,99\u00a0%"), (1, 0, "")],
)
def test_a_share_is_cut_and_never_rounded_up(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_a_blank_signer_leaves_room_for_the_name() -> None:
    unsigned = replace(LETTER, signer=replace(LETTER.signer, name="", note="(Ký, đóng dấu)"))
    text = of_person(person_facts(unsigned))
    assert "PHÓ CHỦ TỊCH" in text
    assert "(Ký, đóng dấu)" in text
    assert "Hường" not in text


def test_what_is_confirmed_is_the_programmes_statement() -> None:
    own = replace(person_facts().programme, person_statement="đủ điều kiện vay", plan_statement="có phương án tốt")
    assert "Trần Văn Đoàn đủ điều kiện vay." in of_person(replace(person_facts(), programme=own))
    assert "Cơ sở nêu trên có phương án tốt;" in of_plan(replace(plan_facts(), programme=own))
