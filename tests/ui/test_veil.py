"""Numbers of people stand covered in the lists of the credit page, and only while a key or button is held in sight."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.office import Office
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.widgets.veil import KEY
from tests.actions.credit_samples import MAN, WOMAN, presented, presented_list
from tests.ui.conftest import Show
from tests.ui.credit_hands import choose_row, opened

COVERED = {"001••••••345", "001••••••346"}
BARE = {WOMAN.id_number, MAN.id_number}


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> CreditPage:
    """The credit page with one application and one list of one line."""
    presented(office)
    list_id = presented_list(office, MAN)[0].id
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, list_id)
    return page


def listed(page: CreditPage) -> set[str]:
    """What the application list and the list's lines show of numbers, tooltips included."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    cells = [
        model.index(row, column).data(role)
        for model in (page.applications.list.rows, page.lists.lines.model())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
        for role in roles
    ]
    hands.settle(page.jobs)
    return {cell for cell in cells if cell.startswith("001")}


def test_numbers_are_covered_until_the_key_is_held(page: CreditPage) -> None:
    assert listed(page) == COVERED
    QTest.keyPress(page.lists.lines, KEY)
    assert listed(page) == BARE
    QTest.keyRelease(page.lists.lines, KEY)
    assert listed(page) == COVERED


def test_the_button_shows_them_only_while_it_is_held(page: CreditPage) -> None:
    QTest.mousePress(page.veil.button, Qt.MouseButton.LeftButton)
    assert listed(page) == BARE
    QTest.mouseRelease(page.veil.button, Qt.MouseButton.LeftButton)
    assert listed(page) == COVERED


def test_reading_again_while_the_key_is_held_shows_them(page: CreditPage) -> None:
    QTest.keyPress(page, KEY)
    page.reload()
    hands.settle(page.jobs)
    listed(page)
    assert listed(page) == BARE


def _deactivate(page: QWidget) -> None:
    QApplication.sendEvent(page, QEvent(QEvent.Type.WindowDeactivate))


@pytest.mark.parametrize("leave", [QWidget.hide, _deactivate])
def test_leaving_the_page_or_the_window_covers_them_again(page: CreditPage, leave: Callable[[QWidget], object]) -> None:
    QTest.keyPress(page, KEY)
    assert listed(page) == BARE
    leave(page)
    assert listed(page) == COVERED
