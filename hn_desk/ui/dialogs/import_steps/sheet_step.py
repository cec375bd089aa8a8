"""Step 2: which sheet, and which row holds the headings; the first rows as they stand in the file."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QTableWidget, QTableWidgetItem, QWidget

from hn_desk.i18n import _
from hn_desk.intake.opening import Sheet, cell_text
from hn_desk.ui import theme
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.import_steps.sheet_facts import SheetFacts, letter_of
from hn_desk.ui.dialogs.import_steps.step import Step
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import NumberField

SHOWN: Final = 40
_MOST_COLUMNS: Final = 60
_WIDEST: Final = 260


class SheetStep(Step):
    """The sheet with the most rows and the likeliest heading row are proposed; both can be put right."""

    def __init__(self, course: Course) -> None:
        super().__init__(
            course, _("Choose the sheet with the list. The row of headings is marked; put it right if it is another.")
        )
        self.sheet = ChoiceField(has_empty=False)
        self.row = NumberField(least=1, most=10_000)
        self.rows = ChoiceField([("1", _("one row")), ("2", _("two rows, one over the other"))], has_empty=False)
        self.take = button(_("The &marked row holds the headings"))
        self.raw = _raw_table()
        self.found = label("")
        self._lay_out()
        self.sheet.edited.connect(self._other_sheet)
        self.row.left.connect(self._other_row)
        self.row.line.returnPressed.connect(self._other_row)
        self.rows.edited.connect(self._other_row)
        self.take.clicked.connect(self._take)
        course.moved.connect(self._show)

    def enter(self) -> None:
        """Offer the sheets; ask for a proposal when there is none yet."""
        sheets = self.course.file.opened.sheets if self.course.file else ()
        self.sheet.offer([(sheet.name, _told(sheet)) for sheet in sheets])
        if self.course.plan is None and sheets:
            self.course.suggest(max(sheets, key=lambda sheet: len(sheet.rows)).name)
        self._show()

    def is_ready(self) -> bool:
        """Whether the headings were found."""
        return self.course.plan is not None

    def first(self) -> QWidget:
        """The choice of the sheet."""
        return self.sheet

    def _show(self) -> None:
        facts = self.course.facts()
        if facts is not None and self.isVisible():
            self.sheet.put(facts.plan.sheet)
            self.row.put(facts.plan.headings_row - facts.plan.headings_rows + 2)
            self.rows.put(str(facts.plan.headings_rows))
            self._fill(facts)
            titles = [title for title in facts.titles if title]
            self.found.setText(_("Headings found: {headings}").format(headings=" · ".join(titles)))
        self.changed.emit()

    def _other_sheet(self) -> None:
        self.course.suggest(self.sheet.value())

    def _other_row(self) -> None:
        first, plan = self.row.value(), self.course.plan
        if first is None or plan is None:
            return
        rows = int(self.rows.value())
        last = first + rows - 2
        if (last, rows) != (plan.headings_row, plan.headings_rows):
            self.course.suggest(plan.sheet, last, rows)

    def _take(self) -> None:
        self.row.put(self.raw.currentRow() + 1)
        self._other_row()

    def _fill(self, facts: SheetFacts) -> None:
        plan, sheet = facts.plan, facts.sheet
        head = range(plan.headings_row - plan.headings_rows + 1, plan.headings_row + 1)
        rows = sheet.rows[:SHOWN]
        self.raw.setRowCount(len(rows))
        self.raw.setColumnCount(min(max((len(row) for row in rows), default=0), _MOST_COLUMNS))
        self.raw.setHorizontalHeaderLabels([letter_of(column) for column in range(self.raw.columnCount())])
        for place, row in enumerate(rows):
            for column in range(self.raw.columnCount()):
                text = cell_text(row[column]) if column < len(row) else ""
                self.raw.setItem(place, column, _item(text, is_heading=place in head))
        self.raw.resizeColumnsToContents()
        for column in range(self.raw.columnCount()):
            self.raw.setColumnWidth(column, min(self.raw.columnWidth(column), _WIDEST))
        self.raw.setCurrentCell(plan.headings_row, 0)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(Cell(_("S&heet"), self.sheet), 3)
        top.addWidget(Cell(_("First ro&w of the headings"), self.row), 1)
        top.addWidget(Cell(_("Headin&gs stand in"), self.rows), 2)
        top.addWidget(self.take, 0, Qt.AlignmentFlag.AlignBottom)
        self.room.addLayout(top)
        self.room.addWidget(self.raw, 1)
        self.room.addWidget(self.found)


def _raw_table() -> QTableWidget:
    table = QTableWidget()
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setAccessibleName(_("The first rows of the sheet"))
    return table


def _item(text: str, *, is_heading: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    item.setToolTip(text)
    if is_heading:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        item.setForeground(QColor(theme.ACCENT_DARK))
    return item


def _told(sheet: Sheet) -> str:
    rows = sum(1 for row in sheet.rows if any(cell not in (None, "") for cell in row))
    return _("{name} – {n} rows").format(name=sheet.name, n=f"{rows:,}".replace(",", "."))
