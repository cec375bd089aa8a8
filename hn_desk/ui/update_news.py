"""What became of an update, over whatever screen is shown; and the one button when it has to be undone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from hn_desk.i18n import _

if TYPE_CHECKING:
    from hn_desk.actions.first_opening import News


class UpdateNews(QFrame):
    """A bar with a sentence that stays until it is read."""

    undo_wanted = Signal()
    """The former version is to be put back now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.undo = QPushButton(_("&Go back to the former version"), self)
        self.undo.clicked.connect(self.undo_wanted)
        self.close_button = QPushButton(_("&Close"), self)
        self.close_button.clicked.connect(self.hide)
        room = QHBoxLayout(self)
        room.setContentsMargins(14, 8, 12, 8)
        room.addWidget(self.words, 1)
        for button in (self.undo, self.close_button):
            button.setAutoDefault(False)
            room.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, news: "News") -> None:
        """Show it; only what waits to be undone has its button."""
        self.words.setText(("✓ " if news.is_good else "⚠ ") + news.sentence)
        self.setObjectName("drafts" if news.is_good else "bar")
        self.style().polish(self)
        self.undo.setVisible(news.is_waiting)
        self.close_button.setVisible(not news.is_to_undo and not news.is_waiting)
        self.show()
