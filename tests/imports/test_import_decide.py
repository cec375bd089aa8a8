"""What becomes of each row of a household workbook, against what is kept and what the rows before it brought."""

from collections.abc import Mapping
from typing import Any

import pytest

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.household_merging import merge
from hn_desk.actions.households import household, household_ids
from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, SAME, SKIPPED, UPDATE
from hn_desk.actions.imports import write
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from tests.actions.test_household_merging import draft_of
from tests.actions.test_household_merging import save as saved
from tests.imports.tables import records
from tests.imports.workbooks import PHO, TRA, looked, only, planned, taken_in, workbook


@pytest.fixture
def filled(office: Office) -> Office:
    """The office with PHO and TRA taken in."""
    opened = workbook(PHO, TRA)
    write(office, opened, planned(office, opened))
    return office


def test_a_row_of_which_nothing_is_known_is_new_as_it_would_be_stored(office: Office) -> None:
    row = only(office, PHO)

    groups = {one.name: one.id for one in list_groups(office)}
    assert row.outcome == NEW
    assert row.record_id == ""
    assert dict(row.values) == {
        **{name: value for name, value in PHO.items() if name != "group"},
        "group_id": groups["Tổ dân phố số 3"],
        "status": "active",
    }


def test_a_capital_that_must_count_thousands_is_told(office: Office) -> None:
    row = only(office, {**PHO, "capital": 50_000})

    assert (row.outcome, [reason.code for reason in row.reasons]) == (NEW, ["capital.small"])


def test_a_row_that_says_nothing_new_is_the_same(filled: Office) -> None:
    assert [row.outcome for row in looked(filled, TRA, PHO).rows] == [SAME, SAME]


def test_empty_cells_erase_nothing(filled: Office) -> None:
    bare = {**PHO, "address": None, "owner_phone": None, "capital": None, "tax_code": None, "group": None}

    assert only(filled, bare).outcome == SAME


@pytest.mark.parametrize(
    ("told", "changes"),
    [
        ({"capital": 80_000_000}, {"capital": (50_000_000, 80_000_000)}),
        ({"owner_phone": "0900000000"}, {"owner_phone": ("0912345678", "0900000000")}),
        ({"address": "Số 6 phố Hàng Bông"}, {"address": ("Số 5 phố Hàng Bông", "Số 6 phố Hàng Bông")}),
        ({"name": "Phở bò Ánh"}, {"name": ("Phở gà Ánh", "Phở bò Ánh")}),
        ({"workers": 3}, {"workers": (None, 3)}),
    ],
)
def test_a_row_that_says_more_or_else_updates(filled: Office, told: Mapping[str, Any], changes: object) -> None:
    row = only(filled, {**PHO, **told})

    assert (row.outcome, row.changes) == (UPDATE, changes)
    assert row.record_id
    assert not row.record_id.startswith("row:")


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (
            {"name": "Bún chả Ánh", "business_code": None, "tax_code": None, "address": "Số 7 phố Huế"},
            "duplicate.owner_other_name",
        ),
        ({"business_code": "01A8099999", "address": "Số 7 phố Huế"}, "duplicate.owner_other_shop"),
        ({"owner_id": "001180099999", "owner_name": "Lê Thị Cúc"}, "duplicate.code_other_owner"),
        ({"owner_id": "001180099999", "business_code": None, "tax_code": None}, "duplicate.name_and_address"),
        ({"owner_id": "012345678"}, "duplicate.old_number"),
        ({"tax_code": TRA["tax_code"]}, "duplicate.several"),
    ],
)
def test_a_row_that_may_be_known_says_why_and_is_not_written(filled: Office, told: Mapping[str, Any], why: str) -> None:
    row = only(filled, {**PHO, **told})

    assert (row.outcome, row.reasons[0].code) == (POSSIBLE, why)
    assert row.reasons[0].what


def test_old_and_new_number_of_one_owner_are_seen(office: Office) -> None:
    opened = workbook({**PHO, "owner_old_id": "012345678"})
    write(office, opened, planned(office, opened))
    told = {**PHO, "owner_id": "012345678", "name": "Quán Ánh", "business_code": None, "tax_code": None}

    assert only(office, told).reasons[0].code == "duplicate.old_number"


def test_a_row_repeated_within_the_file_is_the_same_and_one_that_says_else_is_asked_about(office: Office) -> None:
    found = looked(office, PHO, PHO, {**PHO, "capital": 1_000_000}, TRA)

    assert [row.outcome for row in found.rows] == [NEW, SAME, POSSIBLE, NEW]
    assert found.rows[1].record_id == found.rows[2].record_id == "row:3"
    assert found.totals == {"rows": 4, NEW: 2, UPDATE: 0, SAME: 1, POSSIBLE: 1, ERROR: 0, SKIPPED: 0}


def test_a_second_row_for_a_record_just_changed_is_asked_about(filled: Office) -> None:
    found = looked(filled, {**PHO, "capital": 1_000_000}, {**PHO, "capital": 2_000_000}, {**PHO, "capital": 1_000_000})

    assert [row.outcome for row in found.rows] == [UPDATE, POSSIBLE, SAME]


