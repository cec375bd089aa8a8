"""What the steps of an import share: a title, whether one may go on, a sentence when something is refused."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.packet_words import label


class Step(QWidget):
    """One step. The wizard calls `enter` whenever it is shown."""

    changed = Signal()
    """Whether one may go on may have changed."""

    def __init__(self, course: Course, explained: str) -> None:
        super().__init__()
        self.course = course
        self.hint = label(explained, "hint")
        self.room = QVBoxLayout(self)
        self.room.setContentsMargins(0, 4, 0, 4)
        self.room.setSpacing(8)
        self.room.addWidget(self.hint)

    def enter(self) -> None:
        """Show what the course holds now."""

    def is_ready(self) -> bool:
        """Whether one may go on to the next step."""
        return True

    def first(self) -> QWidget:
        """What gets the focus when the step is shown."""
        raise NotImplementedError
