"""A table of figures with long headings: each breaks over as many lines as it needs, columns share the width."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from hn_desk.ui.widgets.rows import Column, side_of

_AROUND: Final = 22
_NARROWEST: Final = 110


class WideTable(QTableWidget):
    """Shows whole rows of texts at once; Ctrl+C and the arrows work as in any table, nothing can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)

    def put(self, columns: Sequence[Column], rows: Sequence[object]) -> None:
        """Show these rows under these headings."""
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        self.setHorizontalHeaderLabels([column.title for column in columns])
        for place, row in enumerate(rows):
            for number, column in enumerate(columns):
                item = QTableWidgetItem(column.text(row))
                item.setTextAlignment(side_of(column))
                self.setItem(place, number, item)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their cells need, wider when there is room; the headings' line as high as the highest."""
        asked = [max(self.sizeHintForColumn(place) + 8, _NARROWEST) for place in range(self.columnCount())]
        spare = max(self.viewport().width() - sum(asked), 0)
        for place, width in enumerate(asked):
            self.setColumnWidth(place, width + spare // len(asked))
        heights = [self._height(place) for place in range(self.columnCount())]
        self.horizontalHeader().setFixedHeight(max(heights, default=0) + 14)

    def _height(self, place: int) -> int:
        room = QRect(0, 0, self.columnWidth(place) - _AROUND, 10_000)
        font = self.horizontalHeader().font()
        font.setBold(True)
        title = self.model().headerData(place, Qt.Orientation.Horizontal)
        return QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, title).height()
