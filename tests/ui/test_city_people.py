"""The city's window by role: tabs and buttons for what one may; a person's record opened with a typed reason."""

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtWidgets import QLabel, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_officers import DeskOfficerDraft, add_officer, desk_officers
from hn_desk.errors import DeskError
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.handovers import Handovers
from hn_desk.ui.city.officers import DeskOfficers, save_officer
from hn_desk.ui.city.person import PersonDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine
from tests.actions.credit_samples import WOMAN
from tests.city.test_people import WHY, opened
from tests.city.test_roles import NEW
from tests.city.test_withdrawals import sent_application
from tests.pair import Pair, at_now
from tests.ui.test_city import Open, open_window

__all__ = ["open_window"]


def words_of(part: QWidget) -> str:
    """Every text that a part shows: labels and cells."""
    labels: Iterable[QLabel] = part.findChildren(QLabel)
    tables: Iterable[QTableWidget] = part.findChildren(QTableWidget)
    told = [label.text() for label in labels]
    for table in tables:
        cells = (table.item(row, column) for row in range(table.rowCount()) for column in range(table.columnCount()))
        told += [cell.text() for cell in cells if cell is not None]
    return "\n".join(told)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def shown(desk: CityDesk, jobs: Jobs, qtbot: QtBot) -> DeskScreen:
    screen = DeskScreen(desk, jobs)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    screen.reload()
    hands.settle(jobs)
    return screen


def test_a_record_is_opened_in_the_window_once_the_reason_is_typed(pair: Pair, jobs: Jobs, qtbot: QtBot) -> None:
    bank = pair.desk("NHCS")
    sent_application(pair, bank)
    screen = shown(bank, jobs, qtbot)
    screen.tabs.setCurrentWidget(screen.records)
    hands.choose(screen.records.subject, "paper_lines")
    hands.settle(jobs)
    assert WOMAN.name not in words_of(screen)
    screen.records.table.setCurrentCell(0, 0)

    hands.press(screen.records.open_button)
    asking = hands.dialog(screen)
    reason = asking.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, WHY)
    hands.press(hands.button(asking, "Open the record"))
    hands.settle(jobs)

    dialog = hands.dialog(screen)
    assert isinstance(dialog, PersonDialog)
    assert WOMAN.name in words_of(dialog)
    assert [content for _officer, _record, content in opened(bank)] == [{"office": "00070", "reason": WHY}]
    dialog.accept()


def test_an_officer_signs_in_by_name_and_sees_the_tabs_of_the_role(pair: Pair, open_window: Open) -> None:
    keeper = pair.desk("STC")
    add_officer(keeper, DeskOfficerDraft("Trần Thị Bình", "reader", NEW))
    keeper.close()
    window = open_window(pair.city)
    hands.fill(window.entrance.form, "desk", "STC")
    hands.type_text(window.entrance.officer, "Trần Thị Bình")
    hands.type_text(window.entrance.passphrase, NEW)
    hands.press(window.entrance.open_button)
    hands.settle(window.jobs)
    screen = window.screen_shown()
    assert isinstance(screen, DeskScreen)
    assert "Trần Thị Bình" in words_of(screen)
    assert screen.tabs.indexOf(screen.intake) == -1
    assert screen.tabs.indexOf(screen.board) >= 0
    assert not screen.board.request_button.isVisible()
    assert not screen.offices.receipt_button.isVisibleTo(screen.offices)


def test_the_keeper_lets_an_officer_in_and_the_log_says_so(pair: Pair, jobs: Jobs, qtbot: QtBot) -> None:
    screen = shown(pair.desk("STC"), jobs, qtbot)
    screen.tabs.setCurrentWidget(screen.upkeep)
    hands.settle(jobs)
    officers = screen.upkeep.parts["officers.read"]
    assert isinstance(officers, DeskOfficers)
    assert "Người phụ trách" in words_of(officers)
    hands.press(officers.new)
    for field, value in (("name", "Trần Thị Bình"), ("role", "auditor"), ("passphrase", NEW), ("again", NEW)):
        hands.fill(officers.form, field, value)
    hands.press(hands.button(officers, "Save"))
    hands.settle(jobs)
    assert "Kiểm tra nhật ký" in words_of(officers)
    log = screen.upkeep.parts["log.read"]
    screen.upkeep.tabs.setCurrentWidget(log)
    hands.settle(jobs)
    assert "Officer let in or given a role" in words_of(log)


def test_a_line_of_the_handover_book_is_written_and_the_book_is_printed(pair: Pair, jobs: Jobs, qtbot: QtBot) -> None:
    screen = shown(pair.desk("STC"), jobs, qtbot)
    screen.tabs.setCurrentWidget(screen.upkeep)
    book = screen.upkeep.parts["handovers.read"]
    assert isinstance(book, Handovers)
    screen.upkeep.tabs.setCurrentWidget(book)
    hands.settle(jobs)
    for field, value in (("office", "00070"), ("reference", "TIN-000002"), ("person", "Lan")):
        hands.fill(book.form, field, value)
    hands.press(hands.button(book, "Save"))
    hands.settle(jobs)
    assert [(row.reference, row.person) for row in book.table.rows()] == [("TIN-000002", "Lan")]
    hands.press(book.print_button)
    hands.settle(jobs)
    preview = hands.dialog(book)
    assert isinstance(preview, PreviewDialog)
    preview.reject()


def test_a_refused_role_leaves_the_passphrase_as_it_was(pair: Pair) -> None:
    keeper = pair.desk("STC")
    add_officer(keeper, DeskOfficerDraft("Trần Thị Bình", "reader", NEW))
    row = next(one for one in desk_officers(keeper) if one.name == "Trần Thị Bình")
    with pytest.raises(DeskError):
        save_officer(keeper, row, DeskOfficerDraft(row.name, "", "mot mat khau khac"))
    keeper.close()
    open_desk(pair.city, "STC", NEW, name=row.name, clock=at_now).close()
