"""Visits written down one after another by keys alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.households import HouseholdsPage

CONTROL = Qt.KeyboardModifier.ControlModifier
MOST_KEYS = 40


class Keyboard:
    """Presses keys where the focus is, and counts them."""

    def __init__(self) -> None:
        self.pressed = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClick(focus, key, modifier)
        QApplication.processEvents()
        self.pressed += 1

    def type(self, text: str) -> None:
        for letter in text:
            focus = QApplication.focusWidget()
            assert focus is not None, "nothing has the focus"
            QTest.keyClicks(focus, letter)
            self.pressed += 1


@pytest.fixture
def shops(office: Office) -> list[str]:
    names = ("Quán An", "Quán Bình")
    return [save_household(office, HouseholdDraft(name=name, owner=PersonDraft(name="Vũ An"))).id for name in names]


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget], shops: list[str]) -> HouseholdsPage:
    made = HouseholdsPage(office, jobs)
    show(made)
    made.reload()
    hands.settle(jobs)
    return made


def write_down(keys: Keyboard) -> None:
    keys.type("1")
    keys.type("2")
    keys.type("hoi ve hoa don")
    keys.press(Qt.Key.Key_Tab)
    keys.type("13")
    keys.press(Qt.Key.Key_Tab)
    keys.type("1q")
    keys.press(Qt.Key.Key_Tab)
    keys.type("+7")
    keys.press(Qt.Key.Key_Tab)
    keys.type("goi lai")


def test_a_whole_visit_takes_forty_keys_and_saving_goes_on_to_the_next_household(
    page: HouseholdsPage, office: Office, jobs: Jobs, shops: list[str]
) -> None:
    page.list.table.setFocus()
    keys = Keyboard()
    keys.press(Qt.Key.Key_T, CONTROL)
    hands.settle(jobs)
    write_down(keys)
    keys.press(Qt.Key.Key_Return, CONTROL)
    hands.settle(jobs)
    assert keys.pressed <= MOST_KEYS
    (contact,) = household(office, shops[0]).contacts
    kept = contact.draft
    assert (kept.day, kept.way, kept.intention) == (date(2026, 11, 20), "home", "considering")
    assert sorted(kept.obstacles | kept.supports) == ["credit", "procedure", "procedure_advice", "tax_bookkeeping"]
    assert (kept.said, kept.next_on, kept.next_step) == ("hoi ve hoa don", date(2026, 11, 27), "goi lai")
    assert page.list.chosen_id() == page.contacts.household_id() == shops[1]
    said: list[Any] = []
    page.said.connect(said.append)
    write_down(keys)
    keys.press(Qt.Key.Key_Return, CONTROL)
    hands.settle(jobs)
    assert len(household(office, shops[1]).contacts) == 1
    assert any("last household business" in sentence for sentence in said)


def test_one_who_went_to_another_household_in_between_is_not_sent_on(
    page: HouseholdsPage, office: Office, jobs: Jobs, shops: list[str]
) -> None:
    hands.pick(page.list.table, 1)
    hands.settle(jobs)
    keys = Keyboard()
    keys.press(Qt.Key.Key_T, CONTROL)
    hands.pick(page.list.table, 0)
    hands.settle(jobs)
    page.contacts.form.jump("way")
    write_down(keys)
    keys.press(Qt.Key.Key_Return, CONTROL)
    hands.settle(jobs)
    assert len(household(office, shops[0]).contacts) == 1
    assert page.contacts.household_id() == shops[0]


def test_one_who_may_only_read_begins_no_entry(
    jobs: Jobs, as_officer: Callable[[str], Office], show: Callable[[QWidget], QWidget], shops: list[str]
) -> None:
    page = HouseholdsPage(as_officer("hung"), jobs)
    show(page)
    page.reload()
    hands.settle(jobs)
    page.list.table.setFocus()
    Keyboard().press(Qt.Key.Key_T, CONTROL)
    hands.settle(jobs)
    assert page.tabs.currentIndex() == 0
