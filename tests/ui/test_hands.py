"""Hands do only what a clerk could do."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from hn_desk.ui import hands
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.small_table import SmallTable
from tests.ui.conftest import Show


@pytest.fixture
def panel(show: Show) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    show(made)
    return made


def put(panel: QWidget, widget: QWidget) -> None:
    room = panel.layout()
    assert room is not None
    room.addWidget(widget)
    widget.show()


def test_a_button_that_is_off_or_hidden_cant_be_pressed(panel: QWidget) -> None:
    button = QPushButton("Lưu")
    put(panel, button)
    button.setEnabled(False)
    with pytest.raises(hands.CannotError):
        hands.press(button)
    button.setEnabled(True)
    button.hide()
    with pytest.raises(hands.CannotError):
        hands.press(button)


def test_a_button_is_found_by_its_words(panel: QWidget) -> None:
    button = QPushButton("&Lưu lại")
    put(panel, button)
    assert hands.button(panel, "Lưu lại") is button
    with pytest.raises(hands.CannotError):
        hands.button(panel, "Xóa")


def test_text_goes_only_where_text_can_go(panel: QWidget) -> None:
    button = QPushButton("Lưu")
    put(panel, button)
    with pytest.raises(hands.CannotError):
        hands.type_text(button, "a")


def test_typing_nothing_empties(panel: QWidget) -> None:
    line = QLineEdit("cũ")
    put(panel, line)
    hands.type_text(line, "")
    assert line.text() == ""


def test_only_what_is_offered_can_be_chosen(panel: QWidget) -> None:
    field = ChoiceField([("a", "A")])
    put(panel, field)
    with pytest.raises(hands.CannotError):
        hands.choose(field, "b")


def test_a_row_that_is_not_there_cant_be_picked(panel: QWidget) -> None:
    table = SmallTable(())
    put(panel, table)
    with pytest.raises(hands.CannotError):
        hands.pick(table, 0)


def test_waiting_in_vain_ends() -> None:
    with pytest.raises(hands.CannotError):
        hands.wait_until(lambda: False, patience=0)


def test_a_screenshot_is_a_picture_or_a_refusal(panel: QWidget, tmp_path: Path) -> None:
    path = hands.screenshot(panel, tmp_path / "screens" / "home.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    with pytest.raises(hands.CannotError):
        hands.screenshot(panel, tmp_path / "screens" / "home.nothing")
