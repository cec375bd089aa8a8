"""A short table that is handed all its rows at once: staff, deadlines, lists of a month."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from hn_desk.ui.widgets.column_widths import NARROWEST, NARROWEST_WRAPPED, fit_width, share_width
from hn_desk.ui.widgets.rows import Column, side_of

_AROUND: Final = 22


class SmallTable(QTableWidget):
    """Rows in `columns`; `chosen(row)` follows the current row, `opened(row)` is Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], *, is_hiding: bool = False) -> None:
        """With `is_hiding` the last columns hide where there is too little room, instead of scrolling."""
        super().__init__(0, len(columns))
        self._is_hiding = is_hiding
        self._columns = columns
        self._shown: tuple[Any, ...] = ()
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
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._dress()
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        if self._is_hiding:
            fit_width(self, self._columns)
        else:
            share_width(self, self._columns, NARROWEST_WRAPPED if self.wordWrap() else NARROWEST)
        if self.wordWrap():
            self._heighten()

    def fit_rows(self) -> None:
        """Break long texts and make each row as high as its longest."""
        self.setWordWrap(True)
        share_width(self, self._columns, NARROWEST_WRAPPED)
        self._heighten()

    def _heighten(self) -> None:
        for place, row in enumerate(self._shown):
            texts = (column.text(row) for column in self._columns)
            heights = [self._height(text, number) for number, text in enumerate(texts)]
            self.setRowHeight(place, max(heights) + 12)

    def _height(self, text: str, column: int) -> int:
        room = QRect(0, 0, max(self.columnWidth(column) - _AROUND, 1), 10_000)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

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
            text = column.text(row)
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            item.setTextAlignment(side_of(column))
            self.setItem(place, number, item)

    def _went(self, place: int, _column: int, before: int, _before_column: int) -> None:
        if place != before:
            self.chosen.emit(self.chosen_row())

    def _opened(self, place: int, _column: int) -> None:
        self.opened.emit(self._shown[place])

    def _dress(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 12)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
