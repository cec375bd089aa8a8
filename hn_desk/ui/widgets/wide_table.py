"""A table of figures with long headings: each breaks over as many lines as it needs, columns share the width."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from hn_desk.ui.widgets.rows import Column, side_of

_AROUND: Final = 22
_ABOVE_AND_BELOW: Final = 12
_NARROWEST: Final = 110
_BROKEN: Final = 130
"""So wide a column's texts are at least, when they are broken so that the table fits."""


class WideTable(QTableWidget):
    """Shows whole rows of texts at once; Ctrl+C and the arrows work as in any table, nothing can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
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
        wished, asked = asked, _narrowed(asked, self.viewport().width())
        spare = max(self.viewport().width() - sum(asked), 0)
        for place, width in enumerate(asked):
            self.setColumnWidth(place, width + spare // len(asked))
        heights = [self._height(place) for place in range(self.columnCount())]
        self.horizontalHeader().setFixedHeight(max(heights, default=0) + 14)
        self._heighten(is_broken=asked != wished)

    def _heighten(self, *, is_broken: bool) -> None:
        """Rows of one line, or as high as their broken texts."""
        usual = self.verticalHeader().defaultSectionSize()
        for row in range(self.rowCount()):
            cells = [self.item(row, place) for place in range(self.columnCount())] if is_broken else []
            heights = [self._room(cell.text(), cell.column(), self.font()) for cell in cells if cell is not None]
            self.setRowHeight(row, max(usual, max(heights, default=0) + _ABOVE_AND_BELOW))

    def _height(self, place: int) -> int:
        font = self.horizontalHeader().font()
        font.setBold(True)
        return self._room(self.model().headerData(place, Qt.Orientation.Horizontal), place, font)

    def _room(self, text: str, place: int, font: QFont) -> int:
        """How high a text is in the width of its column."""
        room = QRect(0, 0, self.columnWidth(place) - _AROUND, 10_000)
        return QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()


def _narrowed(asked: Sequence[int], room: int) -> list[int]:
    """The widths, the widest cut down while they don't fit; as they were when even that would not do."""
    widths = list(asked)
    while sum(widths) > room and max(widths) > _BROKEN:
        place = widths.index(max(widths))
        others = [width for width in widths if width < widths[place]]
        goal = max(_BROKEN, max(others, default=0), widths[place] - (sum(widths) - room))
        widths[place] = min(goal, widths[place] - 1)
    return widths if sum(widths) <= room else list(asked)
