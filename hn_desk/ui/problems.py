"""The one place that shows what went wrong when no form takes it: a bar over the page that waits to be read."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui import bugs

Clock = Callable[[], datetime]
RESTORABLE: Final = frozenset({"damaged", "key-file-damaged"})
"""Reasons of refusals whose way on is restoring a backup."""


class Problems(QFrame):
    """A bar: what happened, what to do. For a bug also a button that copies its details, for damage one to restore."""

    restore_wanted = Signal()
    """The way on is restoring a backup."""

    def __init__(
        self, folder: Path, parent: QWidget | None = None, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self._folder = folder
        self._clock = clock
        self._details = ""
        self._what = QLabel(self)
        self._do = QLabel(self)
        self._copy = QPushButton(_("&Copy details"), self)
        self._close = QPushButton(_("&Close"), self)
        self._copy.clicked.connect(self._to_clipboard)
        self._close.clicked.connect(self.clear)
        self.restore = QPushButton(_("&Restore from a backup…"), self)
        self.restore.clicked.connect(self.restore_wanted.emit)
        self._lay_out()
        self.clear()

    def show_refusal(self, error: DeskError) -> None:
        """Show an officer's problem: its sentence, every field's sentence, and what to do."""
        sentences = [error.what, *(problem.what for problem in error.at_fields)]
        self._show("\n".join(sentences), error.do)
        self.restore.setVisible(error.reason in RESTORABLE)

    def show_bug(self, details: str) -> None:
        """Show that the program made a mistake; `details` (without values) go to the log and can be copied."""
        log = bugs.note(self._folder, details, self._clock())
        self._details = details
        do = _("Nothing half done was kept. Try again; if it happens again, copy the details for support.")
        self._show(_("Something went wrong in the program."), do)
        self._copy.show()
        self._copy.setToolTip(str(log.name) if log else "")

    def clear(self) -> None:
        """Take the bar away."""
        self._details = ""
        self._copy.hide()
        self.restore.hide()
        self.hide()

    def text(self) -> str:
        """What the bar says."""
        return f"{self._what.text()} {self._do.text()}".strip() if self.isVisible() else ""

    def _show(self, what: str, do: str) -> None:
        self.clear()
        self._what.setText(f"✗ {what}")
        self._do.setText(do)
        self._do.setVisible(bool(do))
        self.show()

    def _to_clipboard(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self._do.setText(_("The details were copied. Paste them into a message to support."))

    def _lay_out(self) -> None:
        self._what.setObjectName("problem")
        words = QVBoxLayout()
        for label in (self._what, self._do):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        room = QHBoxLayout(self)
        room.setContentsMargins(14, 8, 12, 8)
        room.addLayout(words, 1)
        for button in (self.restore, self._copy, self._close):
            button.setAutoDefault(False)
            room.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
