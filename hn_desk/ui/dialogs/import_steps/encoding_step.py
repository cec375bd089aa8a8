"""Step 3: columns typed in an old Vietnamese font, with five samples before and after; asked once a column."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.sheet_facts import ColumnFont
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.import_steps.words import ENCODINGS, encoding_label
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class EncodingStep(Step):
    """Nothing is to be done where every column is in Unicode, and the step says so."""

    def __init__(self, course: Course) -> None:
        super().__init__(
            course,
            _("Old files are typed in fonts such as .VnTime (TCVN3) or VNI-Times. Is every name legible at the right?"),
        )
        self.said = label("", "section")
        self.columns = SmallTable(
            (
                Column(_("Column"), lambda one: one.heading, letters=26),
                Column(_("Font in the file"), lambda one: one.font, letters=14),
                Column(_("Read as"), lambda one: encoding_label(one.encoding), letters=12),
            )
        )
        self.choice = ChoiceField([(code, encoding_label(code)) for code in ENCODINGS], has_empty=False)
        self.samples = SmallTable(
            (
                Column(_("In the file"), lambda pair: pair[0], letters=20),
                Column(_("As it will be read"), lambda pair: pair[1], letters=20),
            )
        )
        self._lay_out()
        self.columns.chosen.connect(self._chosen)
        self.choice.edited.connect(self._change)
        course.moved.connect(self._show)

    def enter(self) -> None:
        """Show the columns, those in an old font first."""
        self._show()
        if self.columns.chosen_row() is None and self.columns.rows():
            self.columns.setCurrentCell(0, 0)

    def is_ready(self) -> bool:
        """One may always go on."""
        return self.course.plan is not None

    def first(self) -> QWidget:
        """The table of columns."""
        return self.columns

    def _show(self) -> None:
        facts = self.course.facts()
        if facts is not None and self.isVisible():
            fonts = facts.fonts()
            old = [one for one in fonts if one.encoding != ENCODINGS[0]]
            self.said.setText(_found(len(old)))
            self.columns.put(old + [one for one in fonts if one not in old])
            self._chosen(self.columns.chosen_row())
        self.changed.emit()

    def _chosen(self, column: ColumnFont | None) -> None:
        self.choice.setEnabled(column is not None)
        self.samples.put(())
        facts = self.course.facts()
        if column is not None and facts is not None:
            self.choice.put(column.encoding)
            self.samples.put(facts.before_and_after(column.place, column.encoding))

    def _change(self) -> None:
        column = self.columns.chosen_row()
        if column is not None and self.course.plan is not None:
            self.course.change(encodings={**self.course.plan.encodings, column.place: self.choice.value()})

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        self.columns.setAccessibleName(_("Columns of the sheet"))
        self.samples.setAccessibleName(_("Samples of the chosen column"))
        left.addWidget(self.columns, 1)
        right.addWidget(Cell(_("&Letters of this column are"), self.choice))
        right.addWidget(self.samples, 1)
        both = QHBoxLayout()
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.room.addWidget(self.said)
        self.room.addLayout(both, 1)


def _found(old: int) -> str:
    if not old:
        return _("Every column is in Unicode: there is nothing to do here.")
    return _("Columns in an old font: {n}. They are turned into Unicode while they are read.").format(n=old)
