"""No window is larger than the screen leaves room for."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

import hn_desk.ui.dialogs
from hn_desk.ui.fitting import FRAME, fit, show_fitting

ENLARGED: QSize = QSize(1093, 582)
"""1366×768 where Windows enlarges all by a quarter, without the task bar."""


@pytest.fixture(autouse=True)
def screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small screen."""
    monkeypatch.setattr(QScreen, "availableSize", lambda _screen: ENLARGED)


def test_a_dialog_is_cut_to_the_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    fit(dialog, 1180, 300)

    assert dialog.size() == QSize(ENLARGED.width() - FRAME.width(), 300)


def test_or_to_the_window_behind_it_where_that_is_larger(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(1366, 500)
    qtbot.addWidget(window)
    dialog = QDialog(QWidget(window))
    fit(dialog, 1500, 900)

    assert dialog.size() == QSize(1366, ENLARGED.height() - FRAME.height())


@pytest.mark.parametrize(("width", "is_maximized"), [(1366, True), (800, False)])
def test_a_main_window_fills_a_screen_that_it_would_not_fit(qtbot: QtBot, width: int, is_maximized: bool) -> None:
    window = QWidget()
    window.resize(width, 500)
    qtbot.addWidget(window)
    show_fitting(window)

    assert (window.isVisible(), window.isMaximized()) == (True, is_maximized)


def test_every_dialog_is_fitted() -> None:
    folder = Path(hn_desk.ui.dialogs.__file__).parent
    own = {path.name for path in folder.rglob("*.py") if "self.resize(" in path.read_text(encoding="utf-8")}

    assert own == {"import_wizard.py"}, "call ui.fitting.fit instead, so that it stands whole on a small screen"
