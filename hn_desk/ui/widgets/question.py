"""Dialogs that ask: yes or no in own words, and a reason that must be typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.field import MultiLine

_OTHER: Final = 2
"""What a dialog ends with for its third button, besides Accepted and Rejected."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the sentence, what follows from it, and the words on the two buttons, or on a third between."""

    what: str
    more: str = ""
    yes: str = ""
    no: str = ""
    other: str = ""


def ask(
    parent: QWidget, question: Question, then: Callable[[], object], otherwise: Callable[[], object] | None = None
) -> QDialog:
    """Ask; `then` is called for the first button, `otherwise` for a third. The safe one is the default and Escape."""
    dialog = _dialog(parent, question)
    _finish(dialog, question, dialog.accept, is_safe_default=True)
    if otherwise is not None:
        _add_other(dialog, question.other, otherwise)
    dialog.accepted.connect(lambda: then())
    dialog.open()
    return dialog


def ask_reason(parent: QWidget, question: Question, then: Callable[[str], object], most: int = 0) -> QDialog:
    """Ask for a typed reason; `then` gets it. An empty one isn't taken, nor, where `most` is given, a longer one."""
    dialog = _dialog(parent, question)
    field = MultiLine(rows=4)
    cell = Cell(_("&Reason (at most {n} letters)").format(n=most) if most else _("&Reason"), field)
    layout = dialog.layout()
    assert layout is not None
    layout.addWidget(cell)

    def take() -> None:
        problem = _problem(field.value(), most)
        if problem:
            cell.show_problem(problem)
            field.setFocus()
        else:
            dialog.accept()

    _finish(dialog, question, take, is_safe_default=False)
    dialog.accepted.connect(lambda: then(field.value()))
    dialog.open()
    field.setFocus()
    return dialog


def _problem(reason: str, most: int) -> str:
    """Why a reason isn't taken; "" when it is."""
    if not reason:
        return _("Type the reason.")
    if most and len(reason) > most:
        return _("This has {n} characters; at most {most} fit here.").format(n=len(reason), most=most)
    return ""


def _dialog(parent: QWidget, question: Question) -> QDialog:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle("HN Desk")
    dialog.setMinimumWidth(440)
    room = QVBoxLayout(dialog)
    room.setContentsMargins(20, 18, 20, 16)
    room.setSpacing(10)
    for text, name in ((question.what, "section"), (question.more, "plain")):
        if text:
            label = QLabel(text, dialog)
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            room.addWidget(label)
    return dialog


def _add_other(dialog: QDialog, words: str, chosen: Callable[[], object]) -> None:
    """Put a third button between the two; what it does comes after the dialog is gone, as with them."""
    button = QPushButton(words, dialog)
    button.setObjectName("other")
    button.setAutoDefault(False)
    dialog.finished.connect(lambda code: chosen() if code == _OTHER else None)
    button.clicked.connect(lambda: dialog.done(_OTHER))
    room = dialog.layout()
    assert isinstance(room, QVBoxLayout)
    buttons = room.itemAt(room.count() - 1).layout()
    assert isinstance(buttons, QHBoxLayout)
    buttons.insertWidget(2, button)


def _finish(dialog: QDialog, question: Question, taken: Callable[[], object], *, is_safe_default: bool) -> None:
    yes = QPushButton(question.yes or _("&Yes"), dialog)
    no = QPushButton(question.no or _("&No"), dialog)
    yes.setObjectName("yes" if is_safe_default else "main")
    no.setObjectName("no")
    yes.clicked.connect(lambda: taken())
    no.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch(1)
    for button in (yes, no):
        button.setAutoDefault(False)
        row.addWidget(button)
    (no if is_safe_default else yes).setDefault(True)
    room = dialog.layout()
    assert isinstance(room, QVBoxLayout)
    room.addSpacing(6)
    room.addLayout(row)
    dialog.ensurePolished()
    width = max(dialog.sizeHint().width(), dialog.minimumWidth())
    dialog.resize(width, max(room.totalHeightForWidth(width), dialog.sizeHint().height()))
