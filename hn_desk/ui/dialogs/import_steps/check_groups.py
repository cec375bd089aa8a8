"""Equal mistakes and doubts together: their rows shown alone, or all of them mended at once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.import_facts import ProblemGroup
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class CheckGroups(QWidget):
    """`shown(group)` to see a group's rows, or None for all rows again; `mend(group)` to put it right once."""

    shown = Signal(object)
    mend = Signal(object)
    forget = Signal()
    """What was answered for all alike is to be asked again."""

    def __init__(self) -> None:
        super().__init__()
        self.title = label("", "section")
        self.table = SmallTable(
            (
                Column(_("Rows"), lambda one: f"{one.count:,}".replace(",", "."), letters=13, is_number=True),
                Column(_("What"), lambda one: one.what, letters=34),
            )
        )
        self.table.setAccessibleName(_("Mistakes and doubts"))
        self.show_button = button(_("Show &only these rows"))
        self.mend_button = button(_("&Mend all alike…"))
        self.table.chosen.connect(self._chosen)
        self.table.opened.connect(self.mend)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._turn)
        self.mend_button.clicked.connect(lambda: self.mend.emit(self.table.chosen_row()))
        self.forget_button = button("")
        self.forget_button.clicked.connect(self.forget)
        self._lay_out()
        self.put((), 0)

    def put(self, groups: tuple[ProblemGroup, ...], answers: int) -> None:
        """Show these groups; the rows of the one chosen stay shown while it is there. `answers` were given for all."""
        self.forget_button.setText(_("Take &back the answers given for all ({n})").format(n=answers))
        self.forget_button.setVisible(bool(answers))
        before = self.table.chosen_row()
        self.title.setText(
            _("Mistakes and doubts: {n}").format(n=len(groups)) if groups else _("No mistakes and no doubts.")
        )
        self.table.put(groups)
        again = [place for place, one in enumerate(groups) if before and _key(one) == _key(before)]
        self.table.setCurrentCell(again[0] if again else -1, 0)
        self._chosen(self.table.chosen_row())
        if not again:
            self.show_button.setChecked(False)

    def chosen(self) -> ProblemGroup | None:
        """The group whose rows alone are shown, or None."""
        group: ProblemGroup | None = self.table.chosen_row()
        return group if self.show_button.isChecked() else None

    def _chosen(self, group: ProblemGroup | None) -> None:
        self.mend_button.setEnabled(group is not None)
        self.show_button.setEnabled(group is not None)
        if self.show_button.isChecked():
            self.shown.emit(group)

    def _turn(self, is_on: bool) -> None:
        self.shown.emit(self.table.chosen_row() if is_on else None)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_button)
        buttons.addWidget(self.mend_button)
        room = QVBoxLayout(self)
        room.setContentsMargins(6, 0, 0, 4)
        room.addWidget(self.title)
        room.addWidget(self.table, 1)
        room.addLayout(buttons)
        room.addWidget(self.forget_button)


def _key(group: ProblemGroup) -> tuple[str, str]:
    return group.code, group.field
