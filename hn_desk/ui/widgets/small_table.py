"""A short table that is handed all its rows at once: staff, deadlines, lists of a month."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from hn_desk.ui.widgets.column_widths import ABOVE_AND_BELOW, Columns
from hn_desk.ui.widgets.rows import Column, side_of


class SmallTable(QTableWidget):
    """Rows in `columns`; `chosen(row)` follows the current row, `opened(row)` is Enter or a double click.

    Every text stands whole: long ones break and make their row higher; what is wider than the table scrolls.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(0, len(columns))
        self._columns = columns
        self._shown: tuple[Any, ...] = ()
        self._is_lifted = False
        for place, column in enumerate(columns):
            title = QTableWidgetItem(column.title)
            title.setTextAlignment(side_of(column))
            self.setHorizontalHeaderItem(place, title)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._dress()
        self._widths = Columns(self, columns)
        self.currentCellChanged.connect(self._went)
        self.cellActivated.connect(self._opened)

    def put(self, rows: Sequence[Any]) -> None:
        """Show these rows; the current one stays current by its `id`, when rows have one."""
        before = getattr(self.chosen_row(), "id", None)
        self.blockSignals(True)
        self._shown = tuple(rows)
        self.setRowCount(len(self._shown))
        for place, row in enumerate(self._shown):
            self._write(place, row)
        self.setCurrentCell(self._place_of(before), 0)
        self.blockSignals(False)
        self._widths.learn(self._shown)
        self._fit()

    def lift(self, is_lifted: bool) -> None:
        """Show or cover what the columns cover."""
        self._is_lifted = is_lifted
        for place, row in enumerate(self._shown):
            for number, column in enumerate(self._columns):
                item = self.item(place, number)
                if column.bare is not None and item is not None:
                    self._name(item, column.shown(row, is_lifted=is_lifted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._widths.share()
        for place, row in enumerate(self._shown):
            self._widths.heighten(place, row)

    def rows(self) -> tuple[Any, ...]:
        """The rows shown."""
        return self._shown

    def chosen_row(self) -> Any | None:
        """The current row, or None."""
        return self._shown[self.currentRow()] if 0 <= self.currentRow() < len(self._shown) else None

    def choose(self, id_: str) -> None:
        """Make the row with this id current, or none."""
        self.setCurrentCell(self._place_of(id_ or None), 0)

    def _place_of(self, id_: str | None) -> int:
        ids = [getattr(row, "id", None) for row in self._shown]
        return ids.index(id_) if id_ is not None and id_ in ids else -1

    def _write(self, place: int, row: Any) -> None:
        for number, column in enumerate(self._columns):
            item = QTableWidgetItem()
            self._name(item, column.shown(row, is_lifted=self._is_lifted))
            item.setTextAlignment(side_of(column))
            ink = column.ink(row) if column.ink is not None else ""
            if ink:
                item.setForeground(QColor(ink))
            self.setItem(place, number, item)

    def _name(self, item: QTableWidgetItem, text: str) -> None:
        item.setText(text)
        item.setToolTip(text)

    def _went(self, place: int, _column: int, before: int, _before_column: int) -> None:
        if place != before:
            self.chosen.emit(self.chosen_row())

    def _opened(self, place: int, _column: int) -> None:
        self.opened.emit(self._shown[place])

    def _dress(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + ABOVE_AND_BELOW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
