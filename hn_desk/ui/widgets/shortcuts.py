"""A second key for a button, beside its mnemonic."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget


def bind(button: QAbstractButton, keys: str, owner: QWidget) -> QShortcut:
    """Let `keys` press the button while `owner` is in sight, and say so in its tooltip; the shortcut made."""
    shortcut = QShortcut(QKeySequence(keys), owner)
    shortcut.activated.connect(button.click)
    button.setToolTip(keys)
    return shortcut