def test_a_row_that_repeats_a_kept_one_stands_for_it_and_one_that_says_else_is_asked_about(filled: Office) -> None:
    found = looked(filled, PHO, PHO, {**PHO, "capital": 90_000_000})

    assert [row.outcome for row in found.rows] == [SAME, SAME, POSSIBLE]
    assert [[one.code for one in row.reasons] for row in found.rows] == [[], ["repeated"], ["duplicate.repeated"]]
    assert "row 3" in found.rows[1].reasons[0].what


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Bún chả Ánh", "business_code": None, "address": "Số 7 phố Huế"},
        {"name": "Bún chả Ánh", "business_code": "01A8099999"},
    ],
)
def test_two_shops_of_one_owner_under_one_tax_code_never_overwrite_each_other(
    office: Office, other: Mapping[str, Any]
) -> None:
    told = (PHO, {**PHO, **other})
    taken_in(office, *told)
    before = records(office)

    assert [row.outcome for row in looked(office, *told).rows] == [SAME, POSSIBLE]
    assert [taken_in(office, *told).batch_id for _time in range(3)] == ["", "", ""]
    assert records(office) == before
    row = only(office, told[1])
    assert (row.outcome, row.reasons[0].code) == (POSSIBLE, "duplicate.owner_other_name")
    assert only(office, {**PHO, "name": "Phở bò Ánh", "business_code": None}).outcome == UPDATE


def test_two_kept_shops_whose_rows_disagree_about_their_owner_do_not_take_turns(filled: Office) -> None:
    second = {**PHO, "name": "Bún Ánh", "business_code": None, "tax_code": None, "owner_phone": "0900000000"}
    taken_in(filled, second, choices={3: "new"})

    assert [row.outcome for row in looked(filled, PHO, second).rows] == [UPDATE, POSSIBLE]
    assert taken_in(filled, PHO, second).totals[UPDATE] == 1
    assert [row.outcome for row in looked(filled, PHO, second).rows] == [SAME, POSSIBLE]


def test_choices_decide_what_may_be_known(filled: Office) -> None:
    told = {**PHO, "name": "Bún chả Ánh", "business_code": None, "tax_code": None, "address": "Số 7 phố Huế"}
    kept = only(filled, told).record_id

    assert only(filled, told, choices={3: "new"}).outcome == NEW
    assert only(filled, told, choices={3: "skip"}).outcome == SKIPPED
    updated = only(filled, told, choices={3: f"update:{kept}"})
    assert (updated.outcome, set(updated.changes)) == (UPDATE, {"name", "address"})
    assert only(filled, told, accepted={"duplicate.owner_other_name": "new"}).outcome == NEW
    assert only(filled, told, accepted={"duplicate.owner_other_name": "update"}).outcome == UPDATE


def test_what_was_merged_is_not_made_anew(filled: Office) -> None:
    other = {**TRA, "owner_id": "001085099999", "business_code": "01B8099999", "tax_code": None, "address": "Số 1"}
    opened = workbook(other)
    write(filled, opened, planned(filled, opened))
    kept, gone = only(filled, TRA).record_id, only(filled, other).record_id
    merge(filled, draft_of(filled, (kept, gone)))

    assert only(filled, TRA).outcome == SAME
    row = only(filled, other)
    assert (row.outcome, row.reasons[0].code, row.record_id) == (POSSIBLE, "duplicate.merged", kept)
    assert only(filled, other, choices={3: f"update:{gone}"}).outcome == POSSIBLE
    assert only(filled, other, choices={3: f"update:{kept}"}).outcome == UPDATE


@pytest.mark.parametrize("is_known_twice", [False, True])
def test_a_record_merged_on_and_on_leads_to_the_one_that_stands(office: Office, is_known_twice: bool) -> None:
    """A into B into C: a row of A is asked about C, and can be written into it."""
    owner = PersonDraft(name=str(PHO["owner_name"]), id_number=str(PHO["owner_id"]))
    first = HouseholdDraft(name=str(PHO["name"]), owner=owner, address=str(PHO["address"]))
    second = first if is_known_twice else HouseholdDraft(name="Bê", owner=PersonDraft(name="Bê"))
    a, b, c = (saved(office, one) for one in (first, second, HouseholdDraft(name="Xê", owner=PersonDraft(name="Xê"))))
    for kept, gone in ((b, a), (c, b)):
        merge(office, draft_of(office, (kept, gone)))

    row = only(office, PHO)

    assert (row.outcome, row.reasons[0].code, row.record_id) == (POSSIBLE, "duplicate.merged", c)
    assert "Xê" in row.reasons[0].what
    assert only(office, PHO, choices={3: f"update:{b}"}).outcome == POSSIBLE
    taken_in(office, PHO, accepted={"duplicate.merged": "update"})
    assert household_ids(office, Query()) == (c,)
    assert household(office, c).draft.tax_code == PHO["tax_code"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"name": None}, "name.missing"),
        ({"owner_name": None}, "owner_name.missing"),
        ({"owner_id": "0011800123"}, "owner_id"),
        ({"business_code": "12"}, "business_code"),
        ({"registered_on": "31/02/2020"}, "registered_on.no-day"),
        ({"registered_on": "1/1/2027"}, "registered_on.future"),
        ({"registered_on": "1/5/2020", "changed_on": "1/4/2020"}, "changed_on.before"),
        ({"status": "Đã chuyển đổi"}, "status.converted"),
        ({"revenue_band": "nhiều lắm"}, "revenue_band.unknown"),
    ],
)
def test_what_cannot_be_kept_is_an_error_at_its_field(office: Office, told: Mapping[str, Any], code: str) -> None:
    row = only(office, {**PHO, **told})

    assert row.outcome == ERROR
    assert row.reasons[0].code.startswith(code)
    assert row.reasons[0].field == code.split(".")[0]


