"""Fields read what officers type, show it in its usual spelling, and keep it when it can't be read."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.ui import hands
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField, FlagField
from hn_desk.ui.widgets.dates import BirthField, DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, SecretField, TextField
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.search_choice import SearchChoice
from tests.ui.conftest import Show


def today() -> date:
    return date(2026, 11, 22)


def test_text_typed_in_pieces_is_kept_composed_and_clean(show: Show) -> None:
    field = TextField()
    show(field)
    hands.type_text(field, "  Nguye\u0302\u0303n   Thị  Ánh ")
    assert field.value() == "Nguyễn Thị Ánh"


@pytest.mark.parametrize("typed", ["5/3/2026", "05-03-2026", "5.3.26", "05032026"])
def test_a_day_typed_freely_is_shown_as_day_month_year_when_left(show: Show, typed: str) -> None:
    field = DateField(today)
    show(field)
    hands.type_text(field, typed)
    hands.leave(field)
    assert field.value() == date(2026, 3, 5)
    assert field.line.text() == "05/03/2026"


def test_an_impossible_day_stays_as_typed_and_says_why(show: Show) -> None:
    field = DateField(today)
    show(field)
    hands.type_text(field, "30/02/2026")
    hands.leave(field)
    assert field.value() is None
    assert field.line.text() == "30/02/2026"
    assert "28" in field.problem()


def test_a_birth_may_be_the_year_alone(show: Show) -> None:
    field = BirthField(today)
    show(field)
    hands.type_text(field, "1980")
    assert field.value() == "1980"
    hands.type_text(field, "5/3/1980")
    hands.leave(field)
    assert (field.value(), field.line.text()) == ("1980-03-05", "05/03/1980")


def test_an_amount_gets_its_dots_while_it_is_typed(show: Show) -> None:
    field = MoneyField()
    show(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "1500000")
    assert field.line.text() == "1.500.000"
    assert field.value() == 1_500_000


def test_the_cursor_stays_behind_the_same_digit(show: Show) -> None:
    field = MoneyField()
    show(field)
    field.put(1_500_000)
    field.line.setFocus()
    field.line.setCursorPosition(3)
    QTest.keyClicks(field.line, "7")
    assert field.line.text() == "15.700.000"
    assert field.line.cursorPosition() == 4


def test_taking_a_digit_away_moves_the_dots(show: Show) -> None:
    field = MoneyField()
    show(field)
    field.put(1_500_000)
    field.line.setFocus()
    field.line.end(False)
    QTest.keyClick(field.line, Qt.Key.Key_Backspace)
    assert field.line.text() == "150.000"


def test_an_amount_may_be_said_in_words(show: Show) -> None:
    field = MoneyField()
    show(field)
    hands.type_text(field, "2 tỷ rưỡi")
    hands.leave(field)
    assert field.value() == 2_500_000_000
    assert field.line.text() == "2.500.000.000"


def test_a_decimal_point_typed_by_hand_is_left_alone(show: Show) -> None:
    field = MoneyField()
    show(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "1.5")
    hands.commit(field.line, " tỷ")
    assert field.value() == 1_500_000_000


def test_leading_zeros_of_an_amount_do_no_harm(show: Show) -> None:
    field = MoneyField()
    show(field)
    field.line.setFocus()
    QTest.keyClicks(field.line, "0050")
    assert field.value() == 50


def test_what_is_no_amount_stays_as_typed(show: Show) -> None:
    field = MoneyField()
    show(field)
    hands.type_text(field, "nhiều lắm")
    hands.leave(field)
    assert field.value() is None
    assert field.line.text() == "nhiều lắm"
    assert field.problem()


def test_a_number_outside_its_bounds_says_them(show: Show) -> None:
    field = NumberField(least=1, most=120)
    show(field)
    hands.type_text(field, "121")
    assert field.value() is None
    assert "120" in field.problem()
    hands.type_text(field, "12")
    assert (field.value(), field.problem()) == (12, "")


def test_superscript_digits_are_no_number(show: Show) -> None:
    field = NumberField()
    show(field)
    hands.type_text(field, "1²")
    assert field.value() is None
    assert field.problem()


def test_several_lines_keep_their_breaks(show: Show) -> None:
    field = MultiLine()
    show(field)
    hands.type_text(field, "Tổ dân phố số 1\nTổ dân phố số 2")
    assert field.value() == "Tổ dân phố số 1\nTổ dân phố số 2"


def test_a_passphrase_is_never_shown(show: Show) -> None:
    field = SecretField()
    show(field)
    hands.type_text(field, "một câu đủ dài")
    assert field.value() == "một câu đủ dài"
    assert "một" not in field.line.displayText()


def test_a_choice_is_made_with_the_keyboard_and_read_as_its_code(show: Show) -> None:
    field = ChoiceField([("male", "Nam"), ("female", "Nữ")])
    show(field)
    assert field.value() == ""
    hands.choose(field, "female")
    assert (field.value(), field.words()) == ("female", "Nữ")


def test_choices_offered_anew_keep_what_was_chosen(show: Show) -> None:
    field = ChoiceField([("a", "A"), ("b", "B")])
    show(field)
    field.put("b")
    field.offer([("b", "B"), ("c", "C")])
    assert field.value() == "b"


def test_boxes_are_ticked_by_hand(show: Show, qtbot: QtBot) -> None:
    field = ChoicesField([("tax", "Thuế & sổ sách"), ("cost", "Chi phí"), ("capital", "Vốn")])
    show(field)
    with qtbot.waitSignal(field.edited):
        hands.tick(field, {"tax", "capital"})
    assert field.value() == {"tax", "capital"}


def test_a_long_list_is_ticked_whole_from_the_keyboard_and_a_short_one_has_no_such_box(show: Show) -> None:
    field = ChoicesField([(str(n), f"Tổ {n}") for n in range(9)])
    show(field)
    field.setFocus()
    assert field.all_box is not None
    assert field.all_box.hasFocus()
    told: list[bool] = []
    field.edited.connect(lambda: told.append(True))
    QTest.keyClick(field.all_box, Qt.Key.Key_Space)
    assert (field.value(), told) == (frozenset(field.codes()), [True])
    QTest.keyClick(field.all_box, Qt.Key.Key_Tab)
    assert field.box("0").hasFocus()
    hands.press(field.box("0"))
    assert (field.all_box.isChecked(), len(field.value())) == (False, 8)
    hands.press(field.all_box)
    hands.press(field.all_box)
    assert field.value() == frozenset()
    assert ChoicesField([(str(n), f"Tổ {n}") for n in range(8)]).all_box is None


def test_a_flag_is_ticked(show: Show) -> None:
    field = FlagField("Đồng ý")
    show(field)
    hands.press(field.tick)
    assert field.value() is True


@pytest.mark.parametrize("typed", ["hoan kiem", "Hoàn Kiếm", "hoàn k", "00070"])
def test_one_of_many_is_found_with_or_without_accents(show: Show, typed: str) -> None:
    field = SearchChoice([("00004", "Phường Ba Đình"), ("00070", "Phường Hoàn Kiếm"), ("00008", "Phường Ngọc Hà")])
    show(field)
    hands.choose_found(field, typed)
    assert (field.value(), field.words()) == ("00070", "Phường Hoàn Kiếm")


def test_what_was_typed_but_not_chosen_is_a_problem(show: Show) -> None:
    field = SearchChoice([("1", "Một"), ("2", "Hai")])
    show(field)
    hands.type_text(field, "Ba")
    hands.leave(field)
    assert field.value() == ""
    assert "Ba" in field.problem()


def test_typing_over_a_choice_takes_it_back(show: Show) -> None:
    field = SearchChoice([("1", "Một"), ("2", "Hai")])
    show(field)
    field.put("1")
    hands.type_text(field, "H")
    assert field.value() == ""


def test_matches_can_come_from_outside(show: Show) -> None:
    field = SearchChoice()
    show(field)
    field.asked.connect(lambda typed: field.offer([("47", f"Bán lẻ {typed}")]))
    hands.choose_found(field, "vải")
    assert (field.value(), field.words()) == ("47", "Bán lẻ vải")


LONG_WORDS = "Trong danh sách của Công an cấp xã"


def test_a_choice_beside_a_search_line_is_as_wide_as_the_words_chosen(show: Show) -> None:
    field, bar = ChoiceField([("all", "Mọi"), ("listed", LONG_WORDS)]), QWidget()
    row = QHBoxLayout(bar)
    row.addWidget(QLineEdit(bar), 1)
    row.addWidget(field)
    show(bar).resize(420, 200)
    hands.choose(field, "listed")
    hands.wait_until(lambda: field.box.fontMetrics().horizontalAdvance(LONG_WORDS) < room_of_words(field.box))


def test_words_chosen_that_do_not_fit_end_in_an_ellipsis(show: Show) -> None:
    field = ChoiceField([("long", LONG_WORDS)])
    show(field).resize(150, 200)
    field.put("long")
    seen = field.box.grab().toImage()
    cut = field.box.fontMetrics().elidedText(LONG_WORDS, Qt.TextElideMode.ElideRight, room_of_words(field.box))
    field.box.setItemText(field.box.currentIndex(), cut)
    assert cut.endswith("…")
    assert field.box.grab().toImage() == seen


def room_of_words(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(kind, option, part, box).width()
