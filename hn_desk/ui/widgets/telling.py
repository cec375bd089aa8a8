"""A quiet column of text beside a form: what happened so far, entry under entry."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea

from hn_desk.rules.dates import format_date


class Telling(QScrollArea):
    """`told` holds rich text, which may be marked with the mouse; what doesn't fit is scrolled to."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told = QLabel()
        self.told.setObjectName("history")
        self.told.setTextFormat(Qt.TextFormat.RichText)
        self.told.setWordWrap(True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.told.setContentsMargins(12, 10, 12, 10)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setWidget(self.told)


def told_at(stamp: str) -> str:
    """A stored moment (ISO 8601, UTC) as the clock on the wall shows it."""
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{format_date(local.date())} {local:%H:%M}"
