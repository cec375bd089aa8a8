"""One place of a form: the label, its field, and the mistake under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hn_desk.ui.widgets.field import Field


class Cell(QWidget):
    """A label over a field over a mistake; the label is the field's buddy and its name for screen readers."""

    def __init__(self, label: str, field: Field) -> None:
        super().__init__()
        self.field = field
        self._label = QLabel(label, self)
        self._label.setObjectName("label")
        self._label.setWordWrap(True)
        self._label.setBuddy(field)
        self._problem = QLabel(self)
        self._problem.setObjectName("problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        (field.focusProxy() or field).setAccessibleName(self.title())
        self._lay_out()
        field.left.connect(self._check)
        field.edited.connect(self._calm)

    def title(self) -> str:
        """The label without its mnemonic."""
        return self._label.text().replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix(" *")

    def rename(self, label: str) -> None:
        """Show another label."""
        self._label.setText(label)

    def show_problem(self, sentence: str) -> None:
        """Show a mistake under the field; "" takes it away."""
        self._problem.setText(f"✗ {sentence}" if sentence else "")
        self._problem.setVisible(bool(sentence))
        (self.field.focusProxy() or self.field).setAccessibleDescription(sentence)
        self.field.mark(is_wrong=bool(sentence))

    def shown_problem(self) -> str:
        """The mistake on the screen, or ""."""
        return self._problem.text().removeprefix("✗ ")

    def _check(self) -> None:
        self.show_problem(self.field.problem())

    def _calm(self) -> None:
        """Take a mistake away once what it was about reads well."""
        if self.shown_problem() and not self.field.problem():
            self.show_problem("")

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(3)
        room.addWidget(self._label)
        room.addWidget(self.field)
        room.addWidget(self._problem)
        room.addStretch(1)
