"""Two records side by side: each field once, what differs marked, left or right chosen."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QLabel, QRadioButton, QScrollArea, QWidget

from hn_desk.actions.household_duplicates import Choice, Comparison, Side
from hn_desk.i18n import _
from hn_desk.ui import theme


class Sides(QScrollArea):
    """`put` shows two records; `taken()` are the fields chosen from the right one."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.shown: Comparison | None = None
        self._rights: dict[str, QRadioButton] = {}
        self._groups: list[QButtonGroup] = []
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.shown = None
        self._rights, self._groups = {}, []
        self.setWidget(QWidget())

    def put(self, comparison: Comparison) -> None:
        """Show two records; what only the right one has is proposed to be taken from it."""
        self.clear()
        self.shown = comparison
        sheet = QWidget()
        self._grid = QGridLayout(sheet)
        self._grid.setContentsMargins(12, 10, 12, 10)
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._head(comparison)
        for place, choice in enumerate(comparison.choices, 3):
            self._add(place, choice)
        self._grid.setRowStretch(len(comparison.choices) + 3, 1)
        self.setWidget(sheet)

    def taken(self) -> frozenset[str]:
        """Fields that are taken from the right record."""
        return frozenset(name for name, button in self._rights.items() if button.isChecked())

    def right(self, field: str) -> QRadioButton:
        """The button that takes a field from the right record; KeyError for one that is the same."""
        return self._rights[field]

    def _head(self, comparison: Comparison) -> None:
        for column, (title, side) in enumerate(
            ((_("Left: stays"), comparison.left), (_("Right: goes into the left"), comparison.right)), 1
        ):
            heading = QLabel(title)
            heading.setObjectName("section")
            self._grid.addWidget(heading, 0, column)
            self._grid.addWidget(_text(_standing(side)), 1, column)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        self._grid.addWidget(line, 2, 0, 1, 3)

    def _add(self, place: int, choice: Choice) -> None:
        label = _text(choice.label)
        self._grid.addWidget(label, place, 0)
        if not choice.is_different:
            label.setStyleSheet(f"color: {theme.QUIET}")
            self._grid.addWidget(_text(choice.left, is_quiet=True), place, 1, 1, 2)
            return
        label.setStyleSheet("font-weight: bold")
        group = QButtonGroup(self)
        self._groups.append(group)
        for column, text in enumerate((choice.left, choice.right), 1):
            button = QRadioButton(_whole(text or _("(nothing)")))
            button.setToolTip(text)
            button.setAccessibleName(f"{choice.label}: {text or _('(nothing)')}")
            group.addButton(button)
            self._grid.addWidget(button, place, column, Qt.AlignmentFlag.AlignLeft)
        left, right = group.buttons()
        (right if choice.takes_right else left).setChecked(True)
        self._rights[choice.field] = right  # type: ignore[assignment]  # the buttons of the group are radio buttons


def _standing(side: Side) -> str:
    told = _("Contacts: {n}").format(n=side.contacts)
    return f"{told} · {side.conversion}" if side.conversion else told


def _text(words: str, *, is_quiet: bool = False) -> QLabel:
    label = QLabel(words)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if is_quiet:
        label.setStyleSheet(f"color: {theme.QUIET}")
    return label


def _whole(text: str) -> str:
    """A button's words broken into lines, since a radio button doesn't break them itself; & stands for itself."""
    lines, line = [], ""
    for word in text.replace("&", "&&").split():
        if line and len(line) + len(word) >= 34:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
