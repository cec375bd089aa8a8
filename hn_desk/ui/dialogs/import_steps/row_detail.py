"""What becomes of the row looked at, and why; for a possible duplicate the choice what to do with it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.import_facts import OF_FILE, POSSIBLE, RowOutcome
from hn_desk.actions.import_plan import MAKE, SKIP, UPDATE
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.words import outcome_label
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import Choice, ChoiceField


class RowDetail(QWidget):
    """`chosen(row, choice)` when a possible duplicate is decided, `for_all(choice)` when all are decided alike."""

    chosen = Signal(object, str)
    for_all = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: RowOutcome | None = None
        self.title = label("", "section")
        self.said = label("")
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.choice = ChoiceField(has_empty=True)
        self.cell = Cell(_("Wha&t to do with it"), self.choice)
        self.all_button = button(_("The same for &all possible duplicates"))
        self.choice.edited.connect(self._choose)
        self.all_button.clicked.connect(lambda: self.for_all.emit(_kind(self.choice.value())))
        self._lay_out()
        self.show_row(None, ())

    def show_row(self, row: RowOutcome | None, said: Sequence[str], choice: str = "") -> None:
        """Show what is said of a row, and what was chosen for it."""
        self._row = row
        self.title.setText(_titled(row) if row else "")
        self.said.setText("\n".join(said))
        may_choose = row is not None and (row.outcome == POSSIBLE or bool(choice))
        self.cell.setVisible(may_choose)
        self.all_button.setVisible(may_choose)
        self.choice.offer(_choices(row) if row else ())
        self.choice.put(choice)
        self.all_button.setEnabled(bool(choice))

    def _choose(self) -> None:
        if self._row is not None:
            self.all_button.setEnabled(bool(self.choice.value()))
            self.chosen.emit(self._row, self.choice.value())

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("sheet")
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(10, 6, 10, 8)
        for part in (self.title, self.cell, self.all_button, self.said):
            inner.addWidget(part)
        inner.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.StyledPanel)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        room = QVBoxLayout(self)
        room.setContentsMargins(6, 4, 0, 0)
        room.addWidget(scroll)


def update_of(row: RowOutcome) -> str:
    """The choice that updates the record which a row fits; "" where it fits none that is kept."""
    return f"{UPDATE}{row.record_id}" if row.record_id and not row.record_id.startswith(OF_FILE) else ""


def _kind(choice: str) -> str:
    return UPDATE if choice.startswith(UPDATE) else choice


def _choices(row: RowOutcome) -> list[Choice]:
    choices = [(MAKE, _("Take it in as a new one")), (SKIP, _("Leave it out"))]
    update = update_of(row)
    return [*choices, (update, _("Update the one that is kept"))] if update else choices


def _titled(row: RowOutcome) -> str:
    return _("Row {row}: {outcome}").format(row=row.row, outcome=outcome_label(row.outcome))
