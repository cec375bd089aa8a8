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
WAY = ("listed", "contacted", "agreed", "preparing", "submitted")


@pytest.fixture
def shop(office: Office) -> str:
    draft = HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"), started_on=date(2020, 1, 5))
    return save_household(office, draft).id


def go(office: Office, shop: str, *states: str) -> None:
    for state in states:
        move_conversion(office, ConversionDraft(shop, state, DAY))


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
    assert facts.conversion.support == "In business for a full year: the condition for support is met."
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
