"""The top of a form after a refusal: each mistake with a jump to its field, each warning with a line for its reason."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.rules.text import clean_line


class WarningLike(Protocol):
    """A warning of an action: `code` to answer it by, `field` it is about, `what` it says."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def field(self) -> str:
        """The field it is about."""

    @property
    def what(self) -> str:
        """Its sentence."""


class Summary(QFrame):
    """Mistakes and warnings of one form; hidden while there are none."""

    jumped = Signal(str)
    """The name of the field whose mistake was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("summary")
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(12, 8, 12, 8)
        self._mistakes = QLabel(self)
        self._mistakes.setTextFormat(Qt.TextFormat.RichText)
        self._mistakes.setWordWrap(True)
        self._mistakes.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._mistakes.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._mistakes.linkActivated.connect(self.jumped)
        self._room.addWidget(self._mistakes)
        self._questions: list[QWidget] = []
        self._reasons: dict[str, QLineEdit] = {}
        self._answered: dict[str, str] = {}
        self.forget()

    def forget(self) -> None:
        """Drop mistakes, warnings and the reasons given."""
        self._answered = {}
        self._drop_questions()
        self.show_mistakes("", ())

    def show_mistakes(self, heading: str, mistakes: Sequence[tuple[str, str]]) -> None:
        """List pairs of field name ("" when it has none here) and sentence under `heading`."""
        lines = [f"<b>✗ {escape(heading)}</b>"] if heading else []
        lines += [_link(name, sentence) for name, sentence in mistakes]
        self._mistakes.setText("<br>".join(lines))
        self._mistakes.setVisible(bool(lines))
        self._refit()

    def text(self) -> str:
        """The mistakes as shown, marked up."""
        return self._mistakes.text()

    def ask_reasons(self, warnings: Sequence[WarningLike]) -> None:
        """Show each warning with a line for the reason to keep it so."""
        self._answered = self.reasons()
        self._drop_questions()
        for warning in warnings:
            self._ask(warning)
        self._refit()
        if self._reasons:
            next(iter(self._reasons.values())).setFocus()

    def reasons(self) -> dict[str, str]:
        """Reasons typed so far, by the code of the warning."""
        typed = {code: clean_line(line.text()) for code, line in self._reasons.items()}
        return self._answered | {code: reason for code, reason in typed.items() if reason}

    def answer(self, reasons: Mapping[str, str]) -> None:
        """Take reasons that were typed before; they stand in their lines when the warnings come again."""
        self._answered = self._answered | dict(reasons)

    def codes(self) -> tuple[str, ...]:
        """The codes of the warnings that ask for a reason now."""
        return tuple(self._reasons)

    def reason_line(self, code: str) -> QLineEdit:
        """The line for the reason of one warning."""
        return self._reasons[code]

    def _ask(self, warning: WarningLike) -> None:
        label = QLabel(_("⚠ {what} &Reason to keep it:").format(what=warning.what.replace("&", "&&")), self)
        label.setWordWrap(True)
        line = QLineEdit(self._answered.get(warning.code, ""), self)
        line.setAccessibleName(warning.what)
        label.setBuddy(line)
        self._reasons[warning.code] = line
        self._questions += [label, line]
        self._room.addWidget(label)
        self._room.addWidget(line)

    def _drop_questions(self) -> None:
        for widget in self._questions:
            self._room.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._questions = []
        self._reasons = {}

    def _refit(self) -> None:
        self.setVisible(bool(self._questions) or bool(self._mistakes.text()))


def _link(name: str, sentence: str) -> str:
    text = escape(sentence)
    return f'→ <a href="{escape(name)}">{text}</a>' if name else text
