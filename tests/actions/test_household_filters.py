"""The list of household businesses answers real questions, alone and together; questions are kept under a name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft, IndustryDraft
from hn_desk.actions.household_filters import filter_fields, in_words, questions
from hn_desk.actions.households import household_ids, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.actions.saved_filters import delete_filter, save_filter, saved_filters
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import HouseholdBusiness

TODAY = date(2026, 11, 20)


def add(office: Office, name: str, **values: Any) -> str:
    return save_household(office, HouseholdDraft(name=name, owner=PersonDraft(name=f"Chủ {name}"), **values)).id


def visit(office: Office, household_id: str, days_ago: int = 0, **values: Any) -> None:
    draft = ContactDraft(household_id=household_id, day=TODAY - timedelta(days=days_ago), way="home")
    save_contact(office, replace(draft, **{"intention": "considering", **values}))


def put(office: Office, household_id: str, **values: Any) -> None:
    with office.write() as session:
        session.execute(update(HouseholdBusiness).where(HouseholdBusiness.id == household_id).values(**values))


@pytest.fixture
def named(office: Office) -> dict[str, str]:
    """Four household businesses: a big one never visited, one visited long ago, one lately, a small one."""
    group = list_groups(office)[1].id
    ids = {
        "big": add(office, "Vàng bạc", revenue_band="to_3b", group_id=group),
        "old": add(office, "Tạp hóa", revenue_band="to_50b", industries=(IndustryDraft("4711"),)),
        "new": add(office, "Phở", revenue_band="to_3b", industries=(IndustryDraft("5610"), IndustryDraft("4711"))),
        "small": add(office, "Trà đá", revenue_band="to_500m", status="suspended"),
    }
    visit(office, ids["old"], 100, intention="agreed")
    visit(office, ids["new"], 3)
    put(office, ids["old"], obstacles="|capital|cost|", next_on=TODAY - timedelta(days=1), contacted_by="x")
    put(office, ids["new"], next_on=TODAY + timedelta(days=5))
    move_conversion(office, ConversionDraft(ids["new"], "listed", TODAY))
    return ids


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"big", "old", "new", "small"}),
        ({"to_contact": "yes"}, {"big"}),
        ({"quiet": "90"}, {"big", "old", "small"}),
        ({"quiet": "180"}, {"big", "small"}),
        ({"next_due": "today"}, {"old"}),
        ({"next_due": "soon"}, {"old", "new"}),
        ({"industry": "4711"}, {"old", "new"}),
        ({"band": "to_3b"}, {"big", "new"}),
        ({"obstacle": "cost"}, {"old"}),
        ({"obstacle": "cap"}, set()),
        ({"officer": "x"}, {"old"}),
        ({"conversion": "listed"}, {"new"}),
        ({"conversion": "none"}, {"big", "old", "small"}),
        ({"status": "suspended"}, {"small"}),
        ({"intention": "agreed", "conversion": "none"}, {"old"}),
        ({"group": "none", "band": "to_3b", "industry": "5610"}, {"new"}),
    ],
)
def test_each_filter_asks_its_question_and_they_combine(
    office: Office, named: dict[str, str], filters: dict[str, str], found: set[str]
) -> None:
    names = {id_: name for name, id_ in named.items()}
    assert {names[one] for one in household_ids(office, Query(filters=filters))} == found
    assert {names[one] for one in household_ids(office, Query(filters=filters, most=50))} == found


def test_every_filter_has_words_and_its_values_are_known(office: Office, named: dict[str, str]) -> None:
    fields = {one.name: one for one in filter_fields(office)}
    assert next(iter(fields["industry"].choices.values())).startswith("4711 – Bán lẻ")
    for question in questions(office):
        assert all(value in fields[name].choices for name, value in question.filters.items())
        assert household_ids(office, Query(filters=question.filters)) is not None
        assert in_words(tuple(fields.values()), question.filters)
    assert in_words(tuple(fields.values()), {"quiet": "90", "obstacle": "cost"}) == (
        "No contact for: 90 days · Obstacle: Chi phí"
    )
    assert named


def test_a_question_is_kept_for_oneself_or_for_all(office: Office, as_officer: Callable[[str], Office]) -> None:
    save_filter(office, " Vướng  vốn ", {"obstacle": "capital", "status": ""})
    shared = save_filter(office, "Chưa gặp", {"quiet": "90"}, is_shared=True)
    assert [(one.name, one.filters, one.is_shared) for one in saved_filters(office)] == [
        ("Chưa gặp", {"quiet": "90"}, True),
        ("Vướng vốn", {"obstacle": "capital"}, False),
    ]
    other = as_officer("hung")
    assert [one.name for one in saved_filters(other)] == ["Chưa gặp"]
    save_filter(office, "vuong von", {"obstacle": "cost"})
    own = saved_filters(office)[1]
    assert (own.name, own.filters) == ("vuong von", {"obstacle": "cost"})
    with pytest.raises(DeskError):
        delete_filter(other, own.id)
    delete_filter(office, shared.id)
    delete_filter(office, own.id)
    assert saved_filters(office) == ()


def test_who_only_reads_leaves_what_others_keep_for_everybody(
    office: Office, as_officer: Callable[[str], Office]
) -> None:
    reader = as_officer("hung")
    shared = save_filter(office, "Chưa gặp", {"quiet": "90"}, is_shared=True)
    assert [(one.is_mine, saved_filters(office)[0].is_mine) for one in saved_filters(reader)] == [(False, True)]
    with pytest.raises(DeskError) as refused:
        save_filter(reader, "chua gap", {"quiet": "30"}, is_shared=True)
    assert refused.value.reason == "not-yours"
    with pytest.raises(DeskError, match="another officer kept it"):
        delete_filter(reader, shared.id)
    assert [dict(one.filters) for one in saved_filters(office)] == [{"quiet": "90"}]
    own = save_filter(reader, "Của tôi", {"quiet": "30"}, is_shared=True)
    save_filter(reader, "Của tôi", {"quiet": "60"}, is_shared=True)
    delete_filter(office, own.id)


@pytest.mark.parametrize(("name", "filters"), [("", {"status": "active"}), ("Tất cả", {"status": ""})])
def test_a_question_needs_a_name_and_a_filter(office: Office, name: str, filters: dict[str, str]) -> None:
    with pytest.raises(InputError):
        save_filter(office, name, filters)
