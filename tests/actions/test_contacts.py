"""Contacts: kept, and what the household takes over from the newest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete

from hn_desk.actions.contacts import take_over
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import household, save_contact, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.errors import DeskError, InputError, RoleError
from hn_desk.models.tables import Contact, HouseholdBusiness


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
        next_on=date(2026, 11, 17),
        next_step="Mang phiếu tư vấn",
    )


def stands(office: Office, shop: str) -> tuple[object, ...]:
    with office.database.read() as session:
        row = session.get(HouseholdBusiness, shop)
        assert row is not None
        return row.intention, row.last_contact_on, row.contacted_by, row.obstacles, row.next_on


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


def test_lists_find_the_officer_obstacles_and_next_step_of_the_newest_contact_only(
    office: Office, shop: str, as_officer: Callable[[str], Office]
) -> None:
    newest = save_contact(office, visit(shop)).id
    earlier = date(2026, 11, 2)
    save_contact(office, replace(visit(shop), day=earlier, obstacles=frozenset({"capital"}), next_on=date(2026, 11, 3)))
    lan = office.officer.id
    assert stands(office, shop) == ("considering", date(2026, 11, 10), lan, "|cost|procedure|", date(2026, 11, 17))
    kept = next(one.draft for one in household(office, shop).contacts if one.draft.id == newest)
    save_contact(office, replace(kept, obstacles=frozenset(), next_on=None, next_step=""))
    assert stands(office, shop) == ("considering", date(2026, 11, 10), lan, "", None)


def test_a_household_whose_contacts_left_stands_as_before_its_first_one(office: Office, shop: str) -> None:
    save_contact(office, visit(shop))
    with office.write() as session:
        session.execute(delete(Contact))
        take_over(session, shop)
    assert stands(office, shop) == ("not_asked", None, "", "", None)


@pytest.mark.parametrize(("next_on", "step"), [(date(2026, 11, 9), ""), (None, "Gọi lại")])
def test_a_next_step_lies_after_the_contact_and_has_a_day(
    office: Office, shop: str, next_on: date | None, step: str
) -> None:
    with pytest.raises(InputError) as refused:
        save_contact(office, replace(visit(shop), next_on=next_on, next_step=step))
    assert [problem.field for problem in refused.value.problems] == ["next_on"]


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
