"""The city's window: F1 tells of the tab that is shown; left alone, the desk is covered until its officer is back."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hn_desk.city.desk_lock import reopen
from hn_desk.errors import DeskError, SignInError
from hn_desk.models.tables import CityOfficer
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.differences import DifferencesDialog
from hn_desk.ui.city.lock import LockScreen
from hn_desk.ui.city.window import CityWindow
from hn_desk.ui.dialogs.help import HelpDialog
from tests.pair import CITY_PASSPHRASE, Pair
from tests.ui.test_city import Open, desk_screen, open_window

__all__ = ["open_window"]


def seen() -> str:
    """Every word of every window that is to be seen."""
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    return "\n".join(text for window in shown for text in hands.visible_texts(window))


def key(window: CityWindow, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    window.activateWindow()
    hands.wait_until(window.isActiveWindow)
    QTest.keyClick(window, code, modifier)


def lock_of(window: CityWindow) -> LockScreen:
    screen = window.screen_shown()
    assert isinstance(screen, LockScreen)
    return screen


def test_left_alone_the_desk_is_covered_until_its_officer_s_passphrase_is_typed(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    window.locking.idle.emit()
    assert window.screen_shown() is window.entrance
    screen = desk_screen(window)
    assert window.locking._timer.interval() == 5 * 60_000
    screen.tabs.setCurrentWidget(screen.offices)
    hands.press(screen.offices.differences_button)
    hands.settle(window.jobs)
    assert "What a new numbering says otherwise" in seen()
    window.locking._timer.timeout.emit()
    QApplication.processEvents()
    window.jobs.refused.emit(DeskError("Phường Hoàn Kiếm"))
    assert not any(words in seen() for words in ("What a new numbering", "Hoàn Kiếm", "Sở Tài chính"))

    lock = lock_of(window)
    hands.type_text(lock.passphrase, "không phải mật khẩu này")
    hands.press(lock.open_button)
    hands.settle(window.jobs)
    assert window.screen_shown() is lock
    assert lock.form.summary.isVisible()
    hands.type_text(lock.passphrase, CITY_PASSPHRASE)
    hands.press(lock.open_button)
    hands.settle(window.jobs)
    assert window.screen_shown() is screen
    assert "Phường Hoàn Kiếm" in seen()
    dialog = hands.dialog(screen)
    assert isinstance(dialog, DifferencesDialog)
    dialog.accept()
    key(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.screen_shown() is not screen


def test_f1_tells_of_the_tab_that_is_shown(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window)
    for part, title in ((screen.aside, "Quarantine"), (screen.upkeep, "Upkeep")):
        screen.tabs.setCurrentWidget(part)
        key(window, Qt.Key.Key_F1)
        dialogs: Iterable[HelpDialog] = screen.findChildren(HelpDialog)
        (dialog,) = dialogs
        assert dialog.isVisible()
        assert dialog.text.toPlainText().startswith(title)
    assert isinstance(window.screen_shown(), DeskScreen)


def test_who_was_ended_meanwhile_does_not_go_on(pair: Pair) -> None:
    desk = pair.desk("STC")
    reopen(desk, CITY_PASSPHRASE)
    with desk.write() as session:
        row = session.get(CityOfficer, desk.officer.id)
        assert row is not None
        row.ended_on = desk.today()
    with pytest.raises(SignInError, match="no longer work"):
        reopen(desk, CITY_PASSPHRASE)
