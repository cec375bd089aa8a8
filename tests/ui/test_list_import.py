"""A clerk takes in the police's workbook: every row is shown with its outcome before anything is written."""

from pathlib import Path

import pytest

from hn_desk.actions.lists import beneficiary_list, lists
from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.dialogs.list_import import ListImportDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions.list_workbooks import row_of, workbook
from tests.ui.conftest import Show
from tests.ui.credit_hands import opened

AN = row_of("Trần Văn Ân", "001085012346", born=1985)
BINH = row_of("Nguyễn Thị Bình", "001190012345", sex="Nữ", born="03/5/1990")
NOBODY = row_of("Lê Văn Dũng", "")


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> CreditPage:
    return opened(CreditPage(office, jobs), show)


def begun(page: CreditPage) -> ListImportDialog:
    """The dialog with number, month and day typed."""
    hands.press(page.import_list)
    dialog = hands.dialog(page)
    assert isinstance(dialog, ListImportDialog)
    hands.fill(dialog.form, "programme", "qd22")
    hands.fill(dialog.form, "month", "11/2026")
    hands.fill(dialog.form, "police_number", "15/DS-CAP")
    hands.fill(dialog.form, "police_on", "4/11/2026")
    return dialog


def chosen(dialog: ListImportDialog, page: CreditPage, path: Path) -> None:
    """The file as the system's dialog hands it over."""
    dialog.choose(path)
    hands.settle(page.jobs)


def file_of(folder: Path, *rows: list[object]) -> Path:
    path = folder / "danh-sach.xlsx"
    path.write_bytes(workbook(rows))
    return path


def test_a_workbook_becomes_a_list_once_its_rows_were_seen(page: CreditPage, office: Office, tmp_path: Path) -> None:
    dialog = begun(page)
    assert not dialog.write.isEnabled()
    chosen(dialog, page, file_of(tmp_path, AN, BINH, AN, NOBODY))
    assert [row.outcome for row in dialog.rows.rows()] == ["new", "new", "same", "wrong"]
    assert dialog.counted.text().startswith("4 rows: 2 new, 0 doubtful, 1 already on the list, 1 with mistakes.")
    shown = {dialog.rows.item(row, 3).text() for row in range(2)}  # type: ignore[union-attr]  # every cell is filled
    assert shown == {"001••••••346", "001••••••345"}
    assert lists(office) == ()
    hands.press(dialog.write)
    hands.settle(page.jobs)
    (row,) = lists(office)
    assert page.tabs.currentWidget() is page.lists
    assert page.lists.list.chosen_id() == row.id
    assert [line.applicant_name for line in page.lists.lines.rows()] == ["Trần Văn Ân", "Nguyễn Thị Bình"]
    assert len(beneficiary_list(office, row.id).lines) == 2


def test_a_doubtful_row_asks_for_a_reason_and_takes_it(page: CreditPage, office: Office, tmp_path: Path) -> None:
    dialog = begun(page)
    chosen(dialog, page, file_of(tmp_path, row_of("Trần Văn Ân", "001185012346")))
    hands.press(dialog.write)
    hands.settle(page.jobs)
    assert dialog.form.problem_at("reason") == "Write why the doubtful rows may stand."
    hands.fill(dialog.form, "reason", "Đã đối chiếu căn cước")
    hands.press(dialog.write)
    hands.settle(page.jobs)
    assert len(lists(office)) == 1


def test_what_is_typed_after_looking_is_looked_at_again(page: CreditPage, tmp_path: Path) -> None:
    dialog = begun(page)
    chosen(dialog, page, file_of(tmp_path, AN))
    hands.fill(dialog.form, "police_number", "16/DS-CAP")
    assert not dialog.write.isEnabled()
    hands.press(dialog.look_button)
    hands.settle(page.jobs)
    assert dialog.write.isEnabled()


def test_a_wrong_workbook_is_refused_in_the_dialog(page: CreditPage, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "sai.xlsx"
    path.write_bytes(b"khong phai bang tinh")
    dialog = begun(page)
    chosen(dialog, page, path)
    assert "no table that can be read" in dialog.form.summary.text()
    assert not dialog.write.isEnabled()
    assert lists(office) == ()


def test_a_field_left_empty_is_named_and_the_workbook_is_looked_at_again(page: CreditPage, tmp_path: Path) -> None:
    hands.press(page.import_list)
    dialog = hands.dialog(page)
    assert isinstance(dialog, ListImportDialog)
    chosen(dialog, page, file_of(tmp_path, AN))
    assert dialog.form.problem_at("police_on")
    assert not dialog.write.isEnabled()
