"""A list is taken along, filled in, and read back: each row seen first, then all at once, twice without harm."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.household_merging import merge
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.visit_facts import code_of
from hn_desk.actions.visits import look_at_visits, write_visits
from hn_desk.actions.work_lists import TAKEN, print_work_list, take_along
from hn_desk.errors import InputError, RoleError
from hn_desk.sheets import SheetColumn, Value, make_workbook, read_workbook
from tests.actions.test_household_merging import draft_of

DAY = date(2026, 11, 18)


@pytest.fixture
def ids(office: Office) -> list[str]:
    """Three household businesses."""
    names = ("Phở Hạnh", "Tạp hóa An", "Vàng Minh")
    return [save_household(office, HouseholdDraft(name=one, owner=PersonDraft(name=f"Chủ {one}"))).id for one in names]


def filled(office: Office, path: Path, rows: Sequence[dict[str, Value]], order: Sequence[str] = TAKEN) -> Path:
    """A work list as it comes back, its columns in `order`."""
    headings = office.book.households.headings
    columns = [SheetColumn(headings[name], "date" if name == "day" else "text") for name in order]
    path.write_bytes(make_workbook("Đi", columns, [[row.get(name) for name in order] for row in rows]))
    return path


def visit(household_id: str, **more: Value) -> dict[str, Value]:
    values: dict[str, Value] = {"code": code_of(household_id), "day": DAY, "way": "Tại nhà, tại nơi kinh doanh"}
    return {**values, "intention": "Đang cân nhắc", **more}


def test_the_workbook_has_a_row_each_and_lists_to_choose_from(office: Office, ids: list[str], tmp_path: Path) -> None:
    take_along(office, ids[::-1], tmp_path / "di.xlsx")
    (rows,) = read_workbook((tmp_path / "di.xlsx").read_bytes())
    assert rows[1][:2] == ("Mã", "Tên hộ kinh doanh")
    assert [row[:2] for row in rows[2:]] == [
        (code_of(one), name) for one, name in zip(ids[::-1], ("Vàng Minh", "Tạp hóa An", "Phở Hạnh"), strict=True)
    ]
    book = load_workbook(tmp_path / "di.xlsx")
    offered = {str(one.sqref): one.formula1 for one in book.worksheets[0].data_validations.dataValidation}
    assert list(offered) == ["H3:H5", "I3:I5", "J3:J5"]
    title = offered["I3:I5"].split("!")[0].strip("'")
    assert [cell.value for cell in book[title]["A"]] == ["Chưa hỏi", "Đang cân nhắc", "Đồng ý", "Từ chối"]


def test_untouched_it_comes_back_with_nothing_to_write(office: Office, ids: list[str], tmp_path: Path) -> None:
    take_along(office, ids, tmp_path / "di.xlsx")
    assert [row.outcome for row in look_at_visits(office, tmp_path / "di.xlsx")] == ["nothing"] * 3
    with pytest.raises(InputError):
        write_visits(office, tmp_path / "di.xlsx")


def test_rows_are_known_by_their_code_in_any_order_and_written_at_once(
    office: Office, ids: list[str], tmp_path: Path
) -> None:
    more = {"obstacles": "vốn; Chi phí", "said": "Sẽ hỏi con", "next_step": "Gọi lại", "next_on": "25/11/2026"}
    rows: list[dict[str, Value]] = [
        {"name": "Tổng cộng", "said": "2 hộ"},
        visit(ids[2], **more),
        visit(ids[0], way="bay"),
        visit(ids[1], day="31/02/2026"),
        {"code": code_of(ids[0])},
        visit(ids[2], **more),
    ]
    path = filled(
        office, tmp_path / "ve.xlsx", rows, ("said", "code", "next_on", *(set(TAKEN) - {"said", "code", "next_on"}))
    )
    assert [row.outcome for row in look_at_visits(office, path)] == [
        *("mistake", "new", "mistake", "mistake", "nothing", "known")
    ]
    assert household(office, ids[2]).contacts == ()
    write_visits(office, path)
    (contact,) = household(office, ids[2]).contacts
    draft = contact.draft
    assert (draft.day, draft.way, draft.intention, draft.obstacles, draft.said, draft.next_on) == (
        *(DAY, "home", "considering", frozenset({"capital", "cost"}), "Sẽ hỏi con"),
        date(2026, 11, 25),
    )
    assert [row.outcome for row in look_at_visits(office, path)].count("known") == 2


def test_a_visit_to_a_record_merged_since_goes_to_the_one_kept(office: Office, ids: list[str], tmp_path: Path) -> None:
    path = filled(office, tmp_path / "ve.xlsx", [visit(ids[1])])
    merge(office, draft_of(office, (ids[0], ids[1])))
    third = save_household(office, HouseholdDraft(name="Quán ba", owner=PersonDraft(name="Ba"))).id
    merge(office, draft_of(office, (third, ids[0])))
    write_visits(office, path)
    assert len(household(office, third).contacts) == 1


def test_another_workbook_is_refused(office: Office, tmp_path: Path) -> None:
    path = filled(office, tmp_path / "x.xlsx", [{"name": "a"}], ("name", "said"))
    with pytest.raises(InputError) as refused:
        look_at_visits(office, path)
    assert refused.value.reason == "no-headings"


def test_a_list_has_a_size_and_a_reader_gets_none(
    office: Office, ids: list[str], as_officer: Callable[[str], Office]
) -> None:
    assert print_work_list(office, ids).pdf[:5] == b"%PDF-"
    for wrong in ([], ids * 200):
        with pytest.raises(InputError):
            print_work_list(office, wrong)
    with pytest.raises(RoleError):
        print_work_list(as_officer("hung"), ids)
