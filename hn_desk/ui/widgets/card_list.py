"""Cards one under another that go to other lists by drag or by keys."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Final

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from hn_desk.ui import theme

KIND: Final = "application/x-hn-desk-card"
_ID: Final = Qt.ItemDataRole.UserRole
_PAD: Final = 6
_GAP: Final = 3
_BATCH: Final = 20
"""Cards laid out at once; the rest follow while nothing else is to do."""


class CardList(QListWidget):
    """Cards with an `id`; `lines(card)` are its lines, the first of them bold.

    Keys: Alt+→ and Alt+← ask for a step (`moved(id, is_onward)`), → and ← for the list beside (`left_to(is_onward)`),
    Space or the right button for a menu (`asked(id, place)`), Enter for the record (`opened(id)`).
    A card of another list let fall here is told by `dropped(id)`.
    """

    moved = Signal(str, bool)
    left_to = Signal(bool)
    asked = Signal(str, QPoint)
    opened = Signal(str)
    dropped = Signal(str)

    def __init__(self, lines: Callable[[Any], Sequence[str]]) -> None:
        super().__init__()
        self._lines = lines
        self._paint = _CardPaint(self)
        self.setItemDelegate(self._paint)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setLayoutMode(QListWidget.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setMouseTracking(False)
        self.itemActivated.connect(lambda item: self.opened.emit(item.data(_ID)))

    def let_drag(self) -> None:
        """Let cards be dragged from here and to here."""
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)

    def put(self, cards: Sequence[Any]) -> None:
        """Show these cards."""
        before = self.card_id()
        self.clear()
        for card in cards:
            item = QListWidgetItem("\n".join(self._lines(card)), self)
            item.setData(_ID, card.id)
        self.choose(before)

    def card_id(self) -> str:
        """The id of the current card, "" for none."""
        item = self.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def choose(self, id_: str) -> bool:
        """Make a card current; whether it is here."""
        places = [place for place in range(self.count()) if self.item(place).data(_ID) == id_]
        if places:
            self.setCurrentRow(places[0])
        return bool(places)

    def sizeHint(self) -> QSize:
        """As low as allowed: cards that find no room scroll."""
        return self.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go and ask by keys."""
        is_side = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        is_onward = event.key() == Qt.Key.Key_Right
        if is_side and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self.card_id():
                self.moved.emit(self.card_id(), is_onward)
        elif is_side:
            self.left_to.emit(is_onward)
        elif event.key() == Qt.Key.Key_Space and self.card_id():
            self._ask(self.visualItemRect(self.currentItem()).center())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the mouse, or of the current one."""
        item = self.itemAt(event.pos())
        if item is not None:
            self.setCurrentItem(item)
        if self.card_id():
            self._ask(event.pos())

    def mimeTypes(self) -> list[str]:
        """What is dragged."""
        return [KIND]

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """The id of the card dragged: it says nothing outside the program."""
        data = QMimeData()
        data.setData(KIND, str(items[0].data(_ID)).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """A card stays where it is until its step is written."""
        return Qt.DropAction.CopyAction

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take cards only."""
        self._consider(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take cards only."""
        self._consider(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which card fell here."""
        id_ = bytes(event.mimeData().data(KIND).data()).decode()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if not any(self.item(place).data(_ID) == id_ for place in range(self.count())):
            self.dropped.emit(id_)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the cards' words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._paint.forget()
            self.scheduleDelayedItemsLayout()

    def _consider(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(KIND) and self.acceptDrops():
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _ask(self, place: QPoint) -> None:
        self.asked.emit(self.card_id(), self.viewport().mapToGlobal(place))


class _CardPaint(QStyledItemDelegate):
    """A frame with the lines, broken to the list's width; the current card of the list with the focus stands out."""

    def __init__(self, cards: CardList) -> None:
        super().__init__(cards)
        self._cards = cards
        self._heights: dict[tuple[str, int], int] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As high as the words need."""
        key = str(index.data()), self._cards.viewport().width()
        if key not in self._heights:
            self._heights[key] = round(self._document(*key).size().height()) + 2 * _PAD + _GAP
        return QSize(key[1], self._heights[key])

    def forget(self) -> None:
        """Forget heights of another width."""
        self._heights.clear()

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw frame and words."""
        drawn: Any = option
        rect: QRect = drawn.rect.adjusted(2, 1, -2, -_GAP)
        is_chosen = bool(drawn.state & QStyle.StateFlag.State_Selected)
        has_focus = bool(drawn.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setBrush(QColor(theme.CHOSEN if is_chosen else theme.PAPER))
        painter.setPen(QPen(QColor(theme.ACCENT if has_focus else theme.SOFT_LINE), 2 if has_focus else 1))
        painter.drawRoundedRect(rect, 4, 4)
        painter.translate(rect.left() + _PAD, rect.top() + _PAD)
        self._document(str(index.data()), drawn.rect.width()).drawContents(painter)
        painter.restore()

    def _document(self, text: str, width: int) -> QTextDocument:
        name, *others = text.split("\n")
        quiet = "".join(f'<br><span style="color:{theme.QUIET}">{escape(line)}</span>' for line in others)
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self._cards.font())
        document.setHtml(f"<b>{escape(name)}</b>{quiet}")
        document.setTextWidth(max(width - 2 * _PAD - 4, 40))
        return document
