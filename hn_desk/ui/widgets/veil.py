"""Numbers of people stay covered in lists until a key or a button is held, and are covered again by themselves."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from hn_desk.i18n import _

KEY: Final = Qt.Key.Key_F9
_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})
_ENDS: Final = frozenset({QEvent.Type.WindowDeactivate, QEvent.Type.Hide, QEvent.Type.Close})


class Veil(QObject):
    """Lifted while F9 or its button is held on `page`; it falls when they are let go, or the page is left."""

    turned = Signal(bool)
    """Whether it is lifted now."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.is_lifted = False
        self.button = QPushButton(_("Hold to show numbers (F9)"), page)
        self.button.setAutoDefault(False)
        self.button.setObjectName("link")
        self.button.setToolTip(_("Numbers of people are covered. Hold this button or the key F9 to see them."))
        self.button.pressed.connect(self._lift)
        self.button.released.connect(self._fall)
        page.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the key, and fall when the page is hidden or the window is no longer the active one."""
        if event.type() in _ENDS:
            self._fall()
        if isinstance(event, QKeyEvent) and event.key() == KEY and event.type() in _KEYS:
            if not event.isAutoRepeat():
                self._turn(is_lifted=event.type() == QEvent.Type.KeyPress)
            return True
        return False

    def _lift(self) -> None:
        self._turn(is_lifted=True)

    def _fall(self) -> None:
        self._turn(is_lifted=False)

    def _turn(self, *, is_lifted: bool) -> None:
        if self.is_lifted != is_lifted:
            self.is_lifted = is_lifted
            self.turned.emit(is_lifted)
