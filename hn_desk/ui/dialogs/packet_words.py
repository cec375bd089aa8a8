"""How packets are told on the screen: moments, hashes, quiet labels and the card beside a table."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

_GROUP: Final = 8


def shown_moment(iso: str) -> str:
    """A stored moment in this PC's time, `20/11/2026 10:00`; "" for none."""
    return f"{datetime.fromisoformat(iso).astimezone():%d/%m/%Y %H:%M}" if iso else ""


def hash_groups(sha256: str) -> str:
    """A hash in groups of eight, as the receipt prints it."""
    return " ".join(sha256[start : start + _GROUP] for start in range(0, len(sha256), _GROUP))


def label(text: str, name: str = "plain") -> QLabel:
    """A wrapped label of plain text that can be copied; `name` is its style."""
    made = QLabel(text)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setWordWrap(True)
    return made


def card(*parts: QWidget) -> QFrame:
    """The parts one below the other on white, the first table taking the room."""
    frame = QFrame()
    frame.setObjectName("card")
    room = QVBoxLayout(frame)
    room.setContentsMargins(14, 8, 14, 12)
    for part in parts:
        room.addWidget(part)
    return frame


def button(text: str, *, is_main: bool = False) -> QPushButton:
    """A button that Enter doesn't press by accident."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    if is_main:
        made.setObjectName("main")
    return made
