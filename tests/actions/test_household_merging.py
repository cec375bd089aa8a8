"""Possible duplicates are found, two records become one, and are taken apart again exactly as they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from hn_desk.actions.contacts import save_contact
from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.home import today
from hn_desk.actions.household_distinct import ask_again, keep_apart
from hn_desk.actions.household_duplicates import compare, duplicates
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft, IndustryDraft
from hn_desk.actions.household_history import history
from hn_desk.actions.household_merging import MergeDraft, merge, merges, unmerge
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, RoleError
from hn_desk.models.tables import SearchWord

TODAY = date(2026, 11, 20)
TABLES = ("household_businesses", "people", "contacts", "conversions", "conversion_steps", "industries", "search_words")
STAMPS = {"version", "change", "written_by", "written_at", "instance"}
FIRST = HouseholdDraft(
    name="Tạp hóa Hoà",
    owner=PersonDraft(name="Lê Thị Hòa", old_id_number="012345678", phone=""),
    address="Số 5 phố Hòa Mã",
    industries=(IndustryDraft("4711"),),
)
SECOND = HouseholdDraft(
    name="TẠP HOÁ HÒA",
    owner=PersonDraft(name="Lê Thị Hoà", old_id_number="012345678", phone="0912345678"),
    address="Số 5, phố Hoà Mã",
    tax_code="0100109106",
    capital=50_000_000,
    registered_on=date(2020, 5, 4),
    industries=(IndustryDraft("4719"),),
)


RANK = (
    *("registered", "submitted", "returned", "preparing", "agreed", "considering", "contacted", "listed"),
    *("refused", "withdrawn"),
)
WAYS = {
    "listed": "listed",
    "contacted": "listed contacted",
    "considering": "listed contacted considering",
    "agreed": "listed contacted agreed",
    "refused": "listed contacted refused",
    "preparing": "listed contacted agreed preparing",
    "submitted": "listed contacted agreed preparing submitted",
    "returned": "listed contacted agreed preparing submitted returned",
    "registered": "listed contacted agreed preparing submitted registered",
    "withdrawn": "listed withdrawn",
}


def save(office: Office, draft: HouseholdDraft) -> str:
    try:
        return save_household(office, draft).id
    except WarningsError as asked:
        return save_household(office, replace(draft, accepted={one.code: "x" for one in asked.warnings})).id


@pytest.fixture
def pair(office: Office) -> tuple[str, str]:
    """Two records of one household business, each with a contact."""
    ids = save(office, FIRST), save(office, SECOND)
    for place, (one, way) in enumerate(zip(ids, ("phone", "home"), strict=True)):
        save_contact(
            office, ContactDraft(household_id=one, day=TODAY.replace(day=1 + place), way=way, intention="agreed")
        )
    return ids


def two(office: Office, called: str) -> tuple[str, str]:
    """Two records that say nothing but their names."""
    left, right = (
        save(office, HouseholdDraft(name=f"Quán {called}{n}", owner=PersonDraft(name=f"Chủ {called}{n}")))
        for n in range(2)
    )
    return left, right


def draft_of(office: Office, pair: tuple[str, str], *taken: str, further_wins: bool = False) -> MergeDraft:
    left, right = (household(office, one).draft for one in pair)
    return MergeDraft(
        *pair,
        kept_version=left.version or 0,
        gone_version=right.version or 0,
        kept_owner_version=left.owner.version or 0,
        gone_owner_version=right.owner.version or 0,
        taken=frozenset(taken),
        further_wins=further_wins,
    )


def content(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Everything kept of household businesses, stamps apart."""
    told: dict[str, list[tuple[Any, ...]]] = {}
    with office.database.read() as session:
        for table in TABLES:
            rows = session.execute(text(f"SELECT * FROM {table}")).mappings()
            told[table] = sorted(
                (tuple(sorted((k, v) for k, v in row.items() if k not in STAMPS)) for row in rows), key=repr
            )
    return told


def move(office: Office, household_id: str, *states: str) -> None:
    for state in states:
        facts = ConversionDraft(household_id, state, TODAY, reason="x")
        if state == "registered":
            facts = replace(facts, enterprise_code="0100109106", enterprise_kind="tnhh1", certificate_on=TODAY)
        try:
            move_conversion(office, facts)
        except WarningsError as asked:
            move_conversion(office, replace(facts, accepted={one.code: "x" for one in asked.warnings}))


