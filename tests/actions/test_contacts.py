"""Contacts: kept, and what the household takes over from the newest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import household, save_contact, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.errors import DeskError, InputError, RoleError


@pytest.fixture
def shop(office: Office) -> str:
    return save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"))).id


def visit(shop: str) -> ContactDraft:
    return ContactDraft(
        household_id=shop,
        day=date(2026, 11, 10),
        way="home",
        said="Hộ hỏi về hóa đơn.\r\nHẹn tuần sau.",
        intention="considering",
        obstacles=frozenset({"cost", "procedure"}),
        supports=frozenset({"credit"}),
        capital_demand=50_000_000,
    )


def test_a_contact_comes_back_as_it_was_saved(office: Office, shop: str) -> None:
    saved = save_contact(office, visit(shop))
    (contact,) = household(office, shop).contacts
    said = "Hộ hỏi về hóa đơn.\nHẹn tuần sau."
    assert contact.draft == replace(visit(shop), id=saved.id, version=1, said=said)
    assert contact.officer_name == "Nguyễn Thị Lan"


def test_the_household_takes_over_the_newest_contact_by_day(office: Office, shop: str) -> None:
    save_contact(office, visit(shop))
    save_contact(office, replace(visit(shop), day=date(2026, 11, 2), intention="refused"))
    facts = household(office, shop)
    assert (facts.intention, facts.last_contact) == ("considering", date(2026, 11, 10))
    assert [one.draft.day.day for one in facts.contacts if one.draft.day] == [10, 2]


def test_a_mended_contact_changes_what_the_household_intends(office: Office, shop: str) -> None:
    save_contact(office, visit(shop))
    kept = household(office, shop).contacts[0].draft
    save_contact(office, replace(kept, intention="agreed"))
    assert household(office, shop).intention == "agreed"


def test_every_wrong_field_is_told_at_once(office: Office, shop: str) -> None:
    draft = ContactDraft(
        household_id=shop,
        day=date(2026, 11, 21),
        way="pigeon",
        intention="",
        obstacles=frozenset({"x"}),
        supports=frozenset({"y"}),
        capital_demand=-1,
    )
    with pytest.raises(InputError) as refused:
        save_contact(office, draft)
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["day", "way", "intention", "obstacles", "supports", "capital_demand"]


def test_a_stale_or_homeless_contact_is_refused(office: Office, shop: str) -> None:
    save_contact(office, visit(shop))
    kept = household(office, shop).contacts[0].draft
    save_contact(office, replace(kept, said="Đã gọi lại"))
    with pytest.raises(DeskError, match="meantime"):
        save_contact(office, kept)
    with pytest.raises(DeskError, match="no longer there"):
        save_contact(office, replace(kept, household_id="no"))


def test_the_approver_may_not_write_contacts(as_officer: Callable[[str], Office], shop: str) -> None:
    with pytest.raises(RoleError):
        save_contact(as_officer("hung"), visit(shop))


def test_a_contact_that_is_gone_is_refused(office: Office, shop: str) -> None:
    with pytest.raises(DeskError) as refused:
        save_contact(office, replace(visit(shop), id="no", version=1))
    assert refused.value.reason == "gone"
