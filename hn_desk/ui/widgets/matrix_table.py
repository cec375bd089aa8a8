"""Residential groups against topics: each cell by a sign and a colour, walked with the arrows."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from hn_desk.actions.coverage import GroupCoverage, Matrix, MatrixRow
from hn_desk.i18n import _
from hn_desk.ui.theme import GROUND, WRONG_GROUND

REACHED: Final = "●"
LEFT: Final = "○"
REACHED_GROUND: Final = "#e1f2e7"
SUMS: Final = 3
"""Rows above the groups: how many were reached, their share, how many events there were."""
_NAME: Final = 140
_TOTAL: Final = 58
_NARROWEST: Final = 76
_AROUND: Final = 22
_Index = QModelIndex | QPersistentModelIndex
_SIDE: Final = Qt.AlignmentFlag.AlignCenter


class MatrixModel(QAbstractTableModel):
    """The matrix as Qt asks for it: the rows of sums, then a row for each group shown."""

    def __init__(self) -> None:
        super().__init__()
        self._matrix: Matrix | None = None
        self.rows: tuple[MatrixRow, ...] = ()
        self.topics: tuple[str, ...] = ()
        self._names: Mapping[str, str] = {}

    def put(self, matrix: Matrix, rows: tuple[MatrixRow, ...]) -> None:
        """Show these rows of the matrix."""
        self.beginResetModel()
        self._matrix, self.rows = matrix, rows
        self._names, self.topics = matrix.topics, tuple(matrix.topics)
        self.endResetModel()

    def rowCount(self, _parent: _Index | None = None) -> int:
        """Sums and groups."""
        return SUMS + len(self.rows) if self._matrix else 0

    def columnCount(self, _parent: _Index | None = None) -> int:
        """The group, its topics, their sum."""
        return 2 + len(self.topics)

    def cell(self, row: int, column: int) -> GroupCoverage | None:
        """The group's coverage of a topic at a place; None for names and sums."""
        if row < SUMS or not 1 <= column <= len(self.topics):
            return None
        return self.rows[row - SUMS].cells[column - 1]

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The topics' names."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section == 0:
            return _("Residential group")
        return _("Total") if section > len(self.topics) else self._names[self.topics[section - 1]]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Texts, colours and what a cell means in words."""
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _SIDE if column else Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole and row < SUMS:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._ground(row, column)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            cell = self.cell(row, column)
            return told(cell) if cell else None
        return None

    def _text(self, row: int, column: int) -> str:
        assert self._matrix is not None
        if row < SUMS:
            return self._sum(row, column)
        shown = self.rows[row - SUMS]
        if column == 0:
            return shown.name
        cell = self.cell(row, column)
        return sign(cell) if cell else str(shown.events)

    def _sum(self, row: int, column: int) -> str:
        assert self._matrix is not None
        coverages = self._matrix.coverages
        if column == 0:
            return (_("Groups reached of all"), _("Share reached"), _("Events held"))[row]
        if column > len(self.topics):
            return str(sum(one.events for one in coverages)) if row == SUMS - 1 else ""
        one = coverages[column - 1]
        return (f"{one.reached}/{one.active}", f"{one.percent} %", str(one.events))[row]

    def _ground(self, row: int, column: int) -> QBrush | None:
        if row < SUMS:
            return QBrush(QColor(GROUND))
        cell = self.cell(row, column)
        return QBrush(QColor(REACHED_GROUND if cell.is_reached else WRONG_GROUND)) if cell else None


class _Grounds(QStyledItemDelegate):
    """Paints a cell's own ground, which the window's style sheet would leave out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The ground, then what stands on it."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)  # type: ignore[attr-defined]  # PySide6's stubs leave the field out
        super().paint(painter, option, index)


class MatrixTable(QTableView):
    """Shows the matrix; `went(topic, group)` follows the current cell, with "" for a sum or a name."""

    went = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.matrix = MatrixModel()
        self.setModel(self.matrix)
        self.setItemDelegate(_Grounds(self))
        self.setAccessibleName(_("Residential groups against topics"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)

    def put(self, matrix: Matrix, rows: tuple[MatrixRow, ...]) -> None:
        """Show these rows; the current cell stays current."""
        topic, group = self.place()
        self.matrix.put(matrix, rows)
        self._fit()
        if topic:
            self.choose(topic, group)

    def place(self) -> tuple[str, str]:
        """Topic and group of the current cell, "" where it has none."""
        row, column = self.currentIndex().row(), self.currentIndex().column()
        topic = self.matrix.topics[column - 1] if 1 <= column <= len(self.matrix.topics) else ""
        return topic, self.matrix.rows[row - SUMS].id if SUMS <= row < self.matrix.rowCount() else ""

    def choose(self, topic: str, group: str) -> None:
        """Make the cell of a topic and a group current, where it is shown."""
        ids = [row.id for row in self.matrix.rows]
        if topic in self.matrix.topics and group in ids:
            at = self.matrix.index(SUMS + ids.index(group), 1 + self.matrix.topics.index(topic))
            self.setCurrentIndex(at)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell where the current cell is."""
        super().currentChanged(current, previous)
        self.went.emit(*self.place())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the topics."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Wide enough for a name and a few topics."""
        return QSize(_NAME + 5 * _NARROWEST, 300)

    def _fit(self) -> None:
        topics = len(self.matrix.topics)
        if not topics:
            return
        self.setColumnWidth(0, _NAME)
        self.setColumnWidth(topics + 1, _TOTAL)
        room = self.viewport().width() - _NAME - _TOTAL
        width = max(room // topics, _NARROWEST, self._widest() + _AROUND)
        for column in range(1, topics + 1):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setFixedHeight(max(self._height(column) for column in range(topics + 2)) + _AROUND)

    def _widest(self) -> int:
        """The widest text among the sums and headings' words, which all columns have room for."""
        font = QFont(self.font())
        font.setBold(True)
        metrics, columns = QFontMetrics(font), range(1, self.matrix.columnCount())
        words = [word for column in columns for word in str(self._heading(column)).split()]
        sums = [str(self.matrix.index(0, column).data()) for column in columns]
        return max(metrics.horizontalAdvance(text) for text in (*words, *sums))

    def _height(self, column: int) -> int:
        font = QFont(self.horizontalHeader().font())
        font.setBold(True)
        room = QRect(0, 0, self.columnWidth(column) - _AROUND, 10_000)
        return QFontMetrics(font).boundingRect(room, Qt.TextFlag.TextWordWrap, str(self._heading(column))).height()

    def _heading(self, column: int) -> Any:
        return self.matrix.headerData(column, Qt.Orientation.Horizontal)


def sign(cell: GroupCoverage) -> str:
    """A cell's sign and number of events: `● 2`, `○ 0`, and `● 0+2` for those before a split or merge."""
    before = f"+{cell.before}" if cell.before else ""
    return f"{REACHED if cell.is_reached else LEFT} {cell.events}{before}"


def told(cell: GroupCoverage) -> str:
    """A cell in words."""
    state = _("{name}: reached") if cell.is_reached else _("{name}: NOT REACHED YET")
    words = [state.format(name=cell.name)]
    words.append(_("{n} events").format(n=cell.events))
    if cell.before:
        words.append(_("{n} events reached the groups it followed").format(n=cell.before))
    return "; ".join(words)
