"""Choices with a key each: one press picks or ticks, so that a visit is written down without the mouse."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from hn_desk.ui.widgets.choices import Choice, ChoiceField, ChoicesField

KEYS: Final = "1234567890qwertyuiop"
"""In the order of the choices; letters that no Vietnamese typing method turns into others by one press."""
_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class KeyedChoice(ChoiceField):
    """One of a few; its key picks it and goes on to the next field."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__(_keyed(choices))
        self.box.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Pick by key."""
        place = _place(event, len(self.codes()))
        if place < 0:
            return False
        self.put(self.codes()[place])
        self.edited.emit()
        self.focusNextChild()
        return True


class KeyedChoices(ChoicesField):
    """Any of a few; each key ticks or unticks, arrows go from box to box, Tab leaves them all."""

    offers_all: ClassVar[bool] = False

    def offer(self, choices: Sequence[Choice]) -> None:
        """Replace the choices; what was chosen stays chosen when it is still there."""
        super().offer(_keyed(choices))
        for place, box in enumerate(self._boxes.values()):
            box.installEventFilter(self)
            if place:
                box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tick by key, move by arrow."""
        boxes = list(self._boxes.values())
        place = _place(event, len(boxes))
        if place >= 0:
            boxes[place].click()
            return True
        step = _STEPS.get(Qt.Key(event.key()), 0) if isinstance(event, QKeyEvent) else 0
        if not step or event.type() != QEvent.Type.KeyPress:
            return False
        at: Any = watched
        boxes[(boxes.index(at) + step) % len(boxes)].setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _keyed(choices: Sequence[Choice]) -> list[Choice]:
    return [(code, f"{KEYS[place]} · {words}") for place, (code, words) in enumerate(choices)]


def _place(event: QEvent, most: int) -> int:
    """Which choice a press of a plain key means, -1 for none."""
    if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
        return -1
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not event.text():
        return -1
    place = KEYS.find(event.text().lower())
    return place if place < most else -1
