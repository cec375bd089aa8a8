"""Properties of taking a workbook in: preview is what is written, undone is undone, stopped or killed is nothing."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hn_desk.actions.household_checks import check_household
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, ROWS, SAME, SKIPPED, UPDATE
from hn_desk.actions.imports import preview, suggest, undo_import, write
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.errors import DeskError
from hn_desk.intake.opening import open_table
from tests.imports.messy import Scene, make
from tests.imports.tables import records, rows
from tests.imports.workbooks import PHO, TRA, looked, planned, taken_in, workbook

SETTINGS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Holder:
    """The office, told briefly when a property fails."""

    def __init__(self, office: Office) -> None:
        self.office = office

    def __repr__(self) -> str:
        return "the office"


@pytest.fixture
def holder(office: Office) -> Holder:
    return Holder(office)


CHANGES: tuple[Mapping[str, Any], ...] = (
    PHO,
    TRA,
    {**PHO, "capital": 1_000_000},
    {**PHO, "owner_phone": "0900000000", "name": "Phở Ánh"},
    {**TRA, "industry": "4711", "note": "Đã nghỉ tạm"},
    {**TRA, "owner_id": "00108"},
    {**PHO, "name": "Bún Ánh", "business_code": None, "tax_code": None},
    {**PHO, "owner_id": "001180099999", "owner_name": "Lê Cúc", "business_code": None, "tax_code": None, "name": "Q"},
    {**TRA, "group": "Tổ 77"},
)
ANSWERS = st.sampled_from([{}, {"group.unknown:to 77": "new"}, {"duplicate.owner_other_name": "new"}])


@SETTINGS
@given(told=st.lists(st.sampled_from(CHANGES), min_size=1, max_size=8), accepted=ANSWERS, is_filled=st.booleans())
def test_written_is_what_was_previewed_and_undone_leaves_nothing(
    holder: Holder, told: list[Mapping[str, Any]], accepted: Mapping[str, str], is_filled: bool
) -> None:
    office = holder.office
    first = taken_in(office, PHO, TRA) if is_filled else None
    opened = workbook(*told)
    plan = planned(office, opened, accepted=accepted)
    before = records(office)
    found = preview(office, opened, plan)
    done = write(office, opened, plan)

    assert done.totals == found.totals
    assert found.totals[ROWS] == len(told) == sum(found.totals.values()) - found.totals[ROWS]
    after = preview(office, opened, plan)
    done_rows = {row.row for row in found.rows if row.outcome in (NEW, UPDATE, SAME)}
    assert {row.outcome for row in after.rows if row.row in done_rows} <= {SAME, UPDATE, POSSIBLE}
    if done.batch_id:
        undo_import(office, done.batch_id)
    assert records(office) == before
    if first:
        undo_import(office, first.batch_id)


@settings(SETTINGS, max_examples=6)
@given(stop=st.integers(0, 8))
def test_an_import_stopped_at_any_point_leaves_the_database_as_it_was(holder: Holder, stop: int) -> None:
    office = holder.office
    made = make(Scene("stopped", rows=300))
    opened = open_table(made.file_name, made.data)
    plan = suggest(office, opened, "households")
    before = rows(office)
    asked: list[int] = []

    def is_cancelled() -> bool:
        asked.append(1)
        return len(asked) > stop

    with pytest.raises(DeskError) as refused:
        write(office, opened, plan, is_cancelled=is_cancelled)
    assert refused.value.reason == "cancelled"
    assert rows(office) == before


NUMBERS = st.sampled_from([None, "001180012345", "012345678", "12", "00108005432x", "001080 054321", "1" * 13])
CODES = st.sampled_from([None, "01R8017431", "0100109106", "0100109106-001", "12", "!!", "0101234567"])


@settings(SETTINGS, max_examples=30)
@given(
    told=st.fixed_dictionaries(
        {
            "name": st.sampled_from([None, "Quán An", "  Quán  An "]),
            "owner_name": st.sampled_from([None, "Lê An"]),
            "owner_id": NUMBERS,
            "owner_old_id": NUMBERS,
            "business_code": CODES,
            "tax_code": CODES,
            "owner_phone": st.sampled_from([None, "0912345678", "12", "+84912345678"]),
            "capital": st.sampled_from([None, 0, 5, 10**15]),
            "registered_on": st.sampled_from([None, date(2020, 1, 1), date(2027, 1, 1)]),
            "changed_on": st.sampled_from([None, date(2019, 1, 1), date(2021, 1, 1)]),
            "status": st.sampled_from([None, "Đang hoạt động", "Đã chuyển đổi"]),
        }
    )
)
def test_what_is_called_new_is_what_a_typed_household_may_be(holder: Holder, told: Mapping[str, Any]) -> None:
    office = holder.office
    row = looked(office, {**told, "note": "có"}).rows[0]
    if row.outcome != NEW:
        assert row.outcome in (ERROR, SKIPPED)
        return
    values: dict[str, Any] = dict(row.values)
    owner = {name: values.pop(f"owner_{column}", "") for name, column in OWNER.items()}
    draft = HouseholdDraft(owner=PersonDraft(**owner), **values)
    with office.database.read() as session:
        cleaned, remarks = check_household(session, office, draft, None)
    assert remarks.problems == []
    assert cleaned == draft


OWNER = {"name": "name", "id_number": "id", "old_id_number": "old_id", "phone": "phone"}
