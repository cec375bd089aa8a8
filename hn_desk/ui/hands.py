"""A clerk's hands: type, press, choose in real windows, wait for what follows. For the day driver and for tests.

Every function refuses what a clerk couldn't do either: a widget that is hidden or switched off raises CannotError.
"""

from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any, Final, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTableWidget,
    QWidget,
)

from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField, FlagField
from hn_desk.ui.widgets.field import LineField, MultiLine
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.search_list import SearchList

PATIENCE: Final = 20.0
Widget = TypeVar("Widget", bound=QWidget)


class CannotError(RuntimeError):
    """A clerk could not have done this: the widget isn't there, is hidden or switched off, or the wait was in vain."""


def type_text(widget: QWidget, text: str) -> None:
    """Replace what stands in a line, an area or a field by `text`, committed as an input method does."""
    inner = _reachable(widget.focusProxy() or widget)
    inner.setFocus(Qt.FocusReason.TabFocusReason)
    if not isinstance(inner, QLineEdit | QPlainTextEdit):
        raise CannotError(f"{type(inner).__name__} takes no text")
    if inner.isReadOnly():
        raise CannotError("this can't be changed")
    inner.selectAll()
    if text:
        commit(inner, text)
    else:
        QTest.keyClick(inner, Qt.Key.Key_Delete)


def commit(inner: QWidget, text: str) -> None:
    """Commit `text` at the cursor by input-method events, one a line."""
    for place, line in enumerate(text.split("\n")):
        if place:
            QTest.keyClick(inner, Qt.Key.Key_Return)
        event = QInputMethodEvent()
        event.setCommitString(line)
        QApplication.sendEvent(inner, event)


def type_cell(table: QTableWidget, row: int, column: int, text: str) -> None:
    """Go to a cell, type into it, end with Enter."""
    _reachable(table).setFocus(Qt.FocusReason.TabFocusReason)
    table.setCurrentCell(row, column)
    QTest.keyClick(table, Qt.Key.Key_F2)
    line = table.window().focusWidget()
    if not isinstance(line, QLineEdit):
        raise CannotError("this cell can't be changed")
    line.selectAll()
    commit(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()


def burst(widget: QWidget, text: str) -> None:
    """Type `text` key by key, as a scanner that is a keyboard does, letters with marks too."""
    inner = _reachable(widget)
    inner.setFocus(Qt.FocusReason.TabFocusReason)
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_unknown
            QApplication.sendEvent(inner, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter))


def leave(widget: QWidget) -> None:
    """Go on to the next field with Tab."""
    QTest.keyClick(_reachable(widget.focusProxy() or widget), Qt.Key.Key_Tab)


def fill(form: Form, name: str, value: object) -> None:
    """Fill a field of a form as a clerk does: text typed, choices by their code, check boxes by their codes."""
    field = form.field(name)
    form.jump(name)
    if isinstance(field, SearchChoice):
        choose_found(field, str(value))
    elif isinstance(field, ChoiceField):
        choose(field, str(value))
    elif isinstance(field, ChoicesField):
        tick(field, value)
    elif isinstance(field, FlagField):
        if field.value() != value:
            press(field.tick)
    elif isinstance(field, LineField | MultiLine):
        type_text(field, str(value))
        leave(field)
    else:
        raise CannotError(f"{name} takes no typed value")


def press(button: QAbstractButton) -> None:
    """Click a button with the mouse."""
    _reachable(button)
    place = QPoint(10, button.height() // 2) if isinstance(button, QCheckBox) else button.rect().center()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def choose(field: ChoiceField | QComboBox, code: str) -> None:
    """Choose by code (or by the words shown) with the keyboard."""
    box = field.box if isinstance(field, ChoiceField) else field
    _reachable(box)
    place = box.findData(code) if box.findData(code) >= 0 else box.findText(code)
    if place < 0:
        raise CannotError(f"{code} is not among the choices")
    box.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentIndex() < place:
        QTest.keyClick(box, Qt.Key.Key_Down)


def choose_found(field: SearchChoice, typed: str) -> None:
    """Type into a search field, wait for matches and take the first with Enter; `typed` may be words or a code."""
    type_text(field, typed)
    wait_until(lambda: bool(field.matches()))
    QTest.keyClick(field.line, Qt.Key.Key_Return)


def tick(field: ChoicesField, codes: object) -> None:
    """Tick exactly these codes."""
    wanted = frozenset(codes) if isinstance(codes, frozenset | set | tuple | list) else frozenset({str(codes)})
    for code in sorted(field.value() ^ wanted):
        press(field.box(code))


def find(list_: SearchList, jobs: Jobs, text: str) -> int:
    """Type into the search line of a list and wait for its rows; the number found."""
    type_text(list_.search, text)
    settle(jobs)
    wait_until(list_.is_whole)
    settle(jobs)
    return list_.rows.rowCount()


def pick(table: QTableView, row: int) -> None:
    """Make a row of a table current, as a click does."""
    _reachable(table)
    index = table.model().index(row, 0)
    if not index.isValid():
        raise CannotError(f"there is no row {row}")
    table.scrollTo(index)
    place = table.visualRect(index).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    if table.currentIndex().row() != row:
        table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.SelectCurrent)


def button(parent: QWidget, words: str) -> QPushButton:
    """The visible button of `parent` with these words (without mnemonics), in the language shown."""
    for candidate in _visible(parent, QPushButton):
        if candidate.text().replace("&", "") == words.replace("&", ""):
            return candidate
    raise CannotError(f"there is no button “{words}”")


def visible_texts(parent: QWidget) -> list[str]:
    """What the labels and buttons of `parent` say, as far as they are in sight."""
    labels = [label.text() for label in _visible(parent, QLabel)]
    return labels + [each.text().replace("&", "") for each in _visible(parent, QAbstractButton)]


def dialog(parent: QWidget) -> QDialog:
    """The dialog that is open over `parent`, waited for."""
    wait_until(lambda: _open_dialog(parent) is not None)
    found = _open_dialog(parent)
    if found is None:
        raise CannotError("no dialog is open")
    return found


def settle(jobs: Jobs, patience: float = PATIENCE) -> None:
    """Let events run until no action waits, every answer was delivered and shown, and showing it asked for no more."""
    QApplication.processEvents()
    is_settled = False
    while not is_settled:
        if jobs.is_busy():
            wait_until(lambda: not jobs.is_busy(), patience)
        QApplication.processEvents()
        is_settled = not jobs.is_busy()


def wait_until(is_done: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Let events run until `is_done()`; CannotError after `patience` seconds."""
    ending = monotonic() + patience
    ticks = QTimer()
    ticks.start(5)
    while not is_done():
        if monotonic() > ending:
            raise CannotError("waited in vain")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def screenshot(window: QWidget, path: Path) -> Path:
    """Save what the window shows as PNG."""
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grab().save(str(path)):
        raise CannotError(f"could not write {path.name}")
    return path


def _open_dialog(parent: QWidget) -> QDialog | None:
    return next(iter(_visible(parent.window(), QDialog)), None)


def _visible(parent: QWidget, kind: type[Widget]) -> list[Widget]:
    found: Any = parent.findChildren(kind)
    return [each for each in found if each.isVisible()]


def _reachable(widget: QWidget) -> QWidget:
    if not (widget.isVisible() and widget.isEnabled()):
        raise CannotError(f"{type(widget).__name__} {widget.objectName()} can't be reached")
    if not widget.isActiveWindow():
        widget.activateWindow()
        wait_until(widget.isActiveWindow)
    return widget
