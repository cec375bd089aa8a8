"""When nobody is at the desk: after a while without a key or the mouse, and what is hidden while it is locked."""

from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

_BUSY: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)
_PASSING: Final = frozenset({Qt.WindowType.ToolTip, Qt.WindowType.Popup})
_MINUTE: Final = 60_000
REST: Final = 5_000
"""For so many ms after a key or a movement nobody looks for the next.

A filter in Python that sees every event of the program doubles the time in which a page opens.
"""


class Locking(QObject):
    """Watches the whole program: `idle` when nothing was typed or moved; while locked no other window is to be seen."""

    idle = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._hidden: list[tuple[QWidget, bool]] = []
        self.is_locked = False
        self._is_ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._copied)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)

    def watch(self, minutes: int) -> None:
        """Begin to count the minutes in which nothing happens; 0 counts no more."""
        if minutes > 0:
            self._timer.start(minutes * _MINUTE)
            self._begin_rest()
        else:
            self._stop()

    def lock(self) -> None:
        """Hide every other window, and take back what this program put on the clipboard."""
        self.is_locked = True
        self._stop()
        _application().installEventFilter(self)
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and self._is_foreign(window):
                self._keep(window)
                window.hide()
        self._clear_clipboard()

    def unlock(self, minutes: int) -> None:
        """Show again what was hidden and is still there."""
        self.is_locked = False
        _application().removeEventFilter(self)
        hidden, self._hidden = self._hidden, []
        for window, is_modal in hidden:
            if isinstance(window, QDialog) and is_modal:
                window.open()
            else:
                window.show()
        self.watch(minutes)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin the count anew for what an officer does; hide a window that comes up while it is locked."""
        kind = event.type()
        if kind in _BUSY and self._timer.isActive():
            self._begin_rest()
        is_coming = kind == QEvent.Type.Show and self.is_locked and self._window.isVisible()
        if is_coming and isinstance(watched, QWidget) and self._is_foreign(watched):
            self._keep(watched)
            watched.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, watched, partial(_put_away, watched))
        return False

    def _begin_rest(self) -> None:
        """Somebody is there: count anew, and look again only after a while."""
        self._timer.start()
        self._rest.start(REST)
        if not self.is_locked:
            _application().removeEventFilter(self)

    def _rested(self) -> None:
        """Look again; what was done meanwhile was not seen, so count from now."""
        self._timer.start()
        _application().installEventFilter(self)

    def _stop(self) -> None:
        self._timer.stop()
        self._rest.stop()
        _application().removeEventFilter(self)

    def _is_foreign(self, window: QWidget) -> bool:
        """Whether it belongs to this desk: another desk's window looks after itself."""
        if window.findChild(Locking) is not None:
            return False
        return window.isWindow() and window is not self._window and window.windowType() not in _PASSING

    def _keep(self, window: QWidget) -> None:
        """Remember it until the desk is unlocked, or it is gone."""
        entry = (window, window.isModal())
        if window not in [known for known, _modal in self._hidden]:
            self._hidden.append(entry)
            window.destroyed.connect(lambda: self._hidden.remove(entry) if entry in self._hidden else None)

    def _copied(self) -> None:
        """What changes while this program is in front comes from it."""
        self._is_ours = QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive

    def _clear_clipboard(self) -> None:
        """What another program put there stays."""
        clipboard = QGuiApplication.clipboard()
        if self._is_ours or clipboard.ownsClipboard():
            clipboard.clear(QClipboard.Mode.Clipboard)
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        self._is_ours = False


def _application() -> QCoreApplication:
    found = QCoreApplication.instance()
    if found is None:
        raise RuntimeError
    return found


def _put_away(window: QWidget) -> None:
    window.hide()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
