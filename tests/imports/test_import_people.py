"""A list of people taken in, and taken back."""

from dataclasses import replace

import pytest

from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, SAME, SKIPPED, UPDATE
from hn_desk.actions.import_plan import PEOPLE, ImportPlan
from hn_desk.actions.imports import preview, suggest, undo_import, write
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, people_ids, people_rows, save_person
from hn_desk.actions.query import Query
from hn_desk.errors import RoleError
from hn_desk.intake.opening import Opened, open_table
from tests.imports.tables import records

HEADINGS = "STT;Họ và tên;Ngày sinh;Giới tính;Số CCCD;Số CMND cũ;Điện thoại;Nơi ở;Tổ dân phố"
HANH = PersonDraft(name="Nguyễn Thị Hạnh", birth="1988", sex="female", id_number="001188012345", address="12 Hàng Bạc")
LINES = (
    *(
        "1;nguyễn thị hạnh;1988;Nữ;1188012345;;0912345678;12 Hàng Bạc;Tổ 1",
        "2;Trần Văn Bình;5/3/1985;Nam;001085012346;;;;",
    ),
    *("3;Trần Văn Bình;5/3/1985;Nam;001085012346;;;;", "4;Lê Thị Mơ;1988;Nữ;001188012345;;;;", "5;;1990;;;;;;"),
    *("6;Nguyễn Thị Hạnh;;;;;;;", "7;Phạm Văn Tư;1970;;;;;5 Đội Cấn;Tổ 77"),
)
FOUND = [UPDATE, NEW, SAME, POSSIBLE, ERROR, POSSIBLE, NEW]


@pytest.fixture
def social(office: Office) -> Office:
    save_person(office, HANH)
    return office


def opened(*lines: str) -> Opened:
    return open_table("nguoi.csv", "\n".join((HEADINGS, *lines)).encode())


def looked(office: Office, file: Opened) -> tuple[ImportPlan, list[str]]:
    plan = suggest(office, file, PEOPLE)
    return plan, [row.outcome for row in preview(office, file, plan).rows]


def test_each_row_is_known_alike_new_doubtful_or_wrong(social: Office) -> None:
    file = opened(*LINES)
    plan, outcomes = looked(social, file)
    rows = preview(social, file, plan).rows
    assert outcomes == FOUND
    assert rows[0].changes["phone"] == (None, "0912345678")
    assert "name" not in rows[0].changes
    assert rows[3].reasons[0].what == "Nguyễn Thị Hạnh is kept here with the same number."
    assert "Tổ 77" in rows[6].reasons[0].what


@pytest.mark.parametrize(("choice", "outcome"), [("new", NEW), ("skip", SKIPPED), ("update", UPDATE)])
def test_a_doubt_is_decided_for_one_row_or_for_all_alike(social: Office, choice: str, outcome: str) -> None:
    file = opened(LINES[3])
    plan = suggest(social, file, PEOPLE)
    (row,) = preview(social, file, plan).rows
    own = f"update:{row.record_id}" if choice == "update" else choice
    for answered in (
        replace(plan, choices={2: own}),
        replace(plan, accepted={row.reasons[0].code: choice}),
    ):
        assert [one.outcome for one in preview(social, file, answered).rows] == [outcome]


def test_what_was_written_is_found_again_and_goes_again(social: Office) -> None:
    before = records(social)
    file = opened(*LINES)
    done = write(social, file, suggest(social, file, PEOPLE))
    assert done.totals[NEW] == 2
    kept = {row.name: row for row in people_rows(social, people_ids(social, Query("")))}
    assert kept["Nguyễn Thị Hạnh"].phone == "0912345678"
    assert kept["Phạm Văn Tư"].group_name == ""
    assert people_rows(social, people_ids(social, Query("trần bình")))[0].id_number == "001085012346"
    assert looked(social, file)[1] == [SAME, SAME, SAME, POSSIBLE, ERROR, POSSIBLE, SAME]
    undo_import(social, done.batch_id)
    assert records(social) == before


def test_who_sees_only_owners_takes_in_no_people(office: Office) -> None:
    economy = replace(office, officer=replace(office.officer, roles=frozenset({"economy"})))
    with pytest.raises(RoleError):
        suggest(economy, opened(*LINES), PEOPLE)
