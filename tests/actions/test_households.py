"""Household businesses: kept whole, doubted, found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from hn_desk.actions.household_facts import HouseholdDraft, IndustryDraft
from hn_desk.actions.households import household, household_ids, household_rows, industries, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, person, save_person
from hn_desk.actions.query import Query
from hn_desk.actions.staff import list_groups
from hn_desk.actions.warnings import WarningsError
from hn_desk.errors import DeskError, InputError, RoleError

OWNER = PersonDraft(name="Phạm Thị Nhung", birth="1985", sex="female", id_number="001185012345")
SHOP = HouseholdDraft(
    name="Cơ sở may Hồng Nhung",
    business_code="01R8017431",
    owner=OWNER,
    address="Số 8 phố Lò Sũ",
    industries=(IndustryDraft("1410", "May trang phục"), IndustryDraft("4771", "Bán lẻ hàng may mặc")),
    capital=200_000_000,
    workers=3,
    registered_on=date(2020, 5, 4),
    started_on=date(2020, 6, 1),
    revenue_band="to_500m",
)


def test_a_household_comes_back_as_it_was_saved(office: Office) -> None:
    group = list_groups(office)[0]
    saved = save_household(office, replace(SHOP, group_id=group.id))
    facts = household(office, saved.id)
    expected = replace(
        SHOP,
        id=saved.id,
        version=1,
        group_id=group.id,
        owner=replace(OWNER, id=facts.draft.owner.id, version=1),
        industries=(replace(SHOP.industries[0], is_main=True), SHOP.industries[1]),
    )
    assert facts.draft == expected
    assert (facts.group_name, facts.intention, facts.conversion, facts.duplicates) == (
        group.name,
        "not_asked",
        None,
        (),
    )


def test_every_wrong_field_is_told_at_once(office: Office) -> None:
    draft = HouseholdDraft(
        business_code="?",
        tax_code="12",
        owner=PersonDraft(name="", id_number="1"),
        group_id="none",
        industries=(IndustryDraft("14"),),
        capital=-1,
        registered_on=date(2027, 1, 1),
        revenue_band="huge",
        status="converted",
    )
    with pytest.raises(InputError) as refused:
        save_household(office, draft)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {
        *("name", "business_code", "tax_code", "owner.name", "owner.id_number", "group_id", "industries"),
        *("capital", "registered_on", "revenue_band", "status"),
    }


def test_nothing_is_kept_of_a_refused_save(office: Office) -> None:
    with pytest.raises(InputError):
        save_household(office, replace(SHOP, name=""))
    assert household_ids(office, Query()) == ()


def test_a_failing_check_digit_wants_a_reason(office: Office) -> None:
    odd = replace(SHOP, tax_code="0100109107")
    with pytest.raises(WarningsError) as asked:
        save_household(office, odd)
    assert [one.code for one in asked.value.warnings] == ["tax_code.unusual"]
    saved = save_household(office, replace(odd, accepted={"tax_code.unusual": "Đúng theo giấy"}))
    kept = household(office, saved.id).draft
    assert save_household(office, replace(kept, workers=4)).id == saved.id


def test_the_same_tax_code_is_pointed_out(office: Office) -> None:
    save_household(office, replace(SHOP, tax_code="0100109106"))
    twin = HouseholdDraft(name="Tạp hóa An", owner=PersonDraft(name="Lê An"), tax_code="0100109106")
    with pytest.raises(WarningsError) as asked:
        save_household(office, twin)
    assert [one.code for one in asked.value.warnings] == ["tax_code.twin_tax_code"]


def test_the_same_name_and_address_are_pointed_out_in_either_spelling(office: Office) -> None:
    first = HouseholdDraft(name="Tạp hoá Thuý", owner=PersonDraft(name="Lê Thuý"), address="Số 5, phố Hoà Mã")
    save_household(office, first)
    twin = HouseholdDraft(name="TẠP HÓA THÚY", owner=PersonDraft(name="Lê Thúy"), address="Số 5 phố Hòa Mã")
    with pytest.raises(WarningsError) as asked:
        save_household(office, twin)
    assert [one.code for one in asked.value.warnings] == ["name.twin_name_and_address"]


def test_the_owner_of_another_household_is_pointed_out(office: Office) -> None:
    first = save_household(office, SHOP)
    owner = household(office, first.id).draft.owner
    second = HouseholdDraft(name="Quán nước", owner=owner)
    with pytest.raises(WarningsError) as asked:
        save_household(office, second)
    assert [one.code for one in asked.value.warnings] == ["owner.id_number.twin_owner"]
    saved = save_household(office, replace(second, accepted={"owner.id_number.twin_owner": "Hai cơ sở"}))
    assert len(household(office, saved.id).duplicates) == 1
    assert len(household(office, first.id).duplicates) == 1


def test_another_owner_with_the_same_number_is_asked_about_once(office: Office) -> None:
    save_household(office, SHOP)
    with pytest.raises(WarningsError) as asked:
        save_household(office, HouseholdDraft(name="Quán nước", owner=OWNER))
    assert [one.code for one in asked.value.warnings] == ["owner.id_number.duplicate"]


def test_a_stale_save_is_refused(office: Office) -> None:
    kept = household(office, save_household(office, SHOP).id).draft
    save_household(office, replace(kept, workers=5))
    with pytest.raises(DeskError) as refused:
        save_household(office, replace(kept, workers=6))
    assert refused.value.reason == "stale"


def test_a_save_that_changes_nothing_keeps_the_version(office: Office) -> None:
    kept = household(office, save_household(office, SHOP).id).draft
    save_household(office, kept)
    assert household(office, kept.id or "").draft.version == kept.version


def test_a_change_of_industries_is_a_new_version(office: Office) -> None:
    kept = household(office, save_household(office, SHOP).id).draft
    save_household(office, replace(kept, industries=kept.industries[:1]))
    again = household(office, kept.id or "").draft
    assert (again.version, again.industries) == (2, kept.industries[:1])


def test_only_one_industry_is_the_main_one_and_none_stands_twice(office: Office) -> None:
    twice = (IndustryDraft("1410", "May", is_main=True), IndustryDraft("1410", "May", is_main=True))
    with pytest.raises(InputError) as refused:
        save_household(office, replace(SHOP, industries=twice))
    assert len(refused.value.problems) == 2


def test_an_industry_takes_its_name_and_edition_from_the_reference(office: Office) -> None:
    known = industries(office, "may trang phuc")[0]
    saved = save_household(office, replace(SHOP, industries=(IndustryDraft(known.code),)))
    assert household(office, saved.id).draft.industries == (IndustryDraft(known.code, known.name, is_main=True),)


def test_households_are_sorted_by_owner_and_filtered_by_group(office: Office) -> None:
    group = list_groups(office)[1].id
    save_household(office, SHOP)
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An"), group_id=group))
    rows = household_rows(office, household_ids(office, Query(sort="owner")))
    assert [row.owner_name for row in rows] == ["Vũ An", "Phạm Thị Nhung"]
    assert [row.name for row in household_rows(office, household_ids(office, Query(filters={"group": group})))] == [
        "Quán An"
    ]


@pytest.mark.parametrize("sort", ["name", "owner", "group", "status", "intention", "conversion", "last_contact"])
@pytest.mark.parametrize("filters", [{}, {"conversion": "listed"}, {"status": "closed"}])
def test_every_sort_answers_with_every_filter(office: Office, sort: str, filters: dict[str, str]) -> None:
    save_household(office, SHOP)
    assert len(household_ids(office, Query(sort=sort, filters=filters))) == (0 if filters else 1)


@pytest.mark.parametrize("typed", ["hong nhung", "Lò Sũ", "01R80", "pham thi", "001185"])
def test_households_are_found_by_their_own_and_their_owners_words(office: Office, typed: str) -> None:
    saved = save_household(office, SHOP)
    save_household(office, HouseholdDraft(name="Quán An", owner=PersonDraft(name="Vũ An")))
    assert household_ids(office, Query(typed)) == (saved.id,)


def test_an_owner_renamed_elsewhere_finds_the_household(office: Office) -> None:
    saved = save_household(office, SHOP)
    owner = household(office, saved.id).draft.owner
    save_person(office, replace(owner, name="Phạm Thị Mơ"))
    assert household_ids(office, Query("mo pham")) == (saved.id,)
    assert person(office, owner.id or "").households == 1


def test_the_social_side_alone_may_not_write(as_officer: Callable[[str], Office]) -> None:
    with pytest.raises(RoleError):
        save_household(as_officer("hung"), SHOP)
    assert household_ids(as_officer("hung"), Query()) == ()
    with pytest.raises(RoleError):
        household_ids(as_officer("anh"), Query())


def test_an_unknown_household_is_gone(office: Office) -> None:
    for attempt in (
        lambda: household(office, "no"),
        lambda: save_household(office, replace(SHOP, id="no", version=1)),
    ):
        with pytest.raises(DeskError) as refused:
            attempt()
        assert refused.value.reason == "gone"


def test_a_change_before_the_first_registration_is_refused(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        save_household(office, replace(SHOP, changed_on=date(2019, 1, 1)))
    assert [problem.field for problem in refused.value.problems] == ["changed_on"]
