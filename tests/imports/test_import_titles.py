"""What a group of equal doubts is called, and whose imports one sees."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hn_desk.actions import import_matching, import_person
from hn_desk.actions.import_facts import AGAIN, ERROR, NEW, POSSIBLE, Reason, RowOutcome
from hn_desk.actions.import_plan import GROUPS, HOUSEHOLDS, PEOPLE
from hn_desk.actions.import_preview import preview_of
from hn_desk.actions.import_rights import importable
from hn_desk.actions.import_titles import title_of_several
from hn_desk.actions.imports import batches, open_file, suggest, undo_import, write
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError, RoleError

CODES = (*vars(import_matching).values(), *vars(import_person).values())
DOUBTS = sorted(code for code in CODES if str(code).startswith("duplicate."))
LINES = "Tên hộ kinh doanh;Họ tên chủ hộ;Số CCCD\nPhở Hạnh;Nguyễn Thị Hạnh;001188012345\n"


def titles(*rows: RowOutcome) -> list[tuple[int, str]]:
    return [(group.count, group.what) for group in preview_of(rows).groups]


@pytest.mark.parametrize("code", [*DOUBTS, AGAIN])
def test_rows_that_name_different_records_are_titled_without_one(code: str) -> None:
    rows = [RowOutcome(row, POSSIBLE, (Reason(code, f"“Hộ {row}” (row {row} of this file)."),)) for row in (3, 4)]
    ((count, title),) = titles(*rows)
    assert count == 2
    assert title == title_of_several(code, "")
    assert "Hộ" not in title
    assert "and rows like it" not in title


def test_what_all_rows_say_alike_is_the_title() -> None:
    rows = [RowOutcome(row, NEW, (Reason("day.future", "This day lies in the future."),)) for row in (3, 4)]
    assert titles(*rows) == [(2, "This day lies in the future.")]


def test_other_mistakes_are_titled_by_the_first_and_say_so() -> None:
    rows = [RowOutcome(row, ERROR, (Reason("capital.no-amount", f"“{row} củ” is no amount."),)) for row in (3, 4)]
    assert titles(*rows) == [(2, "“3 củ” is no amount. (and rows like it)")]


def test_each_sees_and_takes_back_only_what_one_may_take_in(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    path = tmp_path / "ho.csv"
    path.write_bytes(LINES.encode())
    opened = open_file(office, path).opened
    batch = write(office, opened, suggest(office, opened, HOUSEHOLDS)).batch_id
    administrator = as_officer("anh")
    assert importable(office) == (HOUSEHOLDS, GROUPS, PEOPLE)
    assert importable(administrator) == (GROUPS,)
    assert [row.id for row in open_file(office, path).imported] == [batch]
    assert open_file(administrator, path).imported == ()
    assert batches(administrator) == ()
    with pytest.raises(RoleError):
        undo_import(administrator, batch)
    with pytest.raises(DeskError, match="no longer there"):
        undo_import(administrator, "unknown")
