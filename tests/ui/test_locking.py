"""A locked desk shows nothing: no dialog, no preview, nothing on the clipboard; idle for a while it locks itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from pytestqt.qtbot import QtBot

from hn_desk.errors import DeskError
from hn_desk.ui import hands
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.locking import REST
from hn_desk.ui.main_window import TITLE, MainWindow
from tests.actions.conftest import PASSPHRASE

SECRET = "Nguyễn Thị Bí Mật"


@pytest.fixture
def window(office_folder: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(office_folder)
    with qtbot.waitSignal(made.ready):
        made.show()
    hands.settle(made.jobs)
    screen = made.screens.currentWidget()
    assert isinstance(screen, SignIn)
    hands.fill(screen.form, "login", "lan")
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen, "Sign in"))
    hands.settle(made.jobs)
    hands.wait_until(lambda: made.desk() is not None)
    hands.settle(made.jobs)
    yield made
    made.locking.is_locked = False
    made.shut()
    made.close()


def seen() -> str:
    """Every word of every window that is to be seen."""
    windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    return "\n".join(
        (*(text for one in windows for text in hands.visible_texts(one)), *(one.windowTitle() for one in windows))
    )


def lock(window: MainWindow) -> SignIn:
    hands.press(hands.button(window, "Lock"))
    QApplication.processEvents()
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    return screen


def unlock(window: MainWindow, screen: SignIn) -> None:
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen, "Open"))
    hands.settle(window.jobs)


def dialog_of(window: MainWindow, *, is_modal: bool) -> QDialog:
    dialog = QDialog(window)
    dialog.setWindowTitle(SECRET)
    QLabel(SECRET, dialog)
    if is_modal:
        dialog.open()
    else:
        dialog.show()
    return dialog


@pytest.mark.parametrize("is_modal", [False, True])
def test_dialogs_are_hidden_and_come_back(window: MainWindow, is_modal: bool) -> None:
    desk = window.desk()
    assert desk is not None
    dialog = dialog_of(window, is_modal=is_modal)
    assert SECRET in seen()
    desk.locked.emit()
    QApplication.processEvents()
    assert SECRET not in seen()
    screen = window.screens.currentWidget()
    assert isinstance(screen, SignIn)
    unlock(window, screen)
    assert dialog.isVisible()
    assert dialog.isModal() == is_modal
    dialog.close()


def test_a_window_that_comes_up_while_locked_waits(window: MainWindow) -> None:
    screen = lock(window)
    dialog = dialog_of(window, is_modal=False)
    QApplication.processEvents()
    assert SECRET not in seen()
    unlock(window, screen)
    assert dialog.isVisible()
    dialog.close()


def test_the_title_tells_nothing_and_the_lock_shows_no_record(window: MainWindow) -> None:
    lock(window)
    assert window.windowTitle() == TITLE
    assert "Nguyễn Thị Lan" not in seen()


def test_the_clipboard_is_emptied_of_what_the_program_put_there(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText(SECRET)
    lock(window)
    assert QGuiApplication.clipboard().text() == ""


def test_a_refusal_while_locked_is_told_afterwards(window: MainWindow) -> None:
    screen = lock(window)
    window.jobs.refused.emit(DeskError(SECRET))
    assert SECRET not in seen()
    unlock(window, screen)
    assert SECRET in seen()


def press_a_key(window: MainWindow) -> None:
    QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, 0x41, Qt.KeyboardModifier.NoModifier, "a"))


def test_after_idle_minutes_the_desk_locks_itself(window: MainWindow) -> None:
    timer = window.locking._timer
    assert timer.isActive()
    assert timer.interval() == 5 * 60_000
    timer.timeout.emit()
    assert isinstance(window.screens.currentWidget(), SignIn)
    assert window.locking.is_locked
    assert not timer.isActive()
    assert not window.locking._rest.isActive()


def test_a_key_begins_the_minutes_anew(window: MainWindow) -> None:
    timer, rest = window.locking._timer, window.locking._rest
    rest.timeout.emit()
    rest.stop()
    timer.stop()
    press_a_key(window)
    assert not rest.isActive()  # nothing is counted when no minutes are
    timer.start(60_000)
    press_a_key(window)
    assert rest.isActive()
    assert timer.interval() == 60_000


def test_nothing_is_looked_at_in_the_seconds_after_a_key(window: MainWindow) -> None:
    timer, rest = window.locking._timer, window.locking._rest
    assert rest.isActive()
    rest.start(60_000)
    press_a_key(window)
    assert rest.interval() == 60_000
    timer.stop()
    rest.timeout.emit()
    assert timer.isActive()  # what was typed meanwhile counts, as if it had been typed just now
    press_a_key(window)
    assert rest.interval() == REST


def test_nobody_is_locked_out_of_the_sign_in_screen(window: MainWindow) -> None:
    hands.press(hands.button(window, "Sign out"))
    hands.settle(window.jobs)
    window.locking.idle.emit()
    assert not window.locking.is_locked
    assert isinstance(window.screens.currentWidget(), SignIn)
