"""Windows no larger than the screen leaves room for: on a small one, or where Windows enlarges all by a quarter."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

FRAME: Final = QSize(8, 40)
"""What a window's title and edges take beside its own size."""


def fit(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its size, cut to the screen, or to the window behind it where that is larger still."""
    dialog.resize(QSize(width, height).boundedTo(_room(dialog)))


def show_fitting(window: QWidget) -> None:
    """Show a main window, over the whole screen where its size leaves nothing beside it."""
    room = window.screen().availableSize() - FRAME
    if window.width() >= room.width() or window.height() >= room.height():
        window.showMaximized()
    else:
        window.show()


def bring_forward(window: QWidget) -> None:
    """Let a window that is open somewhere be seen and typed into."""
    if window.isMinimized():
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _room(dialog: QWidget) -> QSize:
    parent, room = dialog.parentWidget(), dialog.screen().availableSize() - FRAME
    return room.expandedTo(parent.window().size()) if parent else room
