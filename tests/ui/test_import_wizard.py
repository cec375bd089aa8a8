"""The wizard for workbooks: six steps, rows mended in place and all alike, written, undone; by keys alone."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.import_facts import RowOutcome
from hn_desk.actions.imports import batches
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.actions.staff import list_groups
from hn_desk.i18n import use_language
from hn_desk.intake import cells, numbers, values
from hn_desk.ui import hands
from hn_desk.ui.dialogs.import_steps.check_model import CheckRows, FieldColumn
from hn_desk.ui.dialogs.import_steps.check_table import CheckTable
from hn_desk.ui.dialogs.import_steps.mend import MendDialog
from hn_desk.ui.dialogs.import_steps.words import rule_label
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.dialogs.packet_files import FileDrop
from hn_desk.ui.dialogs.past_imports import PastImports
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.households import HouseholdsPage
from hn_desk.ui.widgets.choices import ChoiceField
from tests.imports.messy import Scene, make
from tests.ui.conftest import Show

HEADINGS = (
    *("STT", "Tên hộ kinh doanh", "Họ và tên chủ hộ", "Số CCCD", "Địa chỉ kinh doanh"),
    *("Tổ dân phố", "Vốn kinh doanh"),
)
SMALL = QSize(1093, 582)
"""A screen of 1366×768 at 125 %, without the task bar."""
RULES = (
    *(cells.SPACES, cells.NFC, cells.LEGACY, cells.SAME_AS_ABOVE, cells.EMPTY_MARK, cells.DAY_IN_TEXT),
    *(numbers.DIGITS, numbers.ZEROS, numbers.PHONE, numbers.FIRST),
    *(values.SERIAL, values.SHORT_YEAR, values.YEAR_FIRST, values.YEAR_ONLY, values.MONEY_WORD, values.MONEY_UNIT),
    *(values.MONEY_MARKS, values.WHOLE, values.CASE, values.CHOICE),
)
HANH = (1, "Phở Hạnh", "Nguyễn Thị Hạnh", 1188012345, "Số 1 Hàng Bông", "Tổ 3", "50 triệu")
BINH = (2, "Tạp hoá Bình", "Trần Văn Bình", "001085012346", "nt", "TDP 77", 20_000_000)
CHU = (3, "Sửa xe Chữ", "Lê Văn Chữ", "001075012347", "Số 9 Đội Cấn", "Tổ 77", "năm mươi củ")


def file_of(folder: Path, *rows: tuple[str | int, ...], name: str = "ho-kinh-doanh.xlsx") -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Danh sách"
    for row in (("DANH SÁCH HỘ KINH DOANH",), (), HEADINGS, *rows):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    path = folder / name
    path.write_bytes(stream.getvalue())
    return path


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> HouseholdsPage:
    made = HouseholdsPage(office, jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def begun(page: HouseholdsPage, path: Path, step: int) -> ImportWizard:
    """The wizard with a file, gone on to a step."""
    wizard = page.import_button.begin(path)
    hands.settle(page.jobs)
    while wizard.stack.currentIndex() < step:
        hands.press(wizard.next_button)
        hands.settle(page.jobs)
    return wizard


def key(pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is; no window manager hands it back here after a dialog closed."""
    window = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal()]
    if QApplication.activeWindow() is None and window:
        window[-1].activateWindow()
        hands.wait_until(lambda: QApplication.focusWidget() is not None)
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, pressed, modifier)
    QApplication.processEvents()


def shown(wizard: ImportWizard) -> list[tuple[str, str]]:
    """Row and outcome of every row shown in the check."""
    model = wizard.check.rows
    return [(str(model.index(row, 0).data()), str(model.index(row, 1).data())) for row in range(model.rowCount())]


def cell(wizard: ImportWizard, row: int, field: str) -> str:
    model = wizard.check.rows
    return str(model.index(model.place_of(row), model.column_of(field)).data())


