"""Cyclic garbage is collected on the window's thread only.

Python collects wherever an allocation happens to cross its threshold, and a widget in a dead cycle is then destroyed on
the worker's thread, which Qt does not survive. So while a worker lives, Python's own collecting rests and a timer of
the window's thread does it instead (as Anki and calibre do).
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 1000
OLDEST: Final = 2
GROWTH: Final = 1.25
_long_lived: Final = [0]
"""How many objects the last collection of the oldest left."""
_resting: list["Collecting"] = []


class Collecting(QObject):
    """From its making to `end`, garbage is collected by the thread that made it; several may overlap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()
        _resting.append(self)
        gc.disable()

    def end(self) -> None:
        """No other thread is left that could collect: Python may do it again."""
        self._timer.stop()
        if self in _resting:
            _resting.remove(self)
        if not _resting:
            gc.enable()


def collect_due() -> int:
    """Collect the oldest generation that is due by Python's own rules; its number, or -1.

    The oldest of all is due only when what lived long has grown by a quarter, since it takes the longest.
    """
    young, middle, old = (count > most for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True))
    if not young and not middle:
        return -1
    generation = (OLDEST if old and _has_grown() else 1) if middle else 0
    gc.collect(generation)
    if generation == OLDEST:
        _long_lived[0] = len(gc.get_objects(generation=OLDEST))
    return generation


def _has_grown() -> bool:
    return len(gc.get_objects(generation=OLDEST)) > _long_lived[0] * GROWTH
