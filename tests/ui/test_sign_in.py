"""Signing in by keyboard, the hint of a training office, and the lock that keeps its officer."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import TRAINING_FILE, Office
from hn_desk.ui import hands
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.jobs import Jobs
from tests.actions.conftest import PASSPHRASE
from tests.ui.conftest import Show


@pytest.fixture
def screen(office_folder: Path, jobs: Jobs, show: Show) -> SignIn:
    made = SignIn(office_folder, jobs)
    show(made)
    return made


def test_enter_goes_on_to_the_passphrase_and_enter_there_signs_in(screen: SignIn, qtbot: QtBot) -> None:
    name, passphrase = screen.form.field("login").focusProxy(), screen.form.field("passphrase").focusProxy()
    assert name is not None
    assert passphrase is not None
    hands.type_text(name, "LAN")
    QTest.keyClick(name, Qt.Key.Key_Return)
    assert passphrase.hasFocus()
    hands.type_text(passphrase, PASSPHRASE)
    with qtbot.waitSignal(screen.signed_in) as said:
        QTest.keyClick(passphrase, Qt.Key.Key_Return)
    assert said.args is not None
    office = said.args[0]
    assert isinstance(office, Office)
    assert office.officer.name == "Nguyễn Thị Lan"
    office.close()


def test_pressing_twice_signs_in_once(screen: SignIn, jobs: Jobs) -> None:
    offices: list[Office] = []
    screen.signed_in.connect(lambda office, _login: offices.append(office))
    hands.fill(screen.form, "login", "lan")
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    passphrase = screen.form.field("passphrase").focusProxy()
    assert passphrase is not None
    QTest.keyClick(passphrase, Qt.Key.Key_Return)
    QTest.keyClick(passphrase, Qt.Key.Key_Return)
    hands.settle(jobs)
    assert len(offices) == 1
    offices[0].close()


def test_an_unknown_name_is_refused_like_a_wrong_passphrase(screen: SignIn, jobs: Jobs) -> None:
    told = []
    for login in ("ai do", "lan"):
        hands.fill(screen.form, "login", login)
        hands.type_text(screen.form.field("passphrase"), "không phải mật khẩu")
        hands.press(hands.button(screen, "Sign in"))
        hands.settle(jobs)
        assert screen.form.summary.isVisible()
        told.append(screen.form.summary.text())
    assert all(told)


def test_a_training_office_may_show_its_sign_in_names(office_folder: Path, jobs: Jobs, show: Show) -> None:
    (office_folder / TRAINING_FILE).write_text("lan / tap huan moi ngay", encoding="utf-8")
    screen = SignIn(office_folder, jobs)
    show(screen)
    assert "lan / tap huan moi ngay" in hands.visible_texts(screen)


def test_the_lock_keeps_its_officer(office_folder: Path, jobs: Jobs, show: Show, qtbot: QtBot) -> None:
    screen = SignIn(office_folder, jobs, "lan", is_locked=True)
    show(screen)
    with pytest.raises(hands.CannotError):
        hands.type_text(screen.form.field("login"), "hung")
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked):
        hands.press(hands.button(screen, "Open"))