def type_over(wizard: ImportWizard, row: int, field: str, text: str) -> None:
    """Go to a cell, Enter, type, Enter."""
    model, table = wizard.check.rows, wizard.check.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.go_to(model.place_of(row), model.column_of(field))
    QTest.keyClick(table, Qt.Key.Key_Return)
    typed = QApplication.focusWidget()
    assert isinstance(typed, QLineEdit)
    typed.selectAll()
    hands.commit(typed, text)
    QTest.keyClick(typed, Qt.Key.Key_Return)
    hands.settle(wizard.course.jobs)


def answer_all(wizard: ImportWizard, answer: str) -> None:
    """Answer the first group of mistakes and all like it."""
    wizard.check.groups.table.setCurrentCell(0, 0)
    hands.press(wizard.check.groups.mend_button)
    mend = hands.dialog(wizard)
    assert isinstance(mend, MendDialog)
    assert isinstance(mend.answer, ChoiceField)
    hands.settle(wizard.course.jobs)
    hands.choose(mend.answer, answer)
    hands.press(mend.for_all.tick)
    hands.press(mend.mend_button)
    hands.settle(wizard.course.jobs)


@pytest.mark.qt_log_ignore("does not support")
def test_a_whole_import_by_keys_alone(page: HouseholdsPage, office: Office, jobs: Jobs, tmp_path: Path) -> None:
    path = file_of(tmp_path, HANH, (*BINH[:5], "Tổ 1", *BINH[6:]))
    page.import_button.setFocus(Qt.FocusReason.TabFocusReason)
    key(Qt.Key.Key_Space)
    wizard = page.findChild(ImportWizard)
    assert wizard is not None
    key(Qt.Key.Key_Space)
    chooser = wizard.findChild(QFileDialog)
    assert chooser is not None
    name = chooser.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    hands.commit(name, str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)
    hands.settle(jobs)
    key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.settle(jobs)
    key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert wizard.step() is wizard.file
    for _step in range(5):
        key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        hands.settle(jobs)
    assert wizard.step() is wizard.write
    key(Qt.Key.Key_Return)
    assert household_ids(office, Query()) == ()
    key(Qt.Key.Key_Tab)
    key(Qt.Key.Key_Space)
    hands.settle(jobs)
    assert len(household_ids(office, Query())) == 2
    key(Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_every_way_of_reading_is_shown_at_its_cell(page: HouseholdsPage, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, BINH, CHU), 4)
    assert [outcome for _row, outcome in shown(wizard)] == ["✓ new", "✓ new", "✗ mistake"]
    assert cell(wizard, 4, "owner_id") == "≈ 001••••••345"
    wizard.check.veil.turned.emit(True)
    assert cell(wizard, 4, "owner_id") == "≈ 001188012345"
    assert cell(wizard, 4, "capital") == "≈ 50.000.000"
    assert cell(wizard, 5, "address") == "≈ Số 1 Hàng Bông"
    assert cell(wizard, 6, "capital") == "✗ năm mươi củ"
    wizard.check.table.go_to(0)
    assert "“1188012345” → “001188012345”" in wizard.check.detail.said.text()


def test_a_cell_is_mended_in_place_and_the_rows_are_looked_through_again(page: HouseholdsPage, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, CHU), 4)
    type_over(wizard, 5, "group", "Tổ 1")
    type_over(wizard, 5, "capital", "30 triệu")
    assert shown(wizard) == [("4", "✓ new"), ("5", "✓ new")]
    assert cell(wizard, 5, "capital").removeprefix("≈ ") == "30.000.000"


def test_an_answer_that_comes_while_a_cell_is_typed_waits_until_it_is_left(
    page: HouseholdsPage, tmp_path: Path
) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, CHU), 4)
    table = wizard.check.table
    table.setFocus(Qt.FocusReason.TabFocusReason)
    table.go_to(1, wizard.check.rows.column_of("group"))
    QTest.keyClick(table, Qt.Key.Key_Return)
    wizard.course.type_cell(5, "capital", "30 triệu")
    wizard.course.type_cell(5, "capital", "40 triệu")
    hands.settle(page.jobs)
    assert table.is_typing()
    typed = QApplication.focusWidget()
    assert isinstance(typed, QLineEdit)
    typed.selectAll()
    hands.commit(typed, "Tổ 1")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    hands.settle(page.jobs)
    assert shown(wizard) == [("4", "✓ new"), ("5", "✓ new")]
    assert cell(wizard, 5, "capital").removeprefix("≈ ") == "40.000.000"


