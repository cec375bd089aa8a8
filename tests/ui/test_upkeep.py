"""The day's backup is made by itself, after the officer has had a moment of quiet; signing out calls it off."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hn_desk.ui import hands
from hn_desk.ui.main_window import MainWindow
from tests.ui.test_main_window import sign_in, window

__all__ = ["window"]


@pytest.fixture
def signed_in(window: MainWindow) -> MainWindow:
    sign_in(window, "lan")
    return window


def backups_of(window: MainWindow) -> list[Path]:
    return [*window.folder.rglob("*.hnbackup")]


def test_the_days_backup_is_made_once_after_a_moment(signed_in: MainWindow, qtbot: QtBot) -> None:
    upkeep = signed_in.upkeep
    assert upkeep.pause.isActive()
    assert backups_of(signed_in) == []
    for _moment in range(2):
        upkeep.pause.timeout.emit()
        hands.settle(signed_in.jobs)
        hands.settle(upkeep.background)
        hands.settle(signed_in.jobs)
        assert len(backups_of(signed_in)) == 1


def test_who_signs_out_before_takes_it_along(signed_in: MainWindow) -> None:
    hands.press(hands.button(signed_in, "Sign out"))
    hands.settle(signed_in.jobs)
    assert not signed_in.upkeep.pause.isActive()
    signed_in.upkeep.pause.timeout.emit()
    hands.settle(signed_in.jobs)
    assert backups_of(signed_in) == []
