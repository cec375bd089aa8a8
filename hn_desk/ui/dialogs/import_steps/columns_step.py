"""Step 4: which column holds which field, each field once; remembered for the next file with the same headings."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.sheet_facts import SheetFacts
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.field import TextField

_FIELD: Final = 2
_ROW_HEIGHT: Final = 36


class ColumnsStep(Step):
    """A choice a column; a field chosen for another column is taken from the one before, and the step says so."""

    def __init__(self, course: Course) -> None:
        super().__init__(course, _("Say what each column holds. What is left empty is not taken in."))
        self.known = label("", "good")
        self.said = label("")
        self.missing = label("", "problem")
        self.table = QTableWidget(0, 4)
        self.choices: dict[int, ChoiceField] = {}
        self.remember = FlagField(_("&Remember this for the next file with the same headings"))
        self.template = TextField(most=60)
        self._shown_for: object = None
        self._lay_out()
        self.template.setEnabled(False)
        self.remember.edited.connect(self._remember)
        self.template.edited.connect(self._remember)
        course.moved.connect(self._show)

    def enter(self) -> None:
        """Show the columns with what is proposed for each."""
        self._show()

    def is_ready(self) -> bool:
        """Whether a field that is needed has its column; rows without the others are asked about in the check."""
        facts = self.course.facts()
        return facts is not None and facts.is_a_list()

    def first(self) -> QWidget:
        """The first choice."""
        return next(iter(self.choices.values()), self.table)

    def _show(self) -> None:
        facts = self.course.facts()
        if facts is not None and self.isVisible():
            plan = facts.plan
            shown_for = (plan.sheet, plan.headings_row, plan.headings_rows, plan.encodings, self.course.file)
            if self._shown_for != shown_for:
                self._shown_for = shown_for
                self._fill(facts)
            self._put(plan.mapping)
            self.known.setText(_("As in “{name}”, remembered from last time.").format(name=plan.template))
            self.known.setVisible(bool(plan.template))
            self._tell_missing(facts.missing())
        self.changed.emit()

    def _fill(self, facts: SheetFacts) -> None:
        self.choices = {}
        columns = facts.columns()
        self.table.setRowCount(len(columns))
        fields = [(field.code, field.label) for field in facts.fields()]
        for row, column in enumerate(columns):
            choice = ChoiceField([("", _("(not taken in)")), *fields], has_empty=False)
            (choice.focusProxy() or choice).setAccessibleName(column.heading)
            choice.edited.connect(partial(self._chosen, column.place))
            self.choices[column.place] = choice
            for place, text in enumerate((column.heading, column.samples, "", _sure(column.confidence))):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, place, item)
            self.table.setCellWidget(row, _FIELD, choice)

    def _put(self, mapping: Mapping[str, int]) -> None:
        by_column = {column: code for code, column in mapping.items()}
        for place, choice in self.choices.items():
            choice.put(by_column.get(place, ""))

    def _chosen(self, place: int) -> None:
        code = self.choices[place].value()
        before, facts = self.course.assign(place, code), self.course.facts()
        if before is None or facts is None:
            self.said.setText("")
        else:
            moved = _("“{field}” was moved here from the column “{column}”.")
            self.said.setText(moved.format(field=self.choices[place].words(), column=facts.title(before)))

    def _remember(self) -> None:
        file = self.course.file
        if self.remember.value() and not self.template.value() and file is not None:
            self.template.put(Path(file.opened.name).stem)
        self.template.setEnabled(self.remember.value())
        self.course.template_name = self.template.value() if self.remember.value() else ""

    def _tell_missing(self, missing: tuple[str, ...]) -> None:
        self.missing.setText(_("⚠ No column holds: {fields}").format(fields=", ".join(missing)) if missing else "")
        self.missing.setVisible(bool(missing))

    def _lay_out(self) -> None:
        self.table.setHorizontalHeaderLabels([_("Column of the file"), _("Samples"), _("Holds"), _("Proposal")])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setAccessibleName(_("Columns of the sheet"))
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place in range(4):
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        below = QHBoxLayout()
        below.addWidget(self.remember, 0, Qt.AlignmentFlag.AlignBottom)
        below.addWidget(Cell(_("&Name to remember it by"), self.template), 1)
        for part in (self.known, self.table, self.said, self.missing):
            self.room.addWidget(part, int(part is self.table))
        self.room.addLayout(below)


def _sure(confidence: int) -> str:
    if not confidence:
        return ""
    return (_("sure, {n} %") if confidence >= 90 else _("please check, {n} %")).format(n=confidence)
