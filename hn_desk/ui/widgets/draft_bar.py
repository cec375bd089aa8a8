"""The bar over the page that offers what was typed before and not saved, one draft after another."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.i18n import _


class DraftBar(QFrame):
    """What there is, and what to do with it: reopen, throw away, later."""

    reopened = Signal()
    thrown_away = Signal()
    put_off = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("drafts")
        self.is_offering = False
        self._what = QLabel(self)
        self._more = QLabel(self)
        self._reopen = self._button(_("&Reopen"), self.reopened)
        self._throw_away = self._button(_("&Throw it away"), self.thrown_away)
        self._later = self._button(_("&Later"), self.put_off)
        self._lay_out()
        self.hide()

    def offer(self, what: str, more: str, *, can_reopen: bool) -> None:
        """Offer one draft."""
        self.is_offering = True
        self._show(what, more)
        self._reopen.setVisible(can_reopen)
        self._throw_away.show()
        self._later.setText(_("&Later"))

    def tell(self, what: str, more: str) -> None:
        """Say something about a draft that stays until it was read."""
        self.is_offering = False
        self._show(what, more)
        self._reopen.hide()
        self._throw_away.hide()
        self._later.setText(_("&Close"))

    def text(self) -> str:
        """What the bar says."""
        return f"{self._what.text()} {self._more.text()}".strip() if not self.isHidden() else ""

    def _show(self, what: str, more: str) -> None:
        self._what.setText(what)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.show()

    def _button(self, words: str, signal: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]  # a bound signal
        return button

    def _lay_out(self) -> None:
        self._what.setObjectName("section")
        words = QVBoxLayout()
        for label in (self._what, self._more):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            words.addWidget(label)
        room = QHBoxLayout(self)
        room.setContentsMargins(14, 8, 12, 8)
        room.addLayout(words, 1)
        for button in (self._reopen, self._throw_away, self._later):
            room.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
