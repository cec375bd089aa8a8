"""A small table typed cell by cell: the workers of an establishment; pasted from a spreadsheet too."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth, format_date, parse_birth, parse_date
from hn_desk.rules.text import clean_line, fold
from hn_desk.rules.workers import Worker, contract_problem, count_workers
from hn_desk.ui.widgets.field import Field

COLUMNS: Final = 5
NAME, BORN, NUMBER, DAY, QUALIFYING = range(COLUMNS)
SHOWN_ROWS: Final = 6
YES: Final = frozenset({"co", "x", "yes", "1", "dung", "v"})
NO: Final = frozenset({"", "khong", "no", "0", "-"})
TRIGGERS: Final = (
    QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.DoubleClicked
)
NARROW: Final = "QTableWidget::item, QHeaderView::section { padding: 3px; }"
"""Five columns stand in half a window."""
HEADINGS: Final = frozenset({"ho va ten", "ho ten", "ten", "name", "stt", "tt"})
Cells = tuple[str, ...]


class WorkerTable(Field):
    """Workers, one a line, the last line always empty; `value` is a tuple of Worker, without what can't be read."""

    counted = Signal()
    """The workers changed, by whoever: what follows from them is to be shown anew."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.table = _Cells()
        self.remove = QPushButton(_("Remove the line"), self)
        self.paste = QPushButton(_("Paste from Excel"), self)
        self.hold(self.table)
        buttons = QHBoxLayout()
        for button, act in ((self.remove, self._remove), (self.paste, self.table.paste)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.room.addLayout(buttons)
        self.table.cellChanged.connect(self._typed)
        self.table.pasted.connect(self._pasted)
        self.put(())

    def value(self) -> tuple[Worker, ...]:
        """The workers; what can't be read of one is empty."""
        return tuple(self._worker(cells) for cells in self._lines())

    def put(self, value: Sequence[Worker] | None) -> None:
        """Show these workers."""
        self._show([_cells_of(worker) for worker in value or ()])

    def raw(self) -> object:
        """The cells of every line that isn't empty."""
        return self._lines()

    def typed(self) -> list[str]:
        """The lines, their cells parted by tabs."""
        return ["\t".join(cells) for cells in self._lines()]

    def type_again(self, typed: Any) -> None:
        """Show lines as `typed` gave them."""
        self._show([tuple(str(line).split("\t")) for line in typed])

    def problem(self) -> str:
        """The first line that can't be read, and why."""
        for place, cells in enumerate(self._lines()):
            what = self._wrong(cells)
            if what:
                return _("Line {row}: {what}").format(row=place + 1, what=what)
        return ""

    def lock(self, *, is_locked: bool) -> None:
        """Show the lines without letting them be changed."""
        self.table.lock(is_locked=is_locked)
        self.remove.setVisible(not is_locked)
        self.paste.setVisible(not is_locked)

    def _lines(self) -> tuple[Cells, ...]:
        lines = (self.table.cells(row) for row in range(self.table.rowCount()))
        return tuple(cells for cells in lines if any(cells))

    def _worker(self, cells: Cells) -> Worker:
        return Worker(
            cells[NAME],
            _read(lambda: parse_birth(cells[BORN], today=self._today()), ""),
            cells[NUMBER],
            _read(lambda: parse_date(cells[DAY], today=self._today()), None),
            fold(cells[QUALIFYING]) in YES,
        )

    def _wrong(self, cells: Cells) -> str:
        if not cells[NAME]:
            return _("The worker's name is missing.")
        if fold(cells[QUALIFYING]) not in YES | NO:
            return _("Type “x” for a worker whom the programme is for, or nothing.")
        try:
            if cells[BORN]:
                parse_birth(cells[BORN], today=self._today())
            if cells[DAY]:
                parse_date(cells[DAY], today=self._today())
        except DeskError as error:
            return str(error)
        return contract_problem(self._worker(cells))

    def _show(self, lines: Sequence[Cells]) -> None:
        self.table.show_lines(lines)
        self._tell()

    def _typed(self, _row: int, _column: int) -> None:
        self.table.keep_one_empty()
        self._tell()
        self.edited.emit()

    def _pasted(self, text: str) -> None:
        lines = pasted_lines(text)
        if lines:
            self._show((*self._lines(), *lines))
            self.table.setCurrentCell(self.table.rowCount() - 1, NAME)
            self.edited.emit()
            self.left.emit()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < self.table.rowCount() - 1:
            self.table.removeRow(row)
            self._tell()
            self.edited.emit()

    def _tell(self) -> None:
        workers = self.value()
        counted = count_workers(workers)
        said = _("{n} workers named, {total} with a contract, {qualifying} of these qualify.")
        told = said.format(n=len(workers), total=counted.total, qualifying=counted.qualifying)
        self.explain(told if workers else _("Leave the table empty to type the two numbers below instead."))
        self.counted.emit()


class _Cells(QTableWidget):
    """The cells: Tab goes on while typing, Enter always, Delete empties, Ctrl+V takes lines from a spreadsheet."""

    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, COLUMNS)
        titles = (_("Full name"), _("Born"), _("Contract"), _("Its day"), _("Qualifies"))
        self.setHorizontalHeaderLabels(titles)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 12)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
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
        self.setFixedHeight(headings + SHOWN_ROWS * self.verticalHeader().defaultSectionSize() + 4)

    def cells(self, row: int) -> Cells:
        """The cleaned texts of a line."""
        items = (self.item(row, column) for column in range(COLUMNS))
        return tuple(clean_line(item.text()) if item else "" for item in items)

    def show_lines(self, lines: Sequence[Cells]) -> None:
        """Show these lines and an empty one; nothing is emitted."""
        self.blockSignals(True)
        self.setRowCount(len(lines))
        for row, cells in enumerate(lines):
            for column, text in enumerate(cells[:COLUMNS]):
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
        row, column = divmod(self.currentRow() * COLUMNS + self.currentColumn() + 1, COLUMNS)
        if row < self.rowCount():
            self.setCurrentCell(row, column)


class _Editing(QStyledItemDelegate):
    """Opens the line in which a cell is typed."""

    def __init__(self, cells: _Cells) -> None:
        super().__init__(cells)
        self._of = cells

    def createEditor(self, parent: QWidget, _option: Any, _index: Any) -> QWidget:
        """The line."""
        return _CellLine(parent, self._of)


class _CellLine(QLineEdit):
    """A cell being typed; lines of a spreadsheet go into the table, not into the cell."""

    def __init__(self, parent: QWidget, cells: _Cells) -> None:
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


def pasted_lines(text: str) -> list[Cells]:
    """Lines copied from a spreadsheet: name, born, contract's number and day, counts; without heading and numbering."""
    rows = [tuple(clean_line(cell) for cell in row) for row in csv.reader(text.splitlines(), delimiter="\t")]
    rows = [row for row in rows if any(row)]
    if rows and fold(rows[0][0]) in HEADINGS:
        rows = rows[1:]
    if rows and all(len(row) > 1 and row[0].rstrip(".").isdecimal() for row in rows):
        rows = [row[1:] for row in rows]
    return [(*row, *[""] * COLUMNS)[:COLUMNS] for row in rows]


def _cells_of(worker: Worker) -> Cells:
    return (
        worker.name,
        format_birth(worker.born) if worker.born else "",
        worker.contract_number,
        format_date(worker.contract_on) if worker.contract_on else "",
        "x" if worker.is_qualifying else "",
    )


def _read(read: Callable[[], Any], otherwise: Any) -> Any:
    try:
        return read()
    except DeskError:
        return otherwise
