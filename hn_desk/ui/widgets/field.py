"""A field: one thing to fill in, its value, and the sentence that says why what was typed can't be read."""

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.text import clean_line, clean_text


class Field(QWidget):
    """One input of a form. Subclasses give `value`, `put`, `raw` and may override `problem`.

    `put` takes what `value` gives back. `raw` is what stands on the screen, for telling whether anything was typed.
    `problem` is "" or the sentence shown under the field; a field with a problem has an empty value.
    """

    is_secret: ClassVar[bool] = False
    """Whether what is typed here may never be kept anywhere."""
    edited = Signal()
    """Something was typed or chosen by the officer."""
    left = Signal()
    """The officer went on to another field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(0, 0, 0, 0)
        self.room.setSpacing(2)
        self._hint: QLabel | None = None

    def value(self) -> Any:
        """What was filled in, as actions take it."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show `value`; nothing is emitted."""
        raise NotImplementedError

    def raw(self) -> object:
        """What stands on the screen."""
        return self.value()

    def typed(self) -> str | bool | list[str]:
        """What stands here as a draft keeps it, half typed or not: words, yes or no, or a list of words."""
        value = self.raw()
        return sorted(value) if isinstance(value, frozenset) else value  # type: ignore[return-value]  # a test sees to it

    def type_again(self, typed: Any) -> None:
        """Show what `typed` gave, exactly; nothing is emitted."""
        self.put(typed)

    def problem(self) -> str:
        """Sentence saying why what stands here can't be read, or ""."""
        return ""

    def lock(self, *, is_locked: bool) -> None:
        """Show without letting it be changed."""
        self.setEnabled(not is_locked)

    def mark(self, *, is_wrong: bool) -> None:
        """Draw the frame of the input as wrong, or not."""
        for part in (self, *self.findChildren(QWidget)):
            if part.property("wrong") != is_wrong:
                part.setProperty("wrong", is_wrong)
                _dress(part)

    def explain(self, text: str) -> None:
        """Show a quiet line under the input; "" hides it."""
        if self._hint is None:
            if not text:
                return
            self._hint = QLabel(self)
            self._hint.setObjectName("hint")
            self._hint.setTextFormat(Qt.TextFormat.PlainText)
            self._hint.setWordWrap(True)
            self.room.addWidget(self._hint)
        self._hint.setText(text)
        self._hint.setVisible(bool(text))

    def hold(self, inner: QWidget) -> None:
        """Make `inner` the widget that is typed into."""
        self.room.addWidget(inner)
        self.setFocusProxy(inner)
        self.setFocusPolicy(inner.focusPolicy())


class _Line(QLineEdit):
    """A line edit that says when it was left, also when its text isn't acceptable."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say so, unless only the window lost the focus."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
            self.left.emit()


class LineField(Field):
    """A field of one typed line; subclasses say how it is read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = _Line(self)
        self.hold(self.line)
        self.line.textEdited.connect(self._typed)
        self.line.left.connect(self.settle)
        self.line.left.connect(self.left)
        self.line.returnPressed.connect(self.settle)

    def raw(self) -> object:
        """What was typed."""
        return self.line.text()

    def value(self) -> Any:
        """What was typed, cleaned."""
        return clean_line(self.line.text())

    def put(self, value: Any) -> None:
        """Show the text."""
        self.line.setText(value or "")
        self.line.setCursorPosition(0)

    def type_again(self, typed: Any) -> None:
        """Show what was typed, as it was spelled."""
        self.line.setText(str(typed))

    def settle(self) -> None:
        """Show what was typed in its usual spelling, when it can be read."""

    def lock(self, *, is_locked: bool) -> None:
        """Make it read only; it can still be selected and copied."""
        self.line.setReadOnly(is_locked)
        _dress(self.line)

    def _typed(self, _text: str) -> None:
        self.edited.emit()


class TextField(LineField):
    """One line of text of at most `most` characters: `value` is cleaned (NFC, single spaces)."""

    def __init__(self, placeholder: str = "", *, most: int = 300) -> None:
        super().__init__()
        self.most = most
        self.line.setPlaceholderText(placeholder)

    def problem(self) -> str:
        """Too long for its place; a paste is never cut silently."""
        length = len(self.value())
        if length <= self.most:
            return ""
        return _("This has {n} characters; at most {most} fit here.").format(n=length, most=self.most)


class SecretField(LineField):
    """A passphrase: never shown, never kept in a draft, never cleaned beyond NFC by the key's own rules."""

    is_secret = True

    def __init__(self) -> None:
        super().__init__()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """The passphrase exactly as typed."""
        return self.line.text()


class NumberField(LineField):
    """A whole number, at least `least`, at most `most`; `value` is an int or None."""

    def __init__(self, *, least: int = 0, most: int = 1_000_000_000) -> None:
        super().__init__()
        self._least, self._most = least, most
        self.line.setMaxLength(20)

    def value(self) -> int | None:
        """The number, or None when empty or wrong."""
        try:
            return self._read()
        except DeskError:
            return None

    def put(self, value: int | None) -> None:
        """Show the number with dots between thousands."""
        super().put("" if value is None else _dotted(value))

    def problem(self) -> str:
        """Why it isn't a number that fits."""
        try:
            self._read()
        except DeskError as error:
            return str(error)
        return ""

    def settle(self) -> None:
        """Show the number with dots."""
        number = self.value()
        if number is not None:
            self.put(number)

    def _read(self) -> int | None:
        typed = clean_line(self.line.text())
        if not typed:
            return None
        digits = typed.replace(".", "").replace(" ", "")
        if not (digits.isascii() and digits.isdigit()):
            raise DeskError(_("“{typed}” is not a whole number.").format(typed=typed), do=_("Type digits only."))
        number = int(digits)
        if not self._least <= number <= self._most:
            raise DeskError(
                _("The number must be between {least} and {most}.").format(
                    least=_dotted(self._least), most=_dotted(self._most)
                )
            )
        return number


class MultiLine(Field):
    """Several lines of text; Tab goes on to the next field."""

    def __init__(self, *, rows: int = 3) -> None:
        super().__init__()
        self.area = _Area(self)
        self.area.setTabChangesFocus(True)
        self.area.setFixedHeight(self.area.fontMetrics().lineSpacing() * rows + 16)
        self.hold(self.area)
        self.area.textChanged.connect(self._typed)
        self.area.left.connect(self.left)

    def value(self) -> str:
        """The text, cleaned, lines kept."""
        return clean_text(self.area.toPlainText())

    def raw(self) -> object:
        """What was typed."""
        return self.area.toPlainText()

    def put(self, value: str | None) -> None:
        """Show the text."""
        self.area.blockSignals(True)
        self.area.setPlainText(value or "")
        self.area.blockSignals(False)

    def lock(self, *, is_locked: bool) -> None:
        """Make it read only."""
        self.area.setReadOnly(is_locked)
        _dress(self.area)

    def _typed(self) -> None:
        self.edited.emit()


class _Area(QPlainTextEdit):
    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say that the officer went on."""
        super().focusOutEvent(event)
        self.left.emit()


def _dress(widget: QWidget) -> None:
    """Draw a widget anew by the sheet, after a property that the sheet asks for changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
