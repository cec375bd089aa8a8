"""Dialogs ask in own words, lists of matches answer to the keyboard, progress can be stopped, bugs are written down."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.office import Office
from hn_desk.ui import bugs, hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.progress import Progress
from hn_desk.ui.widgets.dates import BirthField
from hn_desk.ui.widgets.field import MultiLine
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.question import Question, ask, ask_reason
from hn_desk.ui.widgets.search_choice import SearchChoice
from tests.ui.conftest import Show

AT = datetime(2026, 11, 22, 8, 0)


@pytest.fixture
def field(show: Show) -> SearchChoice:
    made = SearchChoice([("1", "Phường Ba Đình"), ("2", "Phường Bạch Mai"), ("3", "Xã Ba Vì")])
    show(made)
    return made


def test_the_safe_answer_is_the_default(show: Show, qtbot: QtBot) -> None:
    window = show(QWidget())
    taken: list[str] = []
    dialog = ask(window, Question("Bỏ?", more="Không lấy lại được.", yes="Bỏ", no="Giữ"), lambda: taken.append("yes"))
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert taken == []


def test_yes_does_it(show: Show) -> None:
    window = show(QWidget())
    taken: list[str] = []
    ask(window, Question("Bỏ?", yes="Bỏ"), lambda: taken.append("yes"))
    hands.press(hands.button(hands.dialog(window), "Bỏ"))
    assert taken == ["yes"]


@pytest.mark.parametrize(("pressed", "follows"), [("Bỏ", ["yes"]), ("Để sau", ["other"]), ("Giữ", [])])
def test_a_third_answer_stands_between_the_two(show: Show, pressed: str, follows: list[str]) -> None:
    window = show(QWidget())
    taken: list[str] = []
    question = Question("Bỏ?", yes="Bỏ", no="Giữ", other="Để sau")
    ask(window, question, lambda: taken.append("yes"), lambda: taken.append("other"))
    dialog = hands.dialog(window)
    buttons: Any = dialog.findChildren(QPushButton)
    words = [each.text() for each in buttons]
    hands.press(hands.button(dialog, pressed))
    assert taken == follows
    assert sorted(words) == ["Bỏ", "Giữ", "Để sau"]


def test_a_reason_must_be_typed(show: Show) -> None:
    window = show(QWidget())
    reasons: list[str] = []
    ask_reason(window, Question("Trả lại hồ sơ?", yes="Trả lại", no="Thôi"), reasons.append)
    dialog = hands.dialog(window)
    hands.press(hands.button(dialog, "Trả lại"))
    assert "✗ Type the reason." in hands.visible_texts(dialog)
    area = dialog.findChild(MultiLine)
    assert isinstance(area, MultiLine)
    hands.type_text(area, "Thiếu giấy xác nhận")
    hands.press(hands.button(dialog, "Trả lại"))
    assert reasons == ["Thiếu giấy xác nhận"]


def test_arrows_and_enter_choose_among_the_matches(field: SearchChoice) -> None:
    hands.type_text(field, "ba")
    assert [code for code, _words in field.matches()] == ["1", "2", "3"]
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    QTest.keyClick(field.line, Qt.Key.Key_Up)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.value() == "2"


def test_the_down_arrow_opens_the_whole_list(field: SearchChoice) -> None:
    field.line.setFocus()
    QTest.keyClick(field.line, Qt.Key.Key_Down)
    assert len(field.matches()) == 3


def test_escape_closes_the_matches_and_keeps_what_was_typed(field: SearchChoice) -> None:
    hands.type_text(field, "ba")
    QTest.keyClick(field.line, Qt.Key.Key_Escape)
    assert field.matches() == []
    assert field.line.text() == "ba"


def test_the_only_match_is_taken_when_the_field_is_left(field: SearchChoice) -> None:
    hands.type_text(field, "ba vi")
    hands.leave(field)
    assert field.value() == "3"
    assert field.problem() == ""


def test_choices_can_be_changed_under_a_choice(field: SearchChoice) -> None:
    field.put("3")
    field.change_choices([("3", "Xã Ba Vì mới")])
    assert field.words() == "Xã Ba Vì mới"
    field.put(("9", "Nơi khác"))
    assert (field.value(), field.words()) == ("9", "Nơi khác")


def test_a_birth_that_cant_be_says_why(show: Show) -> None:
    field = BirthField(lambda: AT.date())
    show(field)
    hands.type_text(field, "31/12/2030")
    hands.leave(field)
    assert field.value() == ""
    assert field.problem()
    assert field.line.text() == "31/12/2030"


def test_progress_shows_when_reported_and_can_be_stopped(show: Show, qtbot: QtBot) -> None:
    progress = Progress()
    show(progress)
    progress.hide()
    progress.show_progress(3, 10)
    assert "Done: 3 of 10" in hands.visible_texts(progress)
    with qtbot.waitSignal(progress.cancelled):
        hands.press(hands.button(progress, "Stop"))
    progress.show_busy(False)
    assert not progress.isVisible()


def test_a_page_has_a_title_and_actions(office: Office, jobs: Jobs, show: Show) -> None:
    page = Page(office, jobs)
    pressed: list[str] = []
    page.add_action("&New", lambda: pressed.append("new"), is_new=True)
    page.fill("Household businesses", QWidget())
    show(page)
    page.reload()
    page.open_record("x")
    assert not page.is_changed()
    assert "Household businesses" in hands.visible_texts(page)
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["new"]


def test_a_log_that_grew_large_begins_anew(tmp_path: Path) -> None:
    log = tmp_path / bugs.LOG_NAME
    log.write_bytes(b"x" * 1_000_001)
    assert bugs.note(tmp_path, "ValueError", AT) == log
    assert log.read_text(encoding="utf-8") == "2026-11-22T08:00:00\nValueError\n\n"
    assert log.with_suffix(".old.log").stat().st_size == 1_000_001


def test_a_log_that_cant_be_written_is_no_second_bug(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert bugs.note(tmp_path / "file" / "folder", "ValueError", AT) is None


def test_a_bug_tells_its_causes_without_their_words() -> None:
    try:
        try:
            raise ValueError("001190012345")
        except ValueError as cause:
            raise KeyError("Nguyễn Thị Ánh") from cause
    except KeyError as error:
        told = bugs.describe(error)
    assert told.index("ValueError") < told.index("KeyError")
    assert "001190012345" not in told
    assert "Ánh" not in told
