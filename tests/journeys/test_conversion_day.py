"""A household becomes an enterprise in the window: visits, board, dossier, registered, counted by the city."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.household_facts import ConversionFacts, HouseholdDraft
from hn_desk.actions.households import household, household_ids, save_household
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.city.collect import collect
from hn_desk.city.overview import counts, records
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from tests.pair import KEY_PASSPHRASE, Pair

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TYPED = {
    "name": "Xưởng may Hạnh",
    "owner.name": "Nguyễn Thị Hạnh",
    "owner.sex": "female",
    "owner.birth": "1988",
    "address": "Số 1 phố Hàng Bông",
    "started_on": "1/3/2024",
    "workers": "12",
    "industry0": "1410",
}
ENTERPRISE = {
    "enterprise_name": "Công ty TNHH May Hạnh",
    "enterprise_code": "0100109106",
    "certificate_on": "18/11/2026",
}


class Clerk:
    """The economy clerk at the desk."""

    def __init__(self, pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> None:
        self.office, self.jobs = pair.office, jobs
        self.desk = Desk(pair.office, jobs, PLACES)
        show(self.desk).resize(1366, 768)

    def go(self, name: str) -> Any:
        self.desk.go(name)
        self.settle()
        return self.desk.page(name)

    def settle(self) -> None:
        hands.settle(self.jobs)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClick(focus, key, modifier)
        self.settle()

    def type(self, letter: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClicks(focus, letter)

    def conversion(self, id_: str) -> ConversionFacts:
        found = household(self.office, id_).conversion
        assert found is not None
        return found


@pytest.fixture
def clerk(pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> Clerk:
    return Clerk(pair, jobs, show)


def test_from_the_first_visit_to_the_certificate_that_the_city_counts(clerk: Clerk, pair: Pair) -> None:
    refusing = household_of(clerk, "An Bình")
    converting = type_household(clerk)
    visit_both(clerk)
    persuade(clerk, (converting, refusing))
    refuse_and_reopen(clerk, refusing)
    submit_and_register(clerk, converting)
    facts = clerk.conversion(converting)
    assert facts.is_converted
    assert [step.state for step in facts.steps][-4:] == ["submitted", "returned", "submitted", "registered"]
    assert household(clerk.office, converting).draft.status == "converted"
    home = clerk.go("home")
    assert [figure.text() for figure in home.conversions.figures] == ["0", "0", "1", "1"]
    the_city_counts(pair)


def household_of(clerk: Clerk, name: str) -> str:
    return save_household(clerk.office, HouseholdDraft(name=name, owner=PersonDraft(name="Vũ An"), workers=15)).id


def type_household(clerk: Clerk) -> str:
    page = clerk.go("households")
    hands.press(page.new_button)
    for name, value in TYPED.items():
        hands.fill(page.form, name, value)
        clerk.settle()
    hands.press(page.save_button)
    clerk.settle()
    return household_ids(clerk.office, Query(text="xuong may"))[0]


def visit_both(clerk: Clerk) -> None:
    """By keys alone, from the first line of the list to the last."""
    page = clerk.go("households")
    page.list.choose(page.list.rows.id_at(0))
    clerk.settle()
    page.list.table.setFocus()
    clerk.key(Qt.Key.Key_T, CONTROL)
    for intention in ("4", "3"):
        for word in ("1", intention):
            clerk.type(word)
        clerk.key(Qt.Key.Key_Return, CONTROL)
    intentions = {row.name: row.intention for row in map(page.list.rows.row, range(2))}
    assert intentions == {"An Bình": "refused", "Xưởng may Hạnh": "agreed"}


def persuade(clerk: Clerk, ids: tuple[str, ...]) -> None:
    """Both are named with a reason, and put on the list."""
    page = clerk.go("conversions")
    page.tabs.setCurrentWidget(page.persuade)
    clerk.settle()
    for id_ in ids:
        page.persuade.list.choose(id_)
        clerk.settle()
        assert "lao động" in page.persuade.why.text()
        hands.press(page.persuade.list_button)
        clerk.settle()
        assert clerk.conversion(id_).draft.state == "listed"
    page.tabs.setCurrentWidget(page.board)
    clerk.settle()


def step(clerk: Clerk, id_: str, key: Qt.Key, state: str, **typed: str) -> Any:
    """Take a card one column on or back, and write what its step asks."""
    board = clerk.go("conversions").board
    cards = board.columns[clerk.conversion(id_).draft.state].cards
    cards.activateWindow()
    hands.wait_until(cards.isActiveWindow)
    cards.setFocus()
    assert cards.choose(id_)
    clerk.key(key, ALT)
    panel = board.step.panel
    if panel.step.value() != state:
        hands.choose(panel.step, state)
    for name, value in typed.items():
        hands.fill(panel.form, name, value)
    return panel


def write(clerk: Clerk, panel: Any) -> None:
    hands.press(panel.save_button)
    clerk.settle()


def refuse_and_reopen(clerk: Clerk, id_: str) -> None:
    write(clerk, step(clerk, id_, Qt.Key.Key_Right, "contacted"))
    write(clerk, step(clerk, id_, Qt.Key.Key_Right, "refused", reason="Ngại sổ sách"))
    assert clerk.conversion(id_).draft.reason == "Ngại sổ sách"
    write(clerk, step(clerk, id_, Qt.Key.Key_Left, "agreed"))
    assert clerk.conversion(id_).draft.state == "agreed"


def submit_and_register(clerk: Clerk, id_: str) -> None:
    right = Qt.Key.Key_Right
    for state in ("contacted", "agreed", "preparing"):
        write(clerk, step(clerk, id_, right, state))
    panel = step(clerk, id_, right, "submitted", enterprise_kind="tnhh1")
    for paper in ("application", "charter"):
        hands.press(panel.papers.box(paper))
    write(clerk, panel)
    assert panel.form.summary.codes() == ("dossier.missing",)
    hands.press(panel.papers.box("household_certificate"))
    write(clerk, panel)
    write(clerk, step(clerk, id_, Qt.Key.Key_Left, "returned", reason="Điều lệ thiếu chữ ký"))
    write(clerk, step(clerk, id_, right, "submitted"))
    panel = step(clerk, id_, right, "registered", **ENTERPRISE)
    write(clerk, panel)
    assert "before the day" in panel.form.problem_at("certificate_on")
    hands.fill(panel.form, "certificate_on", "20/11/2026")
    write(clerk, panel)


def the_city_counts(pair: Pair) -> None:
    """What was registered here arrives at the department of finance, with its enterprise and its support."""
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    desk = pair.desk("STC")
    assert collect(desk, sealed.path.read_bytes(), sealed.path.name).decision == "applied"
    assert counts(desk)["conversions"] == 2
    rows = [[str(cell) for cell in row] for row in records(desk, "conversions").rows]
    registered = [row for row in rows if "Công ty TNHH May Hạnh" in row]
    assert len(registered) == 1
    assert "0100109106" in registered[0]
