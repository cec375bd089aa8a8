"""The table of the check: rows of one height, cells typed over in place, all by the keyboard."""

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from hn_desk.ui.dialogs.import_steps.check_model import BEFORE, CheckRows
from hn_desk.ui.widgets.column_widths import ABOVE_AND_BELOW, AROUND

_OUTCOME: Final = 20
_WHY: Final = 50
_Index = QModelIndex | QPersistentModelIndex
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CheckTable(QTableView):
    """`went(place)` follows the current row; Enter or F2 types over the current cell."""

    went = Signal(int)
    typed = Signal()
    """Typing over a cell ended, kept or not."""

    def __init__(self, rows: CheckRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_Typing(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(True)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + ABOVE_AND_BELOW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.horizontalHeader().setHighlightSections(False)

    def fit(self) -> None:
        """Give each column the width its kind asks for, and at least its title's."""
        letter = self.fontMetrics().horizontalAdvance("0")
        for column in range(self._rows.columnCount()):
            field = self._rows.field_at(column)
            letters = field.letters if field else (6, _OUTCOME, _WHY)[min(column, BEFORE)]
            title = self.horizontalHeader().sectionSizeHint(column)
            self.setColumnWidth(column, max(letters * letter + AROUND, title))

    def go_to(self, place: int, column: int = 0) -> None:
        """Make a cell current and bring it into sight."""
        index = self._rows.index(max(place, 0), max(column, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def is_typing(self) -> bool:
        """Whether a cell is being typed over: it must not be drawn anew under the hands."""
        return self.state() is QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Say so once the cell is left."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self.typed.emit)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Say which row is looked at."""
        super().currentChanged(current, previous)
        self.went.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type over the cell with Enter, as with F2."""
        if event.key() in _ENTER and not event.modifiers() and not self.is_typing():
            if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
                self.edit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)


class _Typing(QStyledItemDelegate):
    """Opens a frameless line over the cell."""

    def createEditor(self, parent: QWidget, _option: Any, _index: Any) -> QWidget:
        """The line."""
        typed = QLineEdit(parent)
        typed.setFrame(False)
        typed.setStyleSheet("padding: 0 4px; min-height: 0;")
        return typed
