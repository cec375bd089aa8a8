"""Events typed line by line: day, groups, people, women; pasted from a spreadsheet too."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtWidgets import QHBoxLayout, QPushButton

from hn_desk.actions.event_table import EventLine
from hn_desk.i18n import _
from hn_desk.rules.text import fold
from hn_desk.ui.widgets.field import Field
from hn_desk.ui.widgets.typed_cells import Cells, TypedCells, pasted_cells

COLUMNS: Final = 4
GROUPS: Final = 1
SHOWN_ROWS: Final = 8
HEADINGS: Final = frozenset({"ngay", "day", "tu ngay"})


class EventLines(Field):
    """The lines, the last one always empty; `value` is a tuple of EventLine. What is wrong in one the action says."""

    def __init__(self) -> None:
        super().__init__()
        titles = (_("Day"), _("Residential groups"), _("People"), _("Women"))
        self.table = TypedCells(titles, GROUPS, SHOWN_ROWS)
        self.hold(self.table)
        self.remove = QPushButton(_("Remove the line"), self)
        self.paste = QPushButton(_("Paste from Excel"), self)
        buttons = QHBoxLayout()
        for button, act in ((self.remove, self._remove), (self.paste, self.table.paste)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.room.addLayout(buttons)
        self.explain(_("Groups by name or number, parted by commas: “1, 2, Tổ dân phố số 5”."))
        self.table.cellChanged.connect(self._typed)
        self.table.pasted.connect(self._pasted)
        self.put(())

    def value(self) -> tuple[EventLine, ...]:
        """The lines that aren't empty."""
        return tuple(EventLine(*cells) for cells in self._lines())

    def put(self, value: Sequence[EventLine] | None) -> None:
        """Show these lines."""
        self.table.show_lines([(one.day, one.groups, one.people, one.women) for one in value or ()])

    def raw(self) -> object:
        """The cells of every line that isn't empty."""
        return self._lines()

    def typed(self) -> list[str]:
        """The lines, their cells parted by tabs."""
        return ["\t".join(cells) for cells in self._lines()]

    def type_again(self, typed: Any) -> None:
        """Show lines as `typed` gave them."""
        self.table.show_lines([tuple(str(line).split("\t")) for line in typed])

    def lock(self, *, is_locked: bool) -> None:
        """Show the lines without letting them be changed."""
        self.table.lock(is_locked=is_locked)
        self.remove.setVisible(not is_locked)
        self.paste.setVisible(not is_locked)

    def _lines(self) -> tuple[Cells, ...]:
        lines = (self.table.cells(row) for row in range(self.table.rowCount()))
        return tuple(cells for cells in lines if any(cells))

    def _typed(self, _row: int, _column: int) -> None:
        self.table.keep_one_empty()
        self.edited.emit()

    def _pasted(self, text: str) -> None:
        rows = [(*row, *[""] * COLUMNS)[:COLUMNS] for row in pasted_cells(text)]
        lines = rows[1:] if rows and fold(rows[0][0]) in HEADINGS else rows
        if lines:
            self.table.show_lines((*self._lines(), *lines))
            self.table.setCurrentCell(self.table.rowCount() - 1, 0)
            self.edited.emit()
            self.left.emit()

    def _remove(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < self.table.rowCount() - 1:
            self.table.removeRow(row)
            self.edited.emit()
