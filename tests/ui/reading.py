"""Whether a table shows its texts whole, found out by painting it: with an ellipsis allowed, and without."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QTableView


def is_shortened(table: QTableView) -> bool:
    """Whether a title or a text on the screen of this table ends in an ellipsis, wherever it is scrolled to."""
    bar, step = table.horizontalScrollBar(), max(table.viewport().width() // 2, 1)
    for place in range(0, bar.maximum() + step, step):
        bar.setValue(place)
        if _painted(table, Qt.TextElideMode.ElideRight) != _painted(table, Qt.TextElideMode.ElideNone):
            return True
    bar.setValue(0)
    return False


def is_all_in_reach(table: QTableView) -> bool:
    """Whether every column can be seen: none is hidden, and what is too wide has a scroll bar in sight."""
    columns = range(table.model().columnCount())
    is_too_wide = sum(table.columnWidth(place) for place in columns) > table.viewport().width()
    has_hidden = any(table.isColumnHidden(place) for place in columns)
    return not has_hidden and (table.horizontalScrollBar().isVisible() or not is_too_wide)


def _painted(table: QTableView, mode: Qt.TextElideMode) -> tuple[QImage, QImage]:
    header = table.horizontalHeader()
    before = table.textElideMode(), header.textElideMode()
    table.setTextElideMode(mode)
    header.setTextElideMode(mode)
    QApplication.processEvents()
    seen = table.viewport().grab().toImage(), header.viewport().grab().toImage()
    table.setTextElideMode(before[0])
    header.setTextElideMode(before[1])
    return seen
