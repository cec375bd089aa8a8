"""The board of conversions: cards go by keys, by the menu, by drag; what a step needs is asked; the rest is listed."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions import conversion_board
from hn_desk.actions.conversions import move_conversion
from hn_desk.actions.household_facts import ConversionDraft, HouseholdDraft
from hn_desk.actions.households import household, save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.conversions import ConversionsPage
from hn_desk.ui.widgets.card_list import KIND, CardList

ALT = Qt.KeyboardModifier.AltModifier
DAY = date(2026, 11, 10)


def shop(office: Office, name: str, *states: str) -> str:
    draft = HouseholdDraft(name=name, owner=PersonDraft(name=f"Vũ {name}"), workers=12)
    made = save_household(office, draft).id
    for state in states:
        move_conversion(office, ConversionDraft(made, state, DAY, reason="Chưa muốn"))
    return made


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> Callable[[], ConversionsPage]:
    def opened() -> ConversionsPage:
        made = ConversionsPage(office, jobs)
        show(made).resize(1170, 700)
        made.reload()
        hands.settle(jobs)
        return made

    return opened


def cards(page: ConversionsPage, state: str) -> CardList:
    found: CardList = page.board.columns[state].cards
    return found


def press(
    page: ConversionsPage, state: str, key: Qt.Key, jobs: Jobs, modifier: Any = Qt.KeyboardModifier.NoModifier
) -> None:
    cards(page, state).setFocus()
    cards(page, state).setCurrentRow(0)
    QTest.keyClick(cards(page, state), key, modifier)
    hands.settle(jobs)


def state_of(office: Office, id_: str) -> str:
    conversion = household(office, id_).conversion
    return conversion.draft.state if conversion else ""


def take(page: ConversionsPage, jobs: Jobs, **typed: str) -> None:
    """Fill what the open dialog asks and write the step."""
    step = page.board.step
    assert step is not None
    for name, value in typed.items():
        hands.fill(step.panel.form, name, value)
    QTest.keyClick(step.panel.form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    hands.settle(jobs)


def test_a_card_goes_on_by_alt_and_arrow_and_stays_chosen_in_its_new_column(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs
) -> None:
    made = shop(office, "An", "contacted", "agreed")
    shown = page()
    press(shown, "agreed", Qt.Key.Key_Right, jobs, ALT)
    assert shown.board.step is not None
    assert shown.board.step.panel.step.value() == "preparing"
    take(shown, jobs, day="12/11/2026")
    assert state_of(office, made) == "preparing"
    assert (cards(shown, "preparing").card_id(), cards(shown, "agreed").count()) == (made, 0)
    assert "Preparing the dossier: 1" in hands.visible_texts(shown.board)


def test_a_refusal_asks_its_reason_and_a_refused_one_is_opened_again(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs
) -> None:
    made = shop(office, "An", "contacted")
    shown = page()
    press(shown, "contacted", Qt.Key.Key_Space, jobs)
    assert shown.board.menu is not None
    offered = {action.text(): action for action in shown.board.menu.actions()}
    assert "Registered as an enterprise" not in offered
    offered["Refused"].trigger()
    shown.board.menu.close()
    hands.settle(jobs)
    take(shown, jobs)
    assert state_of(office, made) == "contacted"
    assert shown.board.step is not None
    assert shown.board.step.panel.form.problem_at("reason")
    take(shown, jobs, reason="Ngại sổ sách")
    assert state_of(office, made) == "refused"
    press(shown, "refused", Qt.Key.Key_Left, jobs, ALT)
    take(shown, jobs)
    assert state_of(office, made) == "agreed"


def test_a_card_let_fall_where_it_may_not_go_is_refused_in_words(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs
) -> None:
    made = shop(office, "An", "contacted")
    shown = page()
    told: list[Any] = []
    jobs.refused.connect(told.append)
    for state in ("registered", "considering"):
        drop(cards(shown, state), made)
        hands.settle(jobs)
    assert [error.reason for error in told] == ["step"]
    assert "can't follow" in told[0].what
    take(shown, jobs)
    assert state_of(office, made) == "considering"


def drop(onto: CardList, id_: str) -> None:
    data = QMimeData()
    data.setData(KIND, id_.encode())
    left = Qt.MouseButton.LeftButton
    action = Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(onto.viewport(), QDragEnterEvent(QPoint(10, 10), action, data, left, none))
    event = QDropEvent(QPointF(10, 10), action, data, left, none, QEvent.Type.Drop)
    QApplication.sendEvent(onto.viewport(), event)


def test_arrows_go_from_column_to_column_and_enter_opens_the_household(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs
) -> None:
    shop(office, "An", "listed")
    made = shop(office, "Bình", "contacted", "agreed")
    shown = page()
    wanted: list[tuple[str, str]] = []
    shown.wanted.connect(lambda *where: wanted.append(where))
    press(shown, "listed", Qt.Key.Key_Right, jobs)
    assert QApplication.focusWidget() is cards(shown, "agreed")
    press(shown, "agreed", Qt.Key.Key_Return, jobs)
    assert wanted == [("households", made)]


def test_a_long_column_ends_with_the_way_to_the_list(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion_board, "MOST_CARDS", 2)
    for name in ("An", "Bình", "Chi"):
        shop(office, name, "listed")
    shop(office, "Dung", "contacted")
    shown = page()
    hands.press(hands.button(shown, "… and 1 more"))
    hands.settle(jobs)
    assert (shown.tabs.currentIndex(), shown.list.rows.rowCount()) == (1, 3)


def test_one_is_persuaded_for_reasons_with_sources_and_put_on_the_list(
    page: Callable[[], ConversionsPage], office: Office, jobs: Jobs
) -> None:
    made = shop(office, "An")
    shown = page()
    shown.tabs.setCurrentIndex(2)
    hands.settle(jobs)
    hands.pick(shown.persuade.list.table, 0)
    hands.settle(jobs)
    assert "12 lao động" in shown.persuade.why.text()
    assert "Source: Do chương trình đặt" in shown.persuade.why.text()
    hands.press(shown.persuade.list_button)
    hands.settle(jobs)
    assert state_of(office, made) == "listed"
    assert not shown.persuade.list_button.isEnabled()
    hands.choose(shown.persuade.reason, "revenue")
    hands.settle(jobs)
    assert shown.persuade.list.rows.rowCount() == 0
