"""Step 5: every row as it would be taken in; mistakes mended in place or all alike, possible duplicates decided."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSplitter, QWidget

from hn_desk.actions.import_facts import OUTCOMES, ROWS, Preview, ProblemGroup, RowOutcome
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.check_groups import CheckGroups
from hn_desk.ui.dialogs.import_steps.check_model import CheckRows
from hn_desk.ui.dialogs.import_steps.check_table import CheckTable
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.mend import MendDialog
from hn_desk.ui.dialogs.import_steps.row_detail import RowDetail
from hn_desk.ui.dialogs.import_steps.sheet_facts import SheetFacts
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.import_steps.words import counted_label
from hn_desk.ui.dialogs.packet_words import button
from hn_desk.ui.widgets.veil import Veil


class CheckStep(Step):
    """Nothing is written; whatever is typed or chosen here has all rows looked through again."""

    def __init__(self, course: Course) -> None:
        legend = _("≈ read otherwise than it stands in the file · ⚠ doubtful · ✗ mistake. Type over a cell to mend it.")
        super().__init__(course, legend)
        self.rows = CheckRows()
        self.table = CheckTable(self.rows)
        self.groups = CheckGroups()
        self.detail = RowDetail()
        self.veil = Veil(self)
        self.outcomes = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        self.again = button(_("Look through it a&gain"))
        self._outcome = ""
        self._shown: object = None
        self._lay_out()
        self._connect()

    def enter(self) -> None:
        """Look through the rows, unless that was done since the last change."""
        if self.course.preview is None:
            self.course.look()
        self._show()

    def is_ready(self) -> bool:
        """Whether something would be written."""
        return self.course.preview is not None and not self.course.is_looking and self.course.will_write() > 0

    def first(self) -> QWidget:
        """The table of rows."""
        return self.table

    def show_outcome(self, outcome: str) -> None:
        """Show the rows with one outcome alone, or all ("")."""
        self._outcome = outcome
        self._filter()

    def _show(self) -> None:
        preview, facts = self.course.preview, self.course.facts()
        self.again.setVisible(preview is None and not self.course.is_looking)
        if preview is None or facts is None or preview is self._shown or not self.isVisible():
            self.changed.emit()
        elif not self.table.is_typing():
            self._put(preview, facts)

    def _put(self, preview: Preview, facts: SheetFacts) -> None:
        self._shown = preview
        place, column = self.table.currentIndex().row(), self.table.currentIndex().column()
        row = self.rows.row(place)
        is_other = self.rows.fields != facts.chosen_fields()
        self.rows.put(facts.chosen_fields(), preview.rows, facts.stands_at)
        if is_other:
            self.table.fit()
        self.groups.put(preview.groups, len(facts.plan.accepted))
        self._count()
        self._filter(row.row if row else 0, column)
        self.changed.emit()

    def _count(self) -> None:
        preview = self.course.preview
        if preview is None:
            return
        for outcome, made in self.buttons.items():
            number = preview.totals.get(outcome or ROWS, 0)
            made.setText(counted_label(outcome, number))
            made.setVisible(bool(number) or not outcome or outcome == self._outcome)

    def _filter(self, number: int = 0, column: int = 0) -> None:
        group = self.groups.chosen()
        wanted = frozenset(group.rows) if group else None
        outcome = self._outcome
        if wanted is None and not outcome:
            self.rows.show_only(None)
        else:
            self.rows.show_only(
                lambda row: (not outcome or row.outcome == outcome) and (wanted is None or row.row in wanted)
            )
        self.table.go_to(max(self.rows.place_of(number), 0), column)
        self._look_at(self.table.currentIndex().row())

    def _look_at(self, place: int) -> None:
        row = self.rows.row(place)
        plan = self.course.plan
        choice = plan.choices.get(row.row, "") if row and plan else ""
        self.detail.show_row(row, self._said(row) if row else (), choice)

    def _said(self, row: RowOutcome) -> list[str]:
        said = [f"• {reason.what}" for reason in row.reasons]
        for field in self.rows.fields:
            said += [f"≈ {field.title}: {way}" for way in self.rows.read_as(row, field)]
            if field.code in row.changes:
                said.append(f"↑ {field.title}: {self.rows.changed(field, *row.changes[field.code])}")
        return said

    def _show_group(self, group: ProblemGroup | None) -> None:
        self._filter()
        if group is not None:
            self.table.go_to(0, self.rows.column_of(group.field))

    def _mend(self, group: ProblemGroup | None) -> None:
        if group is not None:
            MendDialog(self, self.course, group).open()

    def _lift(self, is_lifted: bool) -> None:
        self.rows.lift(is_lifted)
        self._look_at(self.table.currentIndex().row())

    def _connect(self) -> None:
        self.rows.typed.connect(self.course.type_cell)
        self.table.went.connect(self._look_at)
        self.groups.shown.connect(self._show_group)
        self.groups.mend.connect(self._mend)
        self.groups.forget.connect(self.course.forget_answers)
        self.detail.chosen.connect(self.course.decide)
        self.detail.for_all.connect(self.course.decide_all)
        self.veil.turned.connect(self._lift)
        self.again.clicked.connect(self.course.look)
        self.table.typed.connect(self._show)
        self.course.moved.connect(self._show)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(6)
        for outcome in ("", *OUTCOMES):
            made = button("")
            made.setCheckable(True)
            made.setChecked(not outcome)
            made.clicked.connect(partial(self.show_outcome, outcome))
            self.outcomes.addButton(made)
            self.buttons[outcome] = made
            top.addWidget(made)
        top.addStretch(1)
        top.addWidget(self.again)
        top.addWidget(self.veil.button)
        self.table.setAccessibleName(_("Rows of the sheet"))
        side = QSplitter(Qt.Orientation.Vertical)
        side.addWidget(self.groups)
        side.addWidget(self.detail)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.table)
        both.addWidget(side)
        both.setStretchFactor(0, 1)
        both.setSizes([760, 330])
        side.setSizes([260, 260])
        for splitter in (side, both):
            splitter.setChildrenCollapsible(False)
        self.room.addLayout(top)
        self.room.addWidget(both, 1)