def test_duplicates_are_found_with_every_reason(office: Office, pair: tuple[str, str]) -> None:
    other = save(office, HouseholdDraft(name="Quán khác", owner=PersonDraft(name="An"), address="Số 9"))
    (found,) = duplicates(office)
    assert {found.left_id, found.right_id} == set(pair)
    assert found.reasons == ("the same number of the owner", "the same name and address")
    save(office, replace(SECOND, name="Khác hẳn", address="", owner=PersonDraft(name="Bình")))
    assert sorted(one.reasons for one in duplicates(office))[-1] == ("the same tax code",)
    assert other not in {one.right_id for one in duplicates(office)}


def test_an_old_number_meets_the_new_record_that_still_names_it(office: Office) -> None:
    first = save(office, replace(FIRST, address=""))
    owner = PersonDraft(name="Lê Thị Hòa", id_number="001185012345", old_id_number="012345678")
    second = save(office, HouseholdDraft(name="Quán mới", owner=owner))
    assert [{one.left_id, one.right_id} for one in duplicates(office)] == [{first, second}]


def test_two_records_stand_side_by_side(office: Office, pair: tuple[str, str]) -> None:
    seen = compare(office, *pair)
    fields = {one.field: one for one in seen.choices}
    assert (fields["tax_code"].right, fields["tax_code"].takes_right) == ("0100109106", True)
    assert fields["owner.old_id_number"].is_different is False
    assert (fields["industries"].left[:4], fields["industries"].takes_right) == ("4711", False)
    assert (seen.left.contacts, seen.right.conversion) == (1, "")


def test_merged_the_fields_are_as_chosen_and_contacts_come_along(office: Office, pair: tuple[str, str]) -> None:
    merge(office, draft_of(office, pair, "tax_code", "registered_on", "industries", "owner.phone"))
    facts = household(office, pair[0])
    kept = facts.draft
    assert (kept.name, kept.tax_code, kept.capital, kept.registered_on) == (
        *("Tạp hóa Hoà", "0100109106", None),
        date(2020, 5, 4),
    )
    assert ([one.code for one in kept.industries], kept.owner.phone) == (["4719"], "0912345678")
    assert ([one.draft.way for one in facts.contacts], facts.last_contact) == (["home", "phone"], date(2026, 11, 2))
    assert (history(office, pair[0])[0].way, history(office, pair[1])[0].way) == ("merge", "merge")
    with pytest.raises(DeskError):
        household(office, pair[1])


def test_a_merged_record_is_listed_counted_and_found_nowhere(office: Office, pair: tuple[str, str]) -> None:
    merge(office, draft_of(office, pair))
    assert household_ids(office, Query()) == (pair[0],)
    assert household_ids(office, Query(text="tap hoa")) == (pair[0],)
    assert (duplicates(office), household(office, pair[0]).duplicates) == ((), ())
    assert today(office).counts["households"] == 1
    with office.database.read() as session:
        assert session.scalars(select(SearchWord.word).where(SearchWord.record_id == pair[1])).all() == []
    with pytest.raises(DeskError):
        save_contact(office, ContactDraft(household_id=pair[1], day=TODAY, way="home", intention="agreed"))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((), ()),
        (("listed",), ()),
        ((), ("listed", "contacted")),
        (("listed",), ("listed", "contacted", "agreed")),
        (("listed", "contacted", "agreed"), ("listed",)),
        (("listed",), ("listed", "contacted", "agreed", "preparing", "submitted", "registered")),
    ],
)
def test_taken_apart_everything_is_exactly_as_it_was(
    office: Office, pair: tuple[str, str], left: tuple[str, ...], right: tuple[str, ...]
) -> None:
    move(office, pair[0], *left)
    move(office, pair[1], *right)
    before = content(office)
    taken = ("name", "address", "tax_code", "capital", "registered_on", "industries", "owner.name", "owner.phone")
    made = merge(office, draft_of(office, pair, *taken, further_wins=True))
    merged = household(office, pair[0])
    states = [*(("listed", "contacted", "considering", "agreed", "preparing", "submitted", "registered"))]
    furthest = max((one[-1] for one in (left, right) if one), key=states.index, default=None)
    assert (merged.conversion.draft.state if merged.conversion else None) == furthest
    assert merged.draft.status == ("converted" if furthest == "registered" else "active")
    assert content(office) != before
    assert [one.kept_id for one in merges(office)] == [pair[0]]
    unmerge(office, made.id)
    assert content(office) == before
    assert merges(office) == ()
    assert set(household_ids(office, Query(text="tap hoa"))) == set(pair)
    assert history(office, pair[1])[0].way == "unmerge"


