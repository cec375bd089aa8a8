"""Windows for tests: the program's look, one queue of jobs, everything closed at the end."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.ui import theme
from hn_desk.ui.jobs import Jobs
from tests.actions.conftest import as_officer, office, office_folder, office_template
from tests.pair import pair, pair_template

__all__ = ["as_officer", "office", "office_folder", "office_template", "pair", "pair_template"]

Show = Callable[[QWidget], QWidget]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    theme.dress(qapp)
    return qapp


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    queue = Jobs()
    yield queue
    queue.close()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Show a widget in an active window, with another field to go on to."""
    windows: list[QWidget] = []

    def in_window(widget: QWidget) -> QWidget:
        window = QWidget()
        theme.dress_window(window)
        windows.append(window)
        room = QVBoxLayout(window)
        room.addWidget(widget, 1)
        room.addWidget(QLineEdit(window))
        window.resize(1000, 700)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield in_window
    for window in windows:
        window.close()
        window.deleteLater()
