"""A person whose household business was merged is erased whole, or told why not: nothing stays behind by the way."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.household_history import history
from hn_desk.actions.household_merging import merge, unmerge
from hn_desk.actions.households import household, household_ids
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.actions.rights import answer_request, held_on, take_request
from hn_desk.errors import DeskError
from tests.actions.test_household_merging import draft_of, save
from tests.actions.test_retention import left_of

AsOfficer = Callable[[str], Office]
OWN = HouseholdDraft(
    name="Quán Bích Đào",
    owner=PersonDraft(name="Đặng Bích Đào", id_number="001185012345", phone="0912333444"),
    tax_code="0100109106",
    note="Ghi chú của bà Đào",
)
OTHER = HouseholdDraft(name="Quán Ngõ Gạch", owner=PersonDraft(name="Trần Ngõ Gạch", id_number="001085099999"))
TEXTS = (
    "Quán Bích Đào",
    "Đặng Bích Đào",
    "001185012345",
    "0912333444",
    "0100109106",
    "Ghi chú của bà Đào",
    "Lời bà Đào",
)


def left(office: Office) -> list[str]:
    """What is still in the file of the person, also as JSON writes it."""
    return left_of(office, *TEXTS, *(json.dumps(text)[1:-1] for text in TEXTS))


def erase(head: Office, person_id: str) -> None:
    asked = take_request(head, person_id, "erase", head.today())
    answer_request(head, asked.id, 1)


def pair_of(office: Office, kept: HouseholdDraft) -> tuple[tuple[str, str], list[str]]:
    """A record to keep and Bà Đào's, with a contact each; their owners."""
    ids = save(office, kept), save(office, OWN)
    for one, said in zip(ids, ("Lời khác", "Lời bà Đào"), strict=True):
        save_contact(office, ContactDraft(household_id=one, day=date(2026, 11, 5), way="home", said=said))
    return ids, [household(office, one).draft.owner.id or "" for one in ids]


def test_who_owns_both_records_is_erased_with_all_they_became(office: Office, as_officer: AsOfficer) -> None:
    same = replace(OTHER, owner=replace(OTHER.owner, name="Đặng Bích Đào", id_number="001185012345"))
    pair, owners = pair_of(office, same)
    third = save(office, OTHER)
    merge(office, draft_of(office, pair, "owner.phone", "tax_code", "note"))
    head = as_officer("mai")
    held = " | ".join(one.value for one in held_on(head, owners[1]))
    assert all(text in held for text in (*TEXTS, "Lời khác", "Quán Ngõ Gạch"))
    assert left(office)
    erase(head, owners[1])
    assert (household_ids(office, Query()), left(office)) == ((third,), [])


def test_of_a_merge_with_another_owner_nothing_is_erased_until_it_is_taken_apart(
    office: Office, as_officer: AsOfficer
) -> None:
    pair, owners = pair_of(office, OTHER)
    second = save(office, replace(OTHER, name="Quán thứ hai", owner=household(office, pair[0]).draft.owner))
    made = merge(office, draft_of(office, pair, "owner.phone", "tax_code", "note"))
    head = as_officer("mai")
    asked = take_request(head, owners[1], "erase", head.today())
    for one in owners:
        with pytest.raises(DeskError) as refused:
            erase(head, one)
        assert (refused.value.reason, "Quán Ngõ Gạch" in refused.value.what) == ("merged", True)
    held = {one.name: one.value for one in held_on(head, owners[1])}
    assert (held["Merged into"], "Lời khác" in held.values()) == ("Quán Ngõ Gạch", False)
    assert len(household(office, pair[0]).contacts) == 2
    unmerge(office, made.id)
    answer_request(head, asked.id, 1)
    assert (set(household_ids(office, Query())), left(office)) == ({pair[0], second}, [])
    assert [one.draft.said for one in household(office, pair[0]).contacts] == ["Lời khác"]
    assert [(one.way, one.changes) for one in history(office, pair[0])][:2] == [("unmerge", ()), ("merge", ())]


def test_a_line_of_merges_goes_with_its_first_owner(office: Office, as_officer: AsOfficer) -> None:
    number = OWN.owner.id_number
    drafts = (OWN, replace(OTHER, owner=PersonDraft(name="Đào", id_number=number)), replace(OWN, name="Quán C"))
    first, second, third = (save(office, one) for one in drafts)
    owner = household(office, first).draft.owner.id or ""
    merge(office, draft_of(office, (second, first), "note"))
    merge(office, draft_of(office, (third, second), "note"))
    erase(as_officer("mai"), owner)
    assert (household_ids(office, Query()), left(office)) == ((), [])