def test_of_two_conversions_the_further_stays_only_when_that_was_said(office: Office, pair: tuple[str, str]) -> None:
    move(office, pair[0], "listed")
    move(office, pair[1], "listed", "contacted")
    with pytest.raises(DeskError) as refused:
        merge(office, draft_of(office, pair))
    assert refused.value.reason == "two-conversions"


def test_two_that_became_enterprises_are_not_merged(office: Office, pair: tuple[str, str]) -> None:
    for one in pair:
        move(office, one, "listed", "contacted", "agreed", "preparing", "submitted", "registered")
    before = content(office)
    with pytest.raises(DeskError) as refused:
        merge(office, draft_of(office, pair, "name", further_wins=True))
    assert (refused.value.reason, content(office)) == ("two-registered", before)


@pytest.mark.parametrize("left", WAYS)
def test_of_any_two_states_the_further_stays_from_either_side(office: Office, left: str) -> None:
    for n, right in enumerate(WAYS):
        if left == right == "registered":
            continue
        pair = two(office, f"{n}")
        for one, state in zip(pair, (left, right), strict=True):
            move(office, one, *WAYS[state].split())
        status = [household(office, one).draft.status for one in pair]
        made = merge(office, draft_of(office, pair, further_wins=True))
        merged = household(office, pair[0])
        further = min(left, right, key=RANK.index)
        assert merged.conversion is not None
        assert (left, right, merged.conversion.draft.state) == (left, right, further)
        assert merged.draft.status == ("converted" if further == "registered" else "active")
        unmerge(office, made.id)
        apart = [household(office, one) for one in pair]
        assert [one.conversion and one.conversion.draft.state for one in apart] == [left, right]
        assert [one.draft.status for one in apart] == status


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("days", [(1, 5, 10), (1, 10, 5), (10, 1, 5), (None, 5, 10), (None, 10, 5)])
def test_two_merges_taken_apart_in_any_order_leave_no_ghost(
    office: Office, order: tuple[int, int], days: tuple[int | None, ...]
) -> None:
    ids = [save(office, HouseholdDraft(name=f"Quán {n}", owner=PersonDraft(name=f"Chủ {n}"))) for n in range(3)]
    for one, day in zip(ids, days, strict=True):
        if day is not None:
            facts = ContactDraft(
                *(None, None), one, TODAY.replace(day=day), "home", intention="agreed", next_on=TODAY, next_step="gọi"
            )
            save_contact(office, facts)
    before = content(office)
    made = [merge(office, draft_of(office, (ids[0], other))).id for other in ids[1:]]
    for place in order:
        unmerge(office, made[place])
    assert content(office) == before


def test_a_conversion_that_a_newer_merge_brought_is_not_taken_for_the_own(office: Office) -> None:
    first, second = two(office, "a")
    third, _fourth = two(office, "b")
    for one in (second, third):
        move(office, one, "listed", "contacted")
    move(office, first, "listed")
    before = content(office)
    older = merge(office, draft_of(office, (first, second), further_wins=True))
    move(office, third, "agreed")
    newer = merge(office, draft_of(office, (first, third), further_wins=True))
    with pytest.raises(DeskError) as refused:
        unmerge(office, older.id)
    assert (refused.value.reason, "newer merge" in refused.value.do) == ("changed-since", True)
    unmerge(office, newer.id)
    unmerge(office, older.id)
    assert content(office)["contacts"] == before["contacts"]
    states = [household(office, one).conversion for one in (first, second, third)]
    assert [one.draft.state for one in states if one] == ["listed", "contacted", "agreed"]


def test_an_older_merge_whose_conversion_stayed_aside_is_taken_apart_first(office: Office) -> None:
    first, second = two(office, "a")
    third, _fourth = two(office, "b")
    move(office, second, "listed", "contacted")
    move(office, third, "listed")
    before = content(office)
    older = merge(office, draft_of(office, (first, second)))
    newer = merge(office, draft_of(office, (first, third), further_wins=True))
    unmerge(office, older.id)
    unmerge(office, newer.id)
    assert content(office) == before


def test_what_was_changed_since_in_a_merged_field_is_named(office: Office, pair: tuple[str, str]) -> None:
    made = merge(office, draft_of(office, pair, "capital"))
    kept = household(office, pair[0]).draft
    save(office, replace(kept, note="khác", capital=1))
    with pytest.raises(DeskError) as refused:
        unmerge(office, made.id)
    assert (refused.value.reason, "Capital" in str(refused.value), "Note" in str(refused.value)) == (
        *("changed-since", True),
        False,
    )
    save(office, replace(household(office, pair[0]).draft, capital=50_000_000))
    unmerge(office, made.id)
    assert (household(office, pair[0]).draft.note, household(office, pair[0]).draft.capital) == ("khác", None)