def test_an_unknown_group_is_made_once_for_all_rows(page: HouseholdsPage, office: Office, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, BINH, (*CHU[:6], 1_000_000)), 4)
    answer_all(wizard, "empty")
    assert wizard.check.groups.table.rows() == ()
    hands.press(wizard.check.groups.forget_button)
    hands.settle(page.jobs)
    (unknown,) = wizard.check.groups.table.rows()[:1]
    assert "TDP 77" in unknown.what
    answer_all(wizard, "new")
    assert {outcome for _row, outcome in shown(wizard)} == {"✓ new"}
    hands.press(wizard.next_button)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    assert len(household_ids(office, Query())) == 3
    assert len(list_groups(office)) == 7


def test_a_wrong_word_is_replaced_wherever_it_stands(page: HouseholdsPage, tmp_path: Path) -> None:
    again = (4, "Cơm Yến", "Lý Thị Yến", "001175012349", "Số 3 Kim Mã", "Tổ 1", "năm mươi củ")
    wizard = begun(page, file_of(tmp_path, (*CHU[:5], "Tổ 2", "năm mươi củ"), again), 4)
    groups = wizard.check.groups
    groups.table.setCurrentCell(0, 0)
    hands.press(groups.mend_button)
    mend = hands.dialog(wizard)
    assert isinstance(mend, MendDialog)
    hands.type_cell(mend.texts, 0, 2, "10 triệu")
    hands.press(mend.mend_button)
    hands.settle(page.jobs)
    assert [cell(wizard, row, "capital").removeprefix("≈ ") for row in (4, 5)] == ["10.000.000"] * 2
    assert groups.title.text() == "No mistakes and no doubts."


def test_a_possible_duplicate_is_decided_before_it_is_written(
    page: HouseholdsPage, office: Office, tmp_path: Path
) -> None:
    other = (2, "Bún Hạnh", *HANH[2:])
    wizard = begun(page, file_of(tmp_path, HANH, other), 4)
    assert shown(wizard)[1] == ("5", "⚠ possible duplicate")
    wizard.check.table.go_to(1)
    hands.choose(wizard.check.detail.choice, "new")
    hands.settle(page.jobs)
    assert shown(wizard)[1] == ("5", "✓ new")
    hands.choose(wizard.check.detail.choice, "skip")
    hands.settle(page.jobs)
    assert shown(wizard)[1] == ("5", "– left out")
    hands.press(wizard.next_button)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    assert len(household_ids(office, Query())) == 1


def test_rows_are_shown_by_outcome_with_their_counts(page: HouseholdsPage, tmp_path: Path) -> None:
    check = begun(page, file_of(tmp_path, HANH, BINH, CHU), 4).check
    assert check.buttons[""].text() == "All rows: 3"
    assert check.buttons["error"].text() == "✗ mistake: 1"
    hands.press(check.buttons["error"])
    assert check.rows.rowCount() == 1
    hands.press(check.buttons[""])
    check.groups.table.setCurrentCell(0, 0)
    hands.press(check.groups.show_button)
    assert check.rows.rowCount() == check.groups.table.rows()[0].count


def test_mistakes_are_saved_mended_and_taken_in_again(page: HouseholdsPage, office: Office, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, CHU), 5)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    wizard.write.save_failures(tmp_path)
    hands.settle(page.jobs)
    saved = tmp_path / "ho-kinh-doanh-loi.xlsx"
    assert saved.name in wizard.write.saved.text()
    hands.press(wizard.close_button)
    again = begun(page, saved, 4)
    (row,) = shown(again)
    assert row[1] == "✗ mistake"
    type_over(again, int(row[0]), "group", "Tổ 1")
    type_over(again, int(row[0]), "capital", "30 triệu")
    assert [outcome for _row, outcome in shown(again)] == ["✓ new"]


