"""Day one: a clerk takes in the office's messy workbook by hand, finds it in the list, and undoes it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.actions.imports import batches
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.dialogs.past_imports import PastImports
from hn_desk.ui.pages.households import HouseholdsPage
from tests.imports.messy import Made, Scene, make
from tests.imports.scenes import EVERYDAY
from tests.ui.windows import Windows, jobs_of

MESSY = Scene(
    "first-day",
    rows=30,
    legacy="tcvn3",
    ids="number",
    days="short",
    money="words",
    odd=EVERYDAY | {"two-rows", "wrong"},
)


@pytest.fixture
def desk(qtbot: QtBot, office_folder: Path) -> Iterator[Desk]:
    windows = Windows()
    yield windows.open(office_folder, "lan")
    windows.shut()


def imported(desk: Desk, made: Made, folder: Path) -> ImportWizard:
    """The wizard after the writing; mistakes stayed in the file."""
    path = folder / made.file_name
    path.write_bytes(made.data)
    page = households(desk)
    wizard = page.import_button.begin(path)
    hands.settle(jobs_of(desk))
    for _step in range(5):
        hands.press(wizard.next_button)
        hands.settle(jobs_of(desk))
    hands.press(wizard.write.write_button)
    hands.settle(jobs_of(desk))
    return wizard


def households(desk: Desk) -> HouseholdsPage:
    desk.go("households")
    hands.settle(jobs_of(desk))
    page = desk.page("households")
    assert isinstance(page, HouseholdsPage)
    return page


def test_a_messy_workbook_is_taken_in_found_and_undone(desk: Desk, tmp_path: Path) -> None:
    made = make(MESSY)
    good = [row for row in made.expected if row.outcome == "new"]
    wizard = imported(desk, made, tmp_path)
    done = wizard.course.done
    assert done is not None
    assert (done.totals["new"], done.totals["error"]) == (len(good), len(made.expected) - len(good))
    wizard.write.save_failures(tmp_path)
    hands.settle(jobs_of(desk))
    assert (tmp_path / "first-day-loi.xlsx").exists()
    hands.press(wizard.close_button)
    page = households(desk)
    hands.wait_until(lambda: page.list.rows.rowCount() == len(good))
    assert hands.find(page.list, jobs_of(desk), str(good[7].values["name"])) == 1
    hands.pick(page.list.table, 0)
    hands.settle(jobs_of(desk))
    assert page.form.field("owner.id_number").value() == good[7].values["owner_id"]
    assert page.form.field("capital").value() == good[7].values["capital"]
    hands.find(page.list, jobs_of(desk), "")
    hands.press(page.import_button)
    again = hands.dialog(page)
    assert isinstance(again, ImportWizard)
    hands.press(again.past_button)
    past = hands.dialog(again)
    assert isinstance(past, PastImports)
    hands.settle(jobs_of(desk))
    hands.press(past.undo_button)
    hands.press(hands.button(hands.dialog(past), "Undo it"))
    hands.settle(jobs_of(desk))
    hands.wait_until(lambda: page.list.rows.rowCount() == 0)
    assert [row.is_undone for row in batches(page.office, "households")] == [True]
