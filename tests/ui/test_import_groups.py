"""A list of residential groups taken in where they are kept: by whoever keeps them, in the same six steps."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.ui import hands
from hn_desk.ui.dialogs.import_steps.mend import MendDialog
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin import AdminPage
from hn_desk.ui.pages.admin_groups import Groups
from hn_desk.ui.pages.households import HouseholdsPage
from hn_desk.ui.widgets.choices import ChoiceField
from tests.ui.conftest import Show

ROWS = (
    *(("UBND PHƯỜNG",), ("DANH SÁCH TỔ DÂN PHỐ",), ("STT", "Tên tổ dân phố, thôn", "Loại", "Tổ trưởng")),
    *((1, "Tổ dân phố số 1", "", "Ông Bình"), (2, "TDP 2", "Tổ dân phố", "Bà Lan")),
    *((3, "Tổ 3", "Tổ dân phố", ""), (4, "Thôn  Đoài", "Thôn", ""), ("", "Tổng cộng: 4", "", "")),
)


@pytest.fixture
def page(as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> AdminPage:
    made = AdminPage(as_officer("anh"), jobs)
    jobs.changed.connect(lambda change: made.reload() if made.subjects & change.subjects else None)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def groups_of(page: AdminPage) -> Groups:
    part = page.part(Groups)
    assert isinstance(part, Groups)
    page.tabs.setCurrentWidget(part)
    hands.settle(page.jobs)
    return part


def file_of(folder: Path) -> Path:
    book = Workbook()
    for row in ROWS:
        book.worksheets[0].append(row)
    stream = BytesIO()
    book.save(stream)
    path = folder / "to-dan-pho.xlsx"
    path.write_bytes(stream.getvalue())
    return path


def checked(part: Groups, path: Path) -> ImportWizard:
    """The wizard with the file, gone on to the check."""
    hands.press(part.import_button)
    wizard = hands.dialog(part)
    assert isinstance(wizard, ImportWizard)
    assert wizard.file.subject.codes() == ("groups",)
    wizard.choose(path)
    hands.settle(part.jobs)
    for _step in range(4):
        hands.press(wizard.next_button)
        hands.settle(part.jobs)
    return wizard


def outcomes(wizard: ImportWizard) -> list[str]:
    model = wizard.check.rows
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def answer(wizard: ImportWizard, choice: str) -> None:
    """Answer the first group of doubts."""
    wizard.check.groups.table.setCurrentCell(0, 0)
    hands.press(wizard.check.groups.mend_button)
    mend = hands.dialog(wizard)
    assert isinstance(mend, MendDialog)
    assert isinstance(mend.answer, ChoiceField)
    hands.choose(mend.answer, choice)
    hands.press(mend.mend_button)
    hands.settle(wizard.course.jobs)


def test_the_administrator_takes_in_a_list_of_groups_and_takes_it_back(page: AdminPage, tmp_path: Path) -> None:
    part = groups_of(page)
    before = part.table.rows()
    wizard = checked(part, file_of(tmp_path))
    assert outcomes(wizard) == ["= the same", *["⚠ possible duplicate"] * 2, "✓ new", "– left out"]
    (doubt,) = wizard.check.groups.table.rows()
    assert (doubt.count, doubt.what) == (2, "May be a residential group that is kept under another wording.")
    answer(wizard, "update")
    assert outcomes(wizard) == ["= the same", *["↑ updated"] * 2, "✓ new", "– left out"]
    hands.press(wizard.next_button)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    kept = {row.name: row.kind for row in part.table.rows()}
    assert kept["Thôn Đoài"] == "Thôn"
    assert kept["Tổ dân phố số 2"] == "Tổ dân phố"
    assert len(kept) == len(before) + 1
    hands.press(wizard.write.undo_button)
    hands.press(hands.button(hands.dialog(wizard), "Undo it"))
    hands.settle(page.jobs)
    after = part.table.rows()
    assert [(row.id, row.name, row.kind) for row in after] == [(row.id, row.name, row.kind) for row in before]


def test_one_doubt_is_decided_at_its_row(page: AdminPage, tmp_path: Path) -> None:
    wizard = checked(groups_of(page), file_of(tmp_path))
    wizard.check.table.go_to(1)
    hands.choose(wizard.check.detail.choice, "new")
    hands.settle(page.jobs)
    wizard.check.table.go_to(2)
    update = next(code for code in wizard.check.detail.choice.codes() if code.startswith("update:"))
    hands.choose(wizard.check.detail.choice, update)
    hands.settle(page.jobs)
    assert outcomes(wizard)[1:3] == ["✓ new", "↑ updated"]


def test_who_keeps_households_too_chooses_what_the_list_is(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    page = HouseholdsPage(office, jobs)
    show(page)
    wizard = page.import_button.begin(file_of(tmp_path))
    hands.settle(jobs)
    hands.choose(wizard.file.subject, "groups")
    for _step in range(4):
        hands.press(wizard.next_button)
        hands.settle(jobs)
    wizard.check.table.go_to(1)
    hands.press(wizard.next_button)
    hands.press(wizard.write.write_button)
    hands.settle(jobs)
    assert "Thôn Đoài" in {row.name for row in list_groups(office)}
