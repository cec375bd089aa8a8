"""A list of residential groups taken in, and taken back."""

from dataclasses import replace

import pytest

from hn_desk.actions.import_facts import ERROR, NEW, POSSIBLE, SAME, SKIPPED, UPDATE
from hn_desk.actions.import_plan import GROUPS, ImportPlan
from hn_desk.actions.imports import preview, suggest, undo_import, write
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.intake.opening import Opened, open_table
from tests.imports.tables import records

LINES = ("STT;Tên tổ dân phố;Loại", "1;Tổ dân phố số 1;", "2;TDP 2;", "3;Thôn Đoài;Thôn", "4;thôn đoài;", "5;;Thôn")


def opened(*lines: str) -> Opened:
    return open_table("to.csv", "\n".join(lines).encode())


def looked(office: Office, file: Opened) -> tuple[ImportPlan, list[str]]:
    plan = suggest(office, file, GROUPS)
    return plan, [row.outcome for row in preview(office, file, plan).rows]


def test_each_row_is_known_alike_new_or_wrong(office: Office) -> None:
    assert looked(office, opened(*LINES))[1] == [SAME, POSSIBLE, NEW, SAME, ERROR]


def test_a_group_that_two_rows_call_otherwise_is_no_silent_choice(office: Office) -> None:
    file = opened(LINES[0], "1;Thôn Đoài;Thôn", "2;Thôn Đoài;Tổ dân phố", "3;Thôn Đoài;Thôn", "4;Thôn Đoài;")
    plan, outcomes = looked(office, file)
    rows = preview(office, file, plan).rows

    assert outcomes == [NEW, ERROR, SAME, SAME]
    assert rows[1].reasons[0].what == "Row 2 of this file gives “Thôn Đoài” the kind “Thôn”; let both say the same."
    assert rows[2].reasons[0].what == "The same as row 2 of this file."
    mended = replace(plan, edits={(3, "kind"): "Thôn"})
    assert [row.outcome for row in preview(office, file, mended).rows] == [NEW, SAME, SAME, SAME]


@pytest.mark.parametrize(("choice", "outcome"), [("new", NEW), ("skip", SKIPPED)])
def test_a_group_that_may_be_known_is_chosen(office: Office, choice: str, outcome: str) -> None:
    file = opened(LINES[0], LINES[2])
    plan = replace(suggest(office, file, GROUPS), choices={2: choice})

    assert preview(office, file, plan).rows[0].outcome == outcome


def test_what_was_written_is_listed_and_goes_again(office: Office) -> None:
    before = records(office)
    file = opened(LINES[0], LINES[3], "1;Tổ dân phố số 1;Tổ")
    plan, outcomes = looked(office, file)
    done = write(office, file, plan)

    assert outcomes == [NEW, UPDATE]
    assert done.totals[NEW] == done.totals[UPDATE] == 1
    assert {(one.name, one.kind) for one in list_groups(office)} >= {("Thôn Đoài", "Thôn"), ("Tổ dân phố số 1", "Tổ")}
    assert looked(office, file)[1] == [SAME, SAME]
    undo_import(office, done.batch_id)
    assert records(office) == before
