"""The cells of a small table typed line by line, the last line always empty; pasted from a spreadsheet too."""

import csv
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hn_desk.rules.text import clean_line

TRIGGERS: Final = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)
NARROW: Final = "QTableWidget::item, QHeaderView::section { padding: 3px; }"
"""Five columns stand in half a window."""
Cells = tuple[str, ...]


def pasted_cells(text: str) -> list[Cells]:
    """The lines copied from a spreadsheet that aren't empty, their cells cleaned."""
    rows = [tuple(clean_line(cell) for cell in row) for row in csv.reader(text.splitlines(), delimiter="\t")]
    return [row for row in rows if any(row)]


class TypedCells(QTableWidget):
    """The cells: Tab goes on while typing, Enter always, Delete empties, Ctrl+V takes lines from a spreadsheet."""

    pasted = Signal(str)

    def __init__(self, titles: Sequence[str], widest: int, rows: int) -> None:
        """`widest` is the column that takes the room left over, `rows` how many lines are in sight."""
        super().__init__(0, len(titles))
        self._rows = rows
        self.setHorizontalHeaderLabels(list(titles))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 12)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setResizeContentsPrecision(0)
        header.sectionResized.connect(self._heighten)
        self.cellChanged.connect(self.resizeRowToContents)
        self.setStyleSheet(NARROW)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Editing(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.lock(is_locked=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Its height is known once the sheet has drawn its headings."""
        super().showEvent(event)
        headings = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(headings + self._rows * self.verticalHeader().defaultSectionSize() + 4)

    def cells(self, row: int) -> Cells:
        """The cleaned texts of a line."""
        items = (self.item(row, column) for column in range(self.columnCount()))
        return tuple(clean_line(item.text()) if item else "" for item in items)

    def show_lines(self, lines: Sequence[Cells]) -> None:
        """Show these lines and an empty one; nothing is emitted."""
        self.blockSignals(True)
        self.setRowCount(len(lines))
        for row, cells in enumerate(lines):
            for column, text in enumerate(cells[: self.columnCount()]):
                self.setItem(row, column, QTableWidgetItem(text))
        self.blockSignals(False)
        self.keep_one_empty()

    def keep_one_empty(self) -> None:
        """Keep an empty line at the end to type into."""
        if not self.rowCount() or any(self.cells(self.rowCount() - 1)):
            self.setRowCount(self.rowCount() + 1)
            self._heighten()

    def _heighten(self) -> None:
        """Give every line the height that its words need, in the widths there are."""
        self.resizeRowsToContents()

    def lock(self, *, is_locked: bool) -> None:
        """Take typing away, or give it back."""
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers if is_locked else TRIGGERS)

    def paste(self) -> None:
        """Take what was copied, unless the table is locked."""
        if self.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers:
            self.pasted.emit(QGuiApplication.clipboard().text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, empty a cell, go to the next cell with Enter; the Enter that ends typing goes nowhere."""
        can_type = self.editTriggers() != QAbstractItemView.EditTrigger.NoEditTriggers
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() == Qt.Key.Key_Delete and can_type:
            self.setItem(self.currentRow(), self.currentColumn(), QTableWidgetItem(""))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.state() is not QAbstractItemView.State.EditingState:
                self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        row, column = divmod(self.currentRow() * self.columnCount() + self.currentColumn() + 1, self.columnCount())
        if row < self.rowCount():
            self.setCurrentCell(row, column)


class _Editing(QStyledItemDelegate):
    """Opens the line in which a cell is typed."""

    def __init__(self, cells: TypedCells) -> None:
        super().__init__(cells)
        self._of = cells

    def createEditor(self, parent: QWidget, _option: Any, _index: Any) -> QWidget:
        """The line."""
        return _CellLine(parent, self._of)


class _CellLine(QLineEdit):
    """A cell being typed; lines of a spreadsheet go into the table, not into the cell."""

    def __init__(self, parent: QWidget, cells: TypedCells) -> None:
        super().__init__(parent)
        self._of = cells
        self.setFrame(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on what was copied from several cells."""
        is_paste = event.matches(QKeySequence.StandardKey.Paste)
        if is_paste and set(QGuiApplication.clipboard().text().strip()) & set("\t\n"):
            self._of.paste()
        else:
            super().keyPressEvent(event)