def test_a_writing_that_is_stopped_keeps_nothing(page: HouseholdsPage, office: Office, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH, CHU), 5)
    page.jobs.progress.connect(lambda *_done: page.jobs.cancel(), Qt.ConnectionType.DirectConnection)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    assert "You stopped it." in wizard.summary.text()
    assert wizard.write.write_button.isEnabled()
    assert household_ids(office, Query()) == ()
    assert batches(office, "households") == ()


def test_the_wizard_stays_open_while_rows_are_written_and_tells_what_came_of_it(
    page: HouseholdsPage, office: Office, tmp_path: Path
) -> None:
    wizard = begun(page, file_of(tmp_path, HANH), 5)
    told: list[object] = []
    wizard.written.connect(told.append)
    hands.press(wizard.write.write_button)
    hands.press(wizard.close_button)
    assert wizard.isVisible()
    assert "being written" in wizard.summary.text()
    hands.settle(page.jobs)
    assert (len(told), len(household_ids(office, Query())), wizard.summary.text()) == (1, 1, "")
    hands.press(wizard.close_button)
    assert not wizard.isVisible()


def test_what_was_changed_since_is_not_undone_and_the_list_of_imports_says_why(
    page: HouseholdsPage, office: Office, tmp_path: Path
) -> None:
    wizard = begun(page, file_of(tmp_path, HANH), 5)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    kept = household(office, household_ids(office, Query())[0]).draft
    save_household(office, replace(kept, name="Phở Hạnh 2"))
    hands.press(wizard.past_button)
    past = hands.dialog(wizard)
    assert isinstance(past, PastImports)
    hands.settle(page.jobs)
    assert not past.undo_button.isEnabled()
    assert "changed" in past.why.text()


def test_an_import_is_undone_where_it_was_written(page: HouseholdsPage, office: Office, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH), 5)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    hands.press(wizard.write.undo_button)
    hands.press(hands.button(hands.dialog(wizard), "Undo it"))
    hands.settle(page.jobs)
    assert household_ids(office, Query()) == ()
    assert [row.is_undone for row in batches(office, "households")] == [True]


def test_escape_asks_when_work_would_be_lost_and_enter_keeps_it(page: HouseholdsPage, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH), 4)
    wizard.check.table.setFocus(Qt.FocusReason.TabFocusReason)
    key(Qt.Key.Key_Escape)
    question = hands.dialog(wizard)
    assert "Go on" in hands.visible_texts(question)
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert wizard.isVisible()
    key(Qt.Key.Key_Escape)
    hands.press(hands.button(hands.dialog(wizard), "Close it"))
    assert not wizard.isVisible()


def test_columns_can_be_put_right_each_field_once(page: HouseholdsPage, tmp_path: Path) -> None:
    wizard = begun(page, file_of(tmp_path, HANH), 3)
    name = wizard.course.plan.mapping["name"]  # type: ignore[union-attr]  # a file was read
    hands.choose(wizard.columns.choices[0], "name")
    assert wizard.columns.choices[name].value() == ""
    assert "Tên hộ kinh doanh" in wizard.columns.said.text()
    hands.choose(wizard.columns.choices[name], "name")
    hands.press(wizard.columns.remember.tick)
    for _step in range(2):
        hands.press(wizard.next_button)
        hands.settle(page.jobs)
    hands.press(wizard.write.write_button)
    hands.settle(page.jobs)
    hands.press(wizard.close_button)
    again = begun(page, file_of(tmp_path, BINH, name="thang-sau.xlsx"), 3)
    assert "ho-kinh-doanh" in again.columns.known.text()


