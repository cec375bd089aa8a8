"""Forms mark mistakes where they are, jump to them, and ask a reason for warnings."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.ui import hands
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField
from tests.ui.conftest import Show


@dataclass(frozen=True, slots=True)
class Doubt:
    code: str
    field: str
    what: str


class WarningsError(DeskError):
    def __init__(self, *warnings: Doubt) -> None:
        super().__init__("Look again.")
        self.warnings = warnings


@pytest.fixture
def form(show: Show) -> Form:
    form = Form()
    form.section("Owner")
    form.add("owner.name", "&Name", TextField(), is_required=True)
    form.add("day", "&Day", DateField(lambda: date(2026, 11, 22)))
    form.beside("capital", "&Capital", MoneyField())
    form.add("kind", "&Kind", ChoiceField([("a", "A"), ("b", "B")]))
    form.add("obstacles", "&Obstacles", ChoicesField([("x", "X"), ("y", "Y")]))
    form.add("note", "No&te", MultiLine())
    show(form)
    return form


def test_values_come_by_field_name(form: Form) -> None:
    hands.fill(form, "owner.name", "Đặng Thuỳ Dương")
    hands.fill(form, "day", "5/3/2026")
    hands.fill(form, "capital", "50 triệu")
    hands.fill(form, "kind", "b")
    hands.fill(form, "obstacles", {"y"})
    hands.fill(form, "note", "một\nhai")
    assert form.values() == {
        "owner.name": "Đặng Thuỳ Dương",
        "day": date(2026, 3, 5),
        "capital": 50_000_000,
        "kind": "b",
        "obstacles": frozenset({"y"}),
        "note": "một\nhai",
    }


def test_what_cant_be_read_is_marked_listed_and_jumped_to(form: Form) -> None:
    hands.fill(form, "day", "30/2/2026")
    hands.fill(form, "note", "…")
    assert form.values() is None
    assert "28" in form.problem_at("day")
    assert form.summary.isVisible()
    assert QApplication.focusWidget() is form.field("day").focusProxy()


def test_a_mistake_shows_under_its_field_as_soon_as_it_is_left(form: Form) -> None:
    hands.fill(form, "day", "31/4/2026")
    assert form.problem_at("day")
    hands.type_text(form.field("day"), "30/4/2026")
    assert not form.problem_at("day")


def test_a_hidden_field_is_never_in_the_way(form: Form) -> None:
    hands.fill(form, "day", "30/2/2026")
    form.show_field("day", is_shown=False)
    values = form.values()
    assert values is not None
    assert values["day"] is None


def test_problems_of_an_action_stand_at_their_fields_and_the_first_gets_the_focus(form: Form) -> None:
    problems = (
        Problem("owner.name", "Type the name."),
        Problem("kind", "Choose."),
        Problem("elsewhere", "Odd.", row=2),
    )
    form.refuse(InputError("Three things.", problems=problems))
    assert form.problem_at("owner.name") == "Type the name."
    assert form.problem_at("kind") == "Choose."
    assert form.problem_at("day") == ""
    assert QApplication.focusWidget() is form.field("owner.name").focusProxy()


def test_the_summary_jumps_to_the_field_that_is_clicked(form: Form) -> None:
    form.refuse(InputError("Two.", problems=(Problem("owner.name", "Name."), Problem("note", "Note."))))
    form.summary.jumped.emit("note")
    assert QApplication.focusWidget() is form.field("note").focusProxy()


def test_a_refusal_without_fields_is_shown_with_what_to_do(form: Form) -> None:
    form.refuse(DeskError("Somebody else saved it.", do="Open it again."))
    assert form.summary.isVisible()
    assert "Open it again." in form.summary.text()


def test_marks_in_a_name_stay_text_in_the_summary(form: Form) -> None:
    form.refuse(DeskError("<img src=x> & co"))
    assert "&lt;img src=x&gt; &amp; co" in form.summary.text()


def test_warnings_are_answered_by_a_reason_and_saved_again(form: Form) -> None:
    form.refuse(WarningsError(Doubt("id-sex", "owner.name", "The number says female.")))
    assert form.accepted() == {}
    hands.type_text(form.summary.reason_line("id-sex"), "Đã xem thẻ gốc")
    assert form.accepted() == {"id-sex": "Đã xem thẻ gốc"}


def test_reasons_stay_when_the_next_refusal_is_about_something_else(form: Form) -> None:
    form.refuse(WarningsError(Doubt("id-sex", "owner.name", "The number says female.")))
    hands.type_text(form.summary.reason_line("id-sex"), "Đã xem thẻ gốc")
    form.refuse(WarningsError(Doubt("tax", "kind", "The check digit fails.")))
    assert form.accepted() == {"id-sex": "Đã xem thẻ gốc"}
    form.put({})
    assert form.accepted() == {}


def test_a_form_knows_whether_anything_was_typed(form: Form) -> None:
    form.put({"owner.name": "An", "capital": 5})
    assert not form.is_changed()
    hands.fill(form, "owner.name", "Ân")
    assert form.is_changed()
    form.keep()
    assert not form.is_changed()


def test_putting_a_record_empties_what_it_does_not_name(form: Form) -> None:
    form.put({"owner.name": "An", "day": date(2026, 1, 2), "obstacles": {"x"}})
    form.put({"owner.name": "Bình"})
    assert form.values() == {
        "owner.name": "Bình",
        "day": None,
        "capital": None,
        "kind": "",
        "obstacles": frozenset(),
        "note": "",
    }


def test_a_locked_form_takes_nothing(form: Form) -> None:
    form.put({"owner.name": "An"})
    form.lock(is_locked=True)
    with pytest.raises(hands.CannotError):
        hands.type_text(form.field("owner.name"), "Bình")
    focus = form.field("owner.name").focusProxy()
    assert focus is not None
    QTest.keyClicks(focus, "x")
    assert form.field("owner.name").value() == "An"


def test_tab_goes_through_the_fields_in_their_order(form: Form) -> None:
    form.jump("owner.name")
    seen = []
    for _step in range(7):
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus.accessibleName() or type(focus).__name__)
        hands.leave(focus)
    assert seen == ["Name", "Day", "Capital", "Kind", "Obstacles", "QCheckBox", "Note"]


def test_control_enter_saves(form: Form) -> None:
    pressed: list[str] = []
    form.add_button("&Save", lambda: pressed.append("saved"), is_main=True)
    form.jump("owner.name")
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["saved"]


def test_a_field_with_long_words_gets_half_as_much_again_of_its_line(show: Show) -> None:
    form = Form()
    day = form.add("day", "&Day", DateField(lambda: date(2026, 11, 22)))
    way = form.beside("way", "&How", ChoiceField([("visit", "Tại nhà, tại nơi kinh doanh")]))
    form.widen("way")
    show(form).resize(560, 300)
    hands.wait_until(lambda: form.width() < 560)
    assert way.width() == pytest.approx(1.5 * day.width(), abs=2)


def test_a_form_that_is_too_narrow_for_its_words_scrolls(show: Show) -> None:
    form = Form()
    form.add(
        "roles",
        "&Roles",
        ChoicesField([("a", "Đào tạo, phát triển nguồn nhân lực"), ("b", "Công nghệ, sở hữu trí tuệ")]),
    )
    show(form).resize(300, 300)
    scroll = form.findChild(QScrollArea)
    assert scroll is not None
    hands.wait_until(lambda: scroll.horizontalScrollBar().isVisible())