def test_a_contact_written_since_stays_with_the_record_kept(office: Office, pair: tuple[str, str]) -> None:
    made = merge(office, draft_of(office, pair))
    save_contact(office, ContactDraft(household_id=pair[0], day=TODAY, way="zalo", intention="refused"))
    unmerge(office, made.id)
    kept, other = household(office, pair[0]), household(office, pair[1])
    assert ([one.draft.way for one in kept.contacts], kept.intention) == (["zalo", "phone"], "refused")
    assert ([one.draft.way for one in other.contacts], other.intention) == (["home"], "agreed")


def test_a_merge_into_a_record_merged_on_waits_for_that_one(office: Office, pair: tuple[str, str]) -> None:
    third = save(office, HouseholdDraft(name="Quán ba", owner=PersonDraft(name="Ba")))
    first = merge(office, draft_of(office, pair))
    second = merge(office, draft_of(office, (third, pair[0])))
    with pytest.raises(DeskError) as refused:
        unmerge(office, first.id)
    assert refused.value.reason == "merged-again"
    unmerge(office, second.id)
    unmerge(office, first.id)
    assert len(household_ids(office, Query())) == 3


def test_the_history_of_what_was_merged_comes_along_and_names_its_record(office: Office, pair: tuple[str, str]) -> None:
    third = save(office, HouseholdDraft(name="Quán ba", owner=PersonDraft(name="Ba")))
    save(office, replace(household(office, pair[1]).draft, note="Ghi chú cũ"))
    first = merge(office, draft_of(office, pair))
    merge(office, draft_of(office, (third, pair[0])))
    told = history(office, third)
    assert (told[0].way_label, len(told)) == ("Merged with another record", 8)
    (noted,) = (one for one in told if any(change.after == "Ghi chú cũ" for change in one.changes))
    assert noted.way_label == "Typed over (the record “TẠP HOÁ HÒA”, merged into this one)"
    unmerge(office, merges(office)[0].id)
    unmerge(office, first.id)
    assert not any("merged into this one" in one.way_label for one in history(office, third))
    assert [one.way_label for one in history(office, pair[1])][-2:] == ["Typed over", "First entered"]


@pytest.mark.parametrize("place", [0, 1])
def test_an_owner_saved_again_since_it_was_compared_is_not_overwritten(
    office: Office, pair: tuple[str, str], place: int
) -> None:
    seen = compare(office, *pair)
    draft = draft_of(office, pair, "owner.phone")
    assert (seen.left.owner_version, seen.right.owner_version) == (draft.kept_owner_version, draft.gone_owner_version)
    owner = household(office, pair[place]).draft.owner
    save_person(office, replace(owner, phone="0909090909"))
    with pytest.raises(DeskError) as refused:
        merge(office, draft)
    assert (refused.value.reason, household(office, pair[place]).draft.owner.phone) == ("stale", "0909090909")
    merge(office, draft_of(office, pair))


def test_a_record_saved_again_since_is_not_merged(
    office: Office, pair: tuple[str, str], as_officer: Callable[[str], Office]
) -> None:
    draft = draft_of(office, pair)
    save(office, replace(household(office, pair[1]).draft, note="mới"))
    with pytest.raises(DeskError) as refused:
        merge(office, draft)
    assert refused.value.reason == "stale"
    with pytest.raises(RoleError):
        merge(as_officer("hung"), draft)


def test_of_three_alike_the_second_and_third_are_pointed_out_when_the_first_is_another(office: Office) -> None:
    first, second, third = (save(office, replace(FIRST, name=f"Quán {n}", address=f"Số {n}")) for n in range(3))
    assert [{one.left_id, one.right_id} for one in duplicates(office)] == [{first, second}, {first, third}]

    keep_apart(office, second, first)
    keep_apart(office, first, third)
    keep_apart(office, first, third)
    assert [{one.left_id, one.right_id} for one in duplicates(office)] == [{second, third}]
    ask_again(office, first, second)
    assert {first, second} in [{one.left_id, one.right_id} for one in duplicates(office)]
    with pytest.raises(DeskError):
        ask_again(office, first, second)
    with pytest.raises(DeskError):
        keep_apart(office, first, first)
