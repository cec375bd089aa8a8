"""Conversions: one allowed step at a time, and what counts as converted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from hn_desk.actions.conversions import ConversionDraft, advice_slip, conversion_steps, move_conversion
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError

DAY = date(2026, 11, 10)
UNCHECKED = {"dossier.missing": "Hồ sơ nộp tại bộ phận một cửa"}
WAY = ("listed", "contacted", "agreed", "preparing", "submitted")


@pytest.fixture
def shop(office: Office) -> str:
    draft = HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"), started_on=date(2020, 1, 5))
    return save_household(office, draft).id


def go(office: Office, shop: str, *states: str) -> None:
    for state in states:
        move_conversion(office, ConversionDraft(shop, state, DAY, accepted=UNCHECKED))


def registration(shop: str) -> ConversionDraft:
    return ConversionDraft(
        shop,
        "registered",
        DAY,
        enterprise_name="Công ty TNHH An",
        enterprise_code="0100109106",
        enterprise_kind="tnhh1",
        certificate_on=DAY,
        enterprise_capital=500_000_000,
    )


def test_the_first_step_opens_the_conversion(office: Office, shop: str) -> None:
    assert conversion_steps(office, shop) == ("listed",)
    move_conversion(office, ConversionDraft(shop, "contacted", DAY))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert [step.state for step in conversion.steps] == ["listed", "contacted"]
    assert "agreed" in conversion_steps(office, shop)


def test_a_step_that_may_not_follow_is_refused(office: Office, shop: str) -> None:
    for state in ("registered", "submitted", "agreed"):
        with pytest.raises(DeskError) as refused:
            move_conversion(office, ConversionDraft(shop, state, DAY))
        assert refused.value.reason == "step"
    assert household(office, shop).conversion is None


def test_a_registration_converts_the_household(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    move_conversion(office, registration(shop))
    facts = household(office, shop)
    assert facts.draft.status == "converted"
    assert facts.conversion is not None
    assert facts.conversion.is_converted
    assert facts.conversion.draft.enterprise_capital == 500_000_000
    assert facts.conversion.support == "In business for 1 full year(s): the condition for support is met."
    assert conversion_steps(office, shop) == ()


def test_a_registration_without_code_kind_and_day_is_refused(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    with pytest.raises(InputError) as refused:
        move_conversion(office, ConversionDraft(shop, "registered", DAY))
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"enterprise_code", "enterprise_kind", "certificate_on"}
    assert household(office, shop).draft.status == "active"


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_a_refusal_wants_its_reason(office: Office, shop: str, state: str) -> None:
    go(office, shop, "contacted")
    with pytest.raises(InputError, match="saved") as refused:
        move_conversion(office, ConversionDraft(shop, state, DAY))
    assert [problem.field for problem in refused.value.problems] == ["reason"]
    move_conversion(office, ConversionDraft(shop, state, DAY, reason="Chưa muốn"))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert (conversion.draft.state, conversion.steps[-1].reason) == (state, "Chưa muốn")


def test_days_in_the_future_or_before_the_last_step_are_refused(office: Office, shop: str) -> None:
    go(office, shop, "contacted")
    for day in (date(2026, 11, 21), date(2026, 11, 9)):
        with pytest.raises(InputError) as refused:
            move_conversion(office, ConversionDraft(shop, "agreed", day))
        assert [problem.field for problem in refused.value.problems] == ["day"]


def test_facts_are_mended_without_a_new_step(office: Office, shop: str) -> None:
    go(office, shop, "contacted", "agreed")
    move_conversion(office, ConversionDraft(shop, "agreed", DAY, enterprise_name="Công ty An"))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert conversion.draft.enterprise_name == "Công ty An"
    assert len(conversion.steps) == 3


def test_a_returned_dossier_is_handed_in_again(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    move_conversion(office, ConversionDraft(shop, "returned", DAY, reason="Thiếu điều lệ"))
    go(office, shop, "submitted")
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert [step.state for step in conversion.steps][-3:] == ["submitted", "returned", "submitted"]
    assert conversion.steps[-2].reason == "Thiếu điều lệ"


def test_a_dossier_handed_in_with_papers_missing_wants_a_reason_and_names_them(office: Office, shop: str) -> None:
    go(office, shop, *WAY[:-1])
    seen = {"application": DAY, "charter": DAY}
    submitted = ConversionDraft(shop, "submitted", DAY, enterprise_kind="tnhh1", dossier=seen)
    with pytest.raises(WarningsError) as asked:
        move_conversion(office, submitted)
    (warning,) = asked.value.warnings
    assert (warning.code, warning.what) == (
        "dossier.missing",
        "The dossier still lacks: Bản chính Giấy chứng nhận đăng ký hộ kinh doanh.",
    )
    move_conversion(office, replace(submitted, dossier={**seen, "household_certificate": DAY}))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert conversion.draft.dossier == {**seen, "household_certificate": DAY}


def test_papers_are_ticked_without_a_step_and_a_later_step_keeps_them(office: Office, shop: str) -> None:
    go(office, shop, *WAY[:-1])
    before = date(2026, 11, 3)
    move_conversion(office, ConversionDraft(shop, "preparing", before, dossier={"application": before}))
    move_conversion(office, ConversionDraft(shop, "submitted", DAY, accepted=UNCHECKED))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert conversion.draft.dossier == {"application": before}
    assert [step.state for step in conversion.steps][-2:] == ["preparing", "submitted"]


def test_unknown_papers_and_papers_of_tomorrow_are_refused(office: Office, shop: str) -> None:
    for papers in ({"passport": DAY}, {"application": date(2026, 11, 21)}):
        with pytest.raises(InputError) as refused:
            move_conversion(office, ConversionDraft(shop, "listed", DAY, dossier=papers))
        assert [problem.field for problem in refused.value.problems] == ["dossier"]


@pytest.mark.parametrize("day", [date(2026, 11, 9), date(2026, 11, 11)])
def test_a_certificate_lies_between_the_submission_and_the_day_it_is_noted(
    office: Office, shop: str, day: date
) -> None:
    go(office, shop, *WAY)
    with pytest.raises(InputError) as refused:
        move_conversion(office, replace(registration(shop), certificate_on=day))
    assert [problem.field for problem in refused.value.problems] == ["certificate_on"]


def test_mending_facts_moves_neither_the_submission_nor_the_reason(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    move_conversion(office, ConversionDraft(shop, "returned", DAY, reason="Thiếu điều lệ"))
    move_conversion(office, ConversionDraft(shop, "returned", date(2026, 11, 15), enterprise_name="Công ty An"))
    conversion = household(office, shop).conversion
    assert conversion is not None
    assert (conversion.draft.reason, conversion.draft.enterprise_name) == ("Thiếu điều lệ", "Công ty An")


def test_the_slip_marks_what_was_seen_and_what_is_missing(office: Office, shop: str) -> None:
    go(office, shop, "contacted", "agreed")
    move_conversion(office, ConversionDraft(shop, "agreed", DAY, dossier={"charter": date(2026, 11, 3)}))
    with pypdfium2.PdfDocument(advice_slip(office, shop, "tnhh1").pdf) as document:
        text = document[0].get_textpage().get_text_range()
    rows = {number: line for line in text.splitlines() for number in "123" if line.startswith(f"{number} ")}
    assert "03/11/2026" in text
    assert rows["2"].startswith("2 Điều lệ công ty x")


def test_an_enterprise_code_used_twice_wants_a_reason(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    move_conversion(office, registration(shop))
    other = save_household(office, HouseholdDraft(name="Quán Bình", owner=PersonDraft(name="Vũ Bình"))).id
    go(office, other, *WAY)
    with pytest.raises(WarningsError) as asked:
        move_conversion(office, registration(other))
    assert [one.code for one in asked.value.warnings] == ["enterprise_code.duplicate"]


def test_a_wrong_enterprise_code_kind_or_count_is_told(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    wrong = replace(registration(shop), enterprise_code="12", enterprise_kind="x", enterprise_workers=-1)
    with pytest.raises(InputError) as refused:
        move_conversion(office, replace(wrong, certificate_on=date(2026, 12, 1)))
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"enterprise_code", "enterprise_kind", "enterprise_workers", "certificate_on"}


def test_a_converted_household_keeps_its_status(office: Office, shop: str) -> None:
    go(office, shop, *WAY)
    move_conversion(office, registration(shop))
    kept = household(office, shop).draft
    with pytest.raises(InputError):
        save_household(office, replace(kept, status="active"))


def test_the_advice_slip_names_the_dossier_and_its_file_names_nobody(office: Office, shop: str) -> None:
    paper = advice_slip(office, shop, "tnhh1")
    document = pypdfium2.PdfDocument(paper.pdf)
    page = document[0]
    text = page.get_textpage().get_text_range()
    assert "Vũ An" in text
    assert "Điều lệ công ty" in text
    assert paper.name == "TU-VAN-20261120.pdf"
    document.close()


def test_unknown_households_and_kinds_are_gone(office: Office, shop: str) -> None:
    with pytest.raises(DeskError, match="no longer there"):
        advice_slip(office, shop, "kolkhoz")
    with pytest.raises(DeskError, match="no longer there"):
        move_conversion(office, ConversionDraft("no", "listed", DAY))


def test_the_approver_may_not_move_a_conversion(as_officer: Callable[[str], Office], shop: str) -> None:
    with pytest.raises(RoleError):
        move_conversion(as_officer("hung"), ConversionDraft(shop, "listed", DAY))
