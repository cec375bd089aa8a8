"""Signing in by keyboard, the hint of a training office, and the lock that keeps its officer."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import TRAINING_FILE, Office, open_keys, set_up
from hn_desk.actions.quick_unlock import set_pin
from hn_desk.actions.recovery_sheet import new_sheet, open_sheet
from hn_desk.actions.sign_in_tries import FREE, note_wrong
from hn_desk.ui import hands
from hn_desk.ui.dialogs.recovery import RecoverDialog
from hn_desk.ui.dialogs.sign_in import Lock, SignIn
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from tests.actions.conftest import NOW, PASSPHRASE, PLAN, QUICK
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


def test_the_lock_keeps_its_officer(office: Office, jobs: Jobs, show: Show, qtbot: QtBot) -> None:
    screen = SignIn(office.folder, jobs, "lan", lock=Lock(office))
    show(screen)
    with pytest.raises(hands.CannotError):
        hands.type_text(screen.form.field("login"), "hung")
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked):
        hands.press(hands.button(screen, "Open"))


def test_after_wrong_ones_the_screen_counts_down_and_then_lets_try_again(
    office_folder: Path, jobs: Jobs, show: Show
) -> None:
    for _number in range(FREE):
        note_wrong(office_folder, datetime.now(UTC))
    screen = SignIn(office_folder, jobs)
    show(screen)
    hands.settle(jobs)
    button = hands.button(screen, "Sign in")
    assert not button.isEnabled()
    assert any("try again in" in text for text in hands.visible_texts(screen))
    screen._count_down()
    screen._count_down()
    assert button.isEnabled()
    assert not any("try again in" in text for text in hands.visible_texts(screen))


def test_a_pin_opens_the_lock_and_after_three_wrong_ones_only_the_passphrase(
    office: Office, jobs: Jobs, show: Show, qtbot: QtBot
) -> None:
    quick = set_pin(office, "290547", "290547", cost=QUICK)
    screen = SignIn(office.folder, jobs, "lan", lock=Lock(office, quick))
    show(screen)
    hands.type_text(screen.form.field("passphrase"), "290547")
    with qtbot.waitSignal(screen.unlocked):
        hands.press(hands.button(screen, "Open"))
    for _number in range(3):
        hands.type_text(screen.form.field("passphrase"), "111222")
        hands.press(hands.button(screen, "Open"))
        hands.settle(jobs)
    assert quick.is_spent
    hands.type_text(screen.form.field("passphrase"), PASSPHRASE)
    with qtbot.waitSignal(screen.unlocked):
        hands.press(hands.button(screen, "Open"))


def test_a_lost_passphrase_is_replaced_from_the_sign_in_screen(
    tmp_path: Path, jobs: Jobs, show: Show, qtbot: QtBot
) -> None:
    sheet = new_sheet("Phường Hoàn Kiếm", NOW.date(), is_training=True)
    folder = tmp_path / "office"
    set_up(folder, PLAN, cost=QUICK, recovery=sheet.secret)
    screen = SignIn(folder, jobs)
    show(screen)
    hands.press(screen.lost)
    hands.settle(jobs)
    dialog = hands.dialog(screen)
    assert isinstance(dialog, RecoverDialog)
    assert not any("Lan" in text for text in hands.visible_texts(dialog))
    hands.type_text(dialog.words.field("typed"), "\n".join(sheet.words))
    hands.press(hands.button(dialog.words, "Next"))
    hands.settle(jobs)
    field = dialog.account.field("officer_id")
    assert isinstance(field, ChoiceField)
    lan = next(one.id for one in open_sheet(folder, " ".join(sheet.words)).officers if one.name == "Nguyễn Thị Lan")
    hands.choose(field, lan)
    for name in ("passphrase", "again"):
        hands.type_text(dialog.account.field(name), "nam bon ba hai mot")
    with qtbot.waitSignal(dialog.recovered) as said:
        hands.press(hands.button(dialog.account, "Set the passphrase"))
    assert said.args == ["lan"]
    assert screen.form.field("login").value() == "lan"
    assert open_keys(folder, "lan", "nam bon ba hai mot")
