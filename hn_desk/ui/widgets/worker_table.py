"""A small table typed cell by cell: the workers of an establishment; pasted from a spreadsheet too."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth, format_date, parse_birth, parse_date
from hn_desk.rules.text import fold
from hn_desk.rules.workers import Worker, contract_problem, count_workers
from hn_desk.ui.widgets.field import Field
from hn_desk.ui.widgets.typed_cells import Cells, TypedCells, pasted_cells

COLUMNS: Final = 5
NAME, BORN, NUMBER, DAY, QUALIFYING = range(COLUMNS)
SHOWN_ROWS: Final = 6
YES: Final = frozenset({"co", "x", "yes", "1", "dung", "v"})
NO: Final = frozenset({"", "khong", "no", "0", "-"})
HEADINGS: Final = frozenset({"ho va ten", "ho ten", "ten", "name", "stt", "tt"})


class WorkerTable(Field):
    """Workers, one a line, the last line always empty; `value` is a tuple of Worker, without what can't be read."""

    counted = Signal()
    """The workers changed, by whoever: what follows from them is to be shown anew."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        titles = (_("Full name"), _("Born"), _("Contract"), _("Its day"), _("Qualifies"))
        self.table = TypedCells(titles, NAME, SHOWN_ROWS)
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


def pasted_lines(text: str) -> list[Cells]:
    """Lines copied from a spreadsheet: name, born, contract's number and day, counts; without heading and numbering."""
    rows = pasted_cells(text)
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