def test_equal_mistakes_are_one_group_and_mended_all_alike(office: Office) -> None:
    rows = ({**PHO, "group": "Tổ 77"}, {**TRA, "group": "tổ 77"})
    (group,) = looked(office, *rows).groups
    known = list_groups(office)[0].id

    assert (group.code, group.field, group.count, group.rows) == ("group.unknown:to 77", "group", 2, (3, 4))
    assert [row.values["note"] for row in looked(office, *rows).rows] == ["Tổ dân phố: Tổ 77", "Tổ dân phố: tổ 77"]
    mapped = looked(office, *rows, accepted={group.code: known})
    assert [row.values["group_id"] for row in mapped.rows] == [known, known]
    emptied = looked(office, *rows, accepted={group.code: "empty"})
    assert [row.values.get("group_id") for row in emptied.rows] == [None, None]
    made = looked(office, *rows, accepted={group.code: "new"})
    assert made.totals[NEW] == 2


def test_a_missing_name_may_be_the_owners(office: Office) -> None:
    row = only(office, {**PHO, "name": None}, accepted={"name.missing": "copy"})

    assert (row.outcome, row.values["name"]) == (NEW, "Nguyễn Thị Ánh")


@pytest.mark.parametrize("group", ["TDP 3", "Tổ 3", "tổ dân phố số 03", "tdp3", "3", "Tổ dân phố số 3"])
def test_a_group_is_known_by_its_number(office: Office, group: str) -> None:
    named = {one.id: one.name for one in list_groups(office)}

    assert named[str(only(office, {**PHO, "group": group}).values["group_id"])] == "Tổ dân phố số 3"


def test_an_industry_without_a_code_is_kept_in_the_note_and_stays_the_same(office: Office) -> None:
    told = {**PHO, "industry": "Bán đồ linh tinh", "note": "Gần chợ"}
    row = only(office, told)
    assert row.values["note"] == "Gần chợ\nNgành nghề: Bán đồ linh tinh"
    assert row.reasons[0].code == "industry.unknown:ban do linh tinh"

    opened = workbook(told)
    write(office, opened, planned(office, opened))
    assert only(office, told).outcome == SAME
    assert only(office, told, accepted={row.reasons[0].code: "4711"}).changes["industry"][1] == "4711 Bán đồ linh tinh"


def test_a_doubtful_number_does_not_keep_a_row_out(office: Office) -> None:
    row = only(office, {**PHO, "tax_code": "0100109107"})

    assert (row.outcome, [one.code for one in row.reasons]) == (NEW, ["tax_code.unusual"])


def test_a_revenue_becomes_its_band(office: Office) -> None:
    assert only(office, {**PHO, "revenue_band": 700_000_000}).values["revenue_band"] == "to_3b"
    assert only(office, {**PHO, "revenue_band": "Dưới 500 triệu đồng"}).values["revenue_band"] == "to_500m"


BARE = {"name": "Quán Gió", "owner_name": "Lê Thị Mây"}


def test_a_row_of_two_names_is_known_when_it_comes_again(office: Office) -> None:
    assert [row.outcome for row in looked(office, BARE, BARE).rows] == [NEW, SAME]
    taken_in(office, BARE)

    assert only(office, {"name": "Quán  Gió", "owner_name": " Lê Thị Mây"}).outcome == SAME
    assert only(office, {**BARE, "owner_name": "Lê Thị Mai"}).outcome == NEW


def test_a_row_of_two_names_that_says_more_is_asked_about(office: Office) -> None:
    taken_in(office, {**PHO, **BARE})

    row = only(office, {**BARE, "capital": 999_000_000})
    assert (row.outcome, [reason.code for reason in row.reasons]) == (POSSIBLE, ["duplicate.same_names"])


def test_a_row_of_two_names_that_fits_two_shops_is_asked_about(office: Office) -> None:
    taken_in(office, {**PHO, **BARE}, {**TRA, **BARE})

    row = only(office, BARE)
    assert (row.outcome, [reason.code for reason in row.reasons]) == (POSSIBLE, ["duplicate.several"])