def test_another_heading_row_and_old_letters_are_put_right(page: HouseholdsPage, tmp_path: Path) -> None:
    made = make(Scene("wizard", rows=8, kind="xls", legacy="tcvn3", odd=frozenset({"titles"})))
    path = tmp_path / made.file_name
    path.write_bytes(made.data)
    wizard = begun(page, path, 1)
    right = wizard.sheet.row.value()
    hands.type_text(wizard.sheet.row, "1")
    hands.leave(wizard.sheet.row)
    hands.settle(page.jobs)
    hands.type_text(wizard.sheet.row, str(right))
    hands.leave(wizard.sheet.row)
    hands.settle(page.jobs)
    hands.press(wizard.next_button)
    assert next(one.encoding for one in wizard.encoding.columns.rows()) == "tcvn3"
    owners = {one.values["owner_name"] for one in made.expected}
    wizard.encoding.columns.choose(str(wizard.course.plan.mapping["owner_name"]))  # type: ignore[union-attr]  # read
    assert {after for _before, after in wizard.encoding.samples.rows()} <= owners
    for _step in range(2):
        hands.press(wizard.next_button)
        hands.settle(page.jobs)
    assert {outcome for _row, outcome in shown(wizard)} == {"✓ new"}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("hong.xlsx", b"PK\x03\x04 hong", "file"),
        ("anh.jpg", b"\xff\xd8\xff", "file"),
        ("rong.xlsx", b"", "nothing in this file"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_plainly(
    page: HouseholdsPage, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    wizard = begun(page, tmp_path / name, 0)
    assert said in wizard.summary.text().lower()
    assert not wizard.next_button.isEnabled()


def test_nothing_is_clipped_at_125_percent_of_a_small_screen(
    office: Office, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    use_language("vi")
    page = HouseholdsPage(office, jobs)
    window = show(page)
    window.resize(SMALL)
    wizard = begun(page, file_of(tmp_path, HANH, BINH, CHU, (2, "Bún Hạnh", *HANH[2:])), 0)
    wizard.setMaximumSize(SMALL)
    cut: set[str] = set()
    for place in range(len(wizard.steps)):
        if place:
            hands.press(wizard.next_button)
            hands.settle(jobs)
        wizard.check.table.go_to(3)
        QApplication.processEvents()
        buttons: Any = wizard.findChildren(QPushButton)
        cut |= {each.text() for each in buttons if each.isVisible() and is_cut(each, wizard)}
    assert cut == set()
    assert wizard.minimumSizeHint().height() <= SMALL.height()


def is_cut(button: QPushButton, wizard: ImportWizard) -> bool:
    """Whether a button is narrower or lower than its words, or reaches out of the dialog."""
    hint, corner = button.sizeHint(), button.mapTo(wizard, button.rect().bottomRight())
    return button.width() < hint.width() or button.height() < hint.height() or not wizard.rect().contains(corner)


@pytest.mark.parametrize("rule", RULES)
def test_every_way_of_reading_a_cell_has_its_words(rule: str) -> None:
    assert rule_label(rule)


def test_twenty_thousand_rows_are_worded_only_when_they_are_looked_at(show: Show) -> None:
    rows = tuple(RowOutcome(number, "new", values={"name": f"Hộ {number}"}) for number in range(1, 20_001))
    asked: list[int] = []

    def raw(row: int, _field: str) -> str:
        asked.append(row)
        return "?"

    model = CheckRows()
    table = CheckTable(model)
    show(table)
    model.put((FieldColumn("name", "Tên", "text"), FieldColumn("address", "Địa chỉ", "text")), rows, raw)
    table.fit()
    hands.wait_until(lambda: bool(asked))
    table.go_to(19_999)
    assert model.rowCount() == 20_000
    assert len(set(asked)) < 200


def test_who_may_not_write_sees_no_button(
    office: Office, jobs: Jobs, as_officer: Callable[[str], Office], show: Show
) -> None:
    page = HouseholdsPage(as_officer("hung"), jobs)
    show(page)
    assert not page.import_button.isVisible()


def test_a_file_dropped_on_the_page_opens_the_wizard_with_it(page: HouseholdsPage, tmp_path: Path) -> None:
    drop = page.findChild(FileDrop)
    assert isinstance(drop, FileDrop)
    drop.dropped.emit((file_of(tmp_path, HANH),))
    hands.settle(page.jobs)
    wizard = hands.dialog(page)
    assert isinstance(wizard, ImportWizard)
    assert wizard.file.name.text() == "ho-kinh-doanh.xlsx"
    assert wizard.next_button.isEnabled()
