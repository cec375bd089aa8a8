"""Whom to persuade: the list finds exactly those for whom a reason is given."""

from dataclasses import replace
from datetime import date
from random import Random

from sqlalchemy import select

from hn_desk.actions.conversions import move_conversion
from hn_desk.actions.household_facts import ContactDraft, ConversionDraft, HouseholdDraft, IndustryDraft
from hn_desk.actions.households import household, save_contact, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.actions.screening import reasons_for, screened_ids, screened_rows
from hn_desk.models.tables import HouseholdBusiness
from hn_desk.rules.screening import REASONS

DAY = date(2026, 11, 10)


def shop(office: Office, name: str, **facts: object) -> str:
    draft = HouseholdDraft(name=name, owner=PersonDraft(name=f"Vũ {name}"))
    return save_household(office, replace(draft, **facts)).id  # type: ignore[arg-type]  # by name


def test_the_list_agrees_with_the_reasons_on_many_households(office: Office) -> None:
    chance = Random(5)
    bands = ("", "to_500m", "to_3b", "to_50b", "over_50b")
    codes = ("1410", "4711", "6201", "7410", "7420", "7710", "0118", "5829", "5819")
    for number in range(60):
        industries = tuple(IndustryDraft(code) for code in chance.sample(codes, chance.randrange(3)))
        facts = {"revenue_band": chance.choice(bands), "workers": chance.choice((None, 3, 9, 10, 40))}
        made = shop(office, f"Quán {number}", industries=industries, **facts)
        if chance.random() < 0.3:
            wished = frozenset(chance.sample(("credit", "digital"), chance.randrange(3)))
            contact = ContactDraft(household_id=made, day=DAY, way="home", intention="considering", supports=wished)
            save_contact(office, contact)
    with office.database.read() as session:
        everyone = tuple(session.scalars(select(HouseholdBusiness.id)))
        reasons = reasons_for(session, office, everyone)
    assert set(screened_ids(office, Query())) == {one for one in everyone if reasons[one]}
    for reason in REASONS:
        expected = {one for one in everyone if reason in {each.code for each in reasons[one]}}
        assert expected
        assert set(screened_ids(office, Query(filters={"reason": reason}))) == expected


def test_who_has_decided_closed_or_converted_is_left_in_peace(office: Office) -> None:
    ready = shop(office, "An", workers=12)
    for name, states in (("Bình", ("contacted", "agreed")), ("Chi", ("contacted", "refused"))):
        made = shop(office, name, workers=12)
        for state in states:
            move_conversion(office, ConversionDraft(made, state, DAY, reason="Chưa muốn"))
    shop(office, "Dung", workers=12, status="closed")
    merged = shop(office, "An", workers=12)
    with office.write() as session:
        session.get_one(HouseholdBusiness, merged).merged_into = ready
    move_conversion(office, ConversionDraft(ready, "listed", DAY))
    assert screened_ids(office, Query()) == (ready,)
    (row,) = screened_rows(office, (ready,))
    assert (row.name, row.owner_name, row.state) == ("An", "Vũ An", "listed")
    assert [reason.code for reason in row.reasons] == ["workers"]


def test_the_reasons_stand_beside_the_household(office: Office) -> None:
    made = shop(office, "An", workers=12)
    (reason,) = household(office, made).reasons
    assert "12 lao động" in reason.sentence
    assert reason.source
