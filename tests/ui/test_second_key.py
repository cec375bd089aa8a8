"""The page of the second key: comparing words, handing over, a new recovery sheet; and an officer's own account."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import Office, open_keys
from hn_desk.actions.opening import load_keys
from hn_desk.actions.quick_unlock import QuickUnlock, open_quickly
from hn_desk.actions.recovery_sheet import sheet_number
from hn_desk.actions.staff import OfficerDraft, save_officer
from hn_desk.ui import hands
from hn_desk.ui.dialogs.account import AccountDialog
from hn_desk.ui.dialogs.recovery_sheet import RenewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_second_key import SecondKey
from tests.actions.conftest import PASSPHRASE, QUICK
from tests.ui.conftest import Show

NAME = "Lê Thị Hoa"
NEW_PHRASE = "nam bon ba hai mot"


@pytest.fixture
def page(office: Office, as_officer: Callable[[str], Office], jobs: Jobs, show: Show) -> SecondKey:
    roles = frozenset({"social"})
    draft = OfficerDraft(name=NAME, login="hoa", roles=roles, passphrase=PASSPHRASE, own_passphrase=PASSPHRASE)
    save_officer(as_officer("anh"), draft, cost=QUICK)
    made = SecondKey(as_officer("mai"), jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def pick(page: SecondKey, name: str) -> None:
    place = next(place for place, row in enumerate(page.table.rows()) if row.name == name)
    hands.pick(page.table, place)


def test_the_key_is_handed_over_after_the_words_were_compared(
    page: SecondKey, jobs: Jobs, as_officer: Callable[[str], Office]
) -> None:
    pick(page, NAME)
    hands.press(page.hand_over)
    hands.settle(jobs)
    asked = hands.dialog(page)
    assert any(" – " in text for text in hands.visible_texts(asked))
    hands.press(hands.button(asked, "They are the same"))
    hands.settle(jobs)
    assert as_officer("hoa").keys.seconds == page.office.keys.seconds
    assert not page.hand_over.isEnabled()


def test_words_that_differ_hand_nothing_over(page: SecondKey, jobs: Jobs, as_officer: Callable[[str], Office]) -> None:
    pick(page, NAME)
    hands.press(page.hand_over)
    hands.settle(jobs)
    hands.press(hands.button(hands.dialog(page), "No, or not sure"))
    hands.settle(jobs)
    assert as_officer("hoa").keys.seconds == ()


def test_it_is_offered_only_to_whom_it_belongs_and_who_lacks_it(page: SecondKey) -> None:
    enabled = []
    for row in page.table.rows():
        pick(page, row.name)
        enabled.append((row.name, page.hand_over.isEnabled()))
    assert [name for name, is_enabled in enabled if is_enabled] == [NAME]


def test_an_administrator_sees_who_holds_it_and_hands_nothing_over(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    made = SecondKey(as_officer("anh"), jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    assert len(made.table.rows()) == 4
    assert not made.hand_over.isVisible()
    assert not made.renew.isEnabled()


def test_a_new_sheet_counts_once_it_is_typed_back(page: SecondKey, jobs: Jobs) -> None:
    hands.press(page.renew)
    hands.settle(jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, RenewDialog)
    sheet = dialog.form.sheet
    assert sheet is not None
    hands.press(dialog.save_button)
    hands.settle(jobs)
    assert load_keys(page.office.folder).recovery is None
    hands.type_text(dialog.form.field("typed"), " ".join(sheet.words))
    hands.press(dialog.save_button)
    hands.settle(jobs)
    made = load_keys(page.office.folder).recovery
    assert made is not None
    assert sheet_number(made.id) == sheet.number
    assert sheet.number in page.sheet.text()
    assert [*page.office.folder.rglob("*.hnbackup")]


def test_changing_the_keys_ends_in_the_sign_in_screen(page: SecondKey, jobs: Jobs, qtbot: QtBot) -> None:
    before = open_keys(page.office.folder, "lan", PASSPHRASE)
    hands.type_text(page.form.field("passphrase"), "sai mat khau roi")
    hands.press(page.change)
    hands.settle(jobs)
    assert page.form.summary.isVisible()
    hands.type_text(page.form.field("passphrase"), PASSPHRASE)
    with qtbot.waitSignals([page.closing, page.closed], timeout=60_000):
        hands.press(page.change)
    assert open_keys(page.office.folder, "lan", PASSPHRASE).database_keys != before.database_keys


@pytest.fixture
def account(office: Office, jobs: Jobs, show: Show) -> AccountDialog:
    parent = QWidget()
    show(parent)
    dialog = AccountDialog(parent, office, jobs)
    dialog.open()
    hands.settle(jobs)
    return dialog


def test_an_officer_changes_the_own_passphrase(account: AccountDialog, office: Office, jobs: Jobs) -> None:
    for name, typed in (("now", PASSPHRASE), ("new", NEW_PHRASE), ("again", NEW_PHRASE)):
        hands.type_text(account.passphrase.field(name), typed)
    hands.press(hands.button(account.passphrase, "Set the passphrase"))
    hands.settle(jobs)
    assert open_keys(office.folder, "lan", NEW_PHRASE) == office.keys


def test_a_pin_is_set_for_the_session(account: AccountDialog, office: Office, jobs: Jobs) -> None:
    given: list[QuickUnlock] = []
    account.pin_set.connect(given.append)
    for name in ("pin", "pin_again"):
        hands.type_text(account.pin.field(name), "290547")
    hands.press(hands.button(account.pin, "Set the PIN"))
    hands.settle(jobs)
    open_quickly(office, given[0], "290547")


def test_the_own_words_are_shown(account: AccountDialog) -> None:
    assert any("four words of your key" in text for text in hands.visible_texts(account))
