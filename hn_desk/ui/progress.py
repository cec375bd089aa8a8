"""The line that shows how far a long action is, with a button to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from hn_desk.i18n import _


class Progress(QFrame):
    """Hidden until an action reports; hidden again when nothing runs."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = QLabel(_("Working…"), self)
        self._line = QProgressBar(self)
        self._line.setTextVisible(False)
        self._stop = QPushButton(_("S&top"), self)
        self._stop.setAutoDefault(False)
        self._stop.clicked.connect(self.cancelled)
        room = QHBoxLayout(self)
        room.setContentsMargins(14, 6, 12, 6)
        room.addWidget(self._words)
        room.addWidget(self._line, 1)
        room.addWidget(self._stop)
        self.hide()

    def show_progress(self, done: int, total: int) -> None:
        """Show `done` of `total`."""
        self._line.setMaximum(total)
        self._line.setValue(done)
        self._words.setText(_("Done: {done} of {total}").format(done=done, total=total))
        self.show()

    def show_busy(self, is_busy: bool) -> None:
        """Hide when nothing runs any more."""
        if not is_busy:
            self.hide()
