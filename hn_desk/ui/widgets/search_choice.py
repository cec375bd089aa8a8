"""A field for one of many: typed with or without accents, the matches shown below while typing."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from hn_desk.i18n import _
from hn_desk.rules.text import words
from hn_desk.ui.widgets.choices import Choice
from hn_desk.ui.widgets.field import LineField

_MOST_SHOWN: Final = 200
_ROWS: Final = 8
_CODE: Final = Qt.ItemDataRole.UserRole


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Choices whose words begin with every word typed, accents or not; those that begin with the whole of it first."""
    asked = words(typed)
    found = [choice for choice in choices if _has_all(words(f"{choice[1]} {choice[0]}"), asked)]
    return sorted(found, key=lambda choice: words(choice[1])[: len(asked)] != asked)


def _has_all(present: Sequence[str], asked: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in present) for part in asked)


class SearchChoice(LineField):
    """One of many; `value` is the code chosen, or "".

    With `choices` it searches them itself. Without, it emits `asked(text)` and shows what `offer(choices)` hands it:

        field.asked.connect(lambda typed: jobs.run_latest("industries", industries, office, typed, then=field.offer))
    """

    asked = Signal(str)

    def __init__(self, choices: Sequence[Choice] | None = None) -> None:
        super().__init__()
        self._choices = choices
        self._code = ""
        self._words = ""
        self._matches = _Matches(self)
        self._matches.itemClicked.connect(self._take)
        self.line.installEventFilter(self)
        self.line.setPlaceholderText(_("type to search, with or without accents"))

    def value(self) -> str:
        """The code chosen, or "" when nothing or something unknown is typed."""
        return self._code

    def words(self) -> str:
        """What is shown for the choice."""
        return self._words if self._code else ""

    def put(self, value: str | Choice | None) -> None:
        """Show a code of `choices`, or a pair of code and words."""
        code, shown = value if isinstance(value, tuple) else self._known(value or "")
        self._code, self._words = code, shown
        super().put(shown)

    def typed(self) -> str | bool | list[str]:
        """The code chosen, if any, and the words in the line."""
        return [self._code, self.line.text()]

    def type_again(self, typed: Any) -> None:
        """Show the words, chosen or half typed; no matches are opened."""
        self._code, shown = typed
        self._words = shown if self._code else ""
        super().type_again(shown)

    def problem(self) -> str:
        """What is typed but not chosen."""
        typed = self.line.text().strip()
        if self._code or not typed:
            return ""
        return _("“{typed}” was not chosen from the list. Type a part of it and choose one.").format(typed=typed)

    def change_choices(self, choices: Sequence[Choice]) -> None:
        """Search `choices` from now on."""
        self._choices = choices
        if self._code:
            self.put(self._code)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show these matches, if the officer is still typing."""
        self._matches.fill(choices)
        if choices and self.window().focusWidget() is self.line:
            self._matches.open_under(self.line)
        else:
            self._matches.hide()

    def matches(self) -> list[Choice]:
        """The matches on the screen."""
        shown = [self._matches.item(row) for row in range(self._matches.count())] if self._matches.isVisible() else []
        return [(item.data(_CODE), item.text()) for item in shown]

    def settle(self) -> None:
        """Take the only match, or the one typed in full."""
        matches = self.matches()
        self._matches.hide()
        if self._code or not self.line.text().strip():
            return
        exact = [match for match in matches if words(match[1]) == words(self.line.text())]
        if len(exact or matches) == 1:
            self._choose((exact or matches)[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter move and choose in the list while the line keeps the focus; Escape closes it."""
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._code = ""
        if self._choices is None:
            self.asked.emit(text)
        else:
            self.offer(matching(self._choices, text)[:_MOST_SHOWN])
        super()._typed(text)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if not self._matches.isVisible():
            if key == Qt.Key.Key_Down and not self.line.isReadOnly():
                self._typed(self.line.text() if not self._code else "")
                return True
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._matches.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._matches.currentItem())
            return True
        if key == Qt.Key.Key_Escape:
            self._matches.hide()
            return True
        return False

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._choose((item.data(_CODE), item.text()))

    def _choose(self, choice: Choice) -> None:
        self._matches.hide()
        self.put(choice)
        self.edited.emit()
        self.left.emit()

    def _known(self, code: str) -> Choice:
        return next((choice for choice in self._choices or () if choice[0] == code), ("", ""))


class _Matches(QListWidget):
    """The matches, laid over the window under the line; never takes the focus from it."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setObjectName("matches")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hide()

    def fill(self, choices: Sequence[Choice]) -> None:
        """Show `choices`, the first one current."""
        self.clear()
        for code, shown in choices:
            item = QListWidgetItem(shown, self)
            item.setData(_CODE, code)
        self.setCurrentRow(0)

    def open_under(self, line: QWidget) -> None:
        """Lie over the window under `line`, or above it where there is no room below."""
        window = line.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        height = self.sizeHintForRow(0) * min(self.count(), _ROWS) + 2 * self.frameWidth() + 4
        corner = line.mapTo(window, QPoint(0, line.height()))
        if corner.y() + height > window.height():
            corner = line.mapTo(window, QPoint(0, -height))
        self.resize(QSize(line.width(), height))
        self.move(corner)
        self.show()
        self.raise_()

    def step(self, rows: int) -> None:
        """Move the current match."""
        self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + rows)))
