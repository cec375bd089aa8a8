"""The rows of a long list: an array of ids, and the pages of 50 rows that were looked at last."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from hn_desk.ui.jobs import Jobs

PAGE: Final = 50
_MOST_PAGES: Final = 200
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the text of a row, the name its action sorts by ("" for none), its width in letters.

    Where `text` covers something, `bare` is what is shown while the veil is lifted. `ink` is the colour of a row's text
    where it isn't the usual one ("" for that); a sign or word tells the same.
    """

    title: str
    text: Callable[[Any], str]
    sort: str = ""
    letters: int = 14
    is_number: bool = False
    bare: Callable[[Any], str] | None = None
    ink: Callable[[Any], str] | None = None

    def shown(self, row: Any, *, is_lifted: bool) -> str:
        """The text of a row with the veil up or down."""
        return self.bare(row) if is_lifted and self.bare is not None else self.text(row)

    def widest(self, row: Any) -> str:
        """The text that the column must have room for."""
        return self.shown(row, is_lifted=True)


def side_of(column: Column) -> Qt.AlignmentFlag:
    """Numbers and their titles stand at the right, all else at the left."""
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list comes from: the contract's `…_ids(office, Query)` and `…_rows(office, ids)`, and its columns.

    `query` is the action's Query class, called as `query(text=…, sort=…, descending=…, filters=…, most=…,
    is_given_up=…)`. Rows have an `id`.
    """

    office: Any
    ids: Callable[[Any, Any], Sequence[str]]
    rows: Callable[[Any, Sequence[str]], Sequence[Any]]
    query: Callable[..., Any]
    columns: Sequence[Column]

    def found(self, query: Any) -> "Found":
        """The ids that answer a query, with the first page of their rows: one question for one painting."""
        ids = self.ids(self.office, query)
        return Found(ids, self.rows(self.office, tuple(ids[:PAGE])) if ids else ())


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ids, and the first page of their rows."""

    ids: Sequence[str]
    first: Sequence[Any]


class Rows(QAbstractTableModel):
    """A table over ids; a row that isn't here yet shows “…” and comes by itself."""

    came = Signal()
    """A page of rows was filled in."""

    def __init__(self, source: Source, jobs: Jobs) -> None:
        super().__init__()
        self._source = source
        self._sides = [side_of(column) for column in source.columns]
        self._jobs = jobs
        self._ids: Sequence[str] = ()
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()
        self._asked: set[int] = set()
        self._round = 0
        self._is_lifted = False

    def lift(self, is_lifted: bool) -> None:
        """Show or cover what the columns cover."""
        self._is_lifted = is_lifted
        for number in self._pages:
            self._tell(number)

    def replace(self, ids: Sequence[str], first: Sequence[Any] = ()) -> None:
        """Show these ids from now on; `first` is the first page of their rows, when it is here already."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self._asked.clear()
        self._round += 1
        if first:
            self._pages[0] = first
        self.endResetModel()
        if first:
            self._tell(0)
            self.came.emit()

    def extend(self, ids: Sequence[str]) -> bool:
        """Show these ids, of which those shown so far are the first; False when they aren't."""
        known = len(self._ids)
        if len(ids) < known or tuple(ids[:known]) != tuple(self._ids):
            return False
        if len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids = ids
            for number in [number for number in self._pages if (number + 1) * PAGE > known]:
                del self._pages[number]
            self.endInsertRows()
        return True

    def id_at(self, row: int) -> str:
        """The id in a row, or "" beyond the end."""
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def row_of(self, id_: str) -> int:
        """The row of an id, or -1."""
        try:
            return self._ids.index(id_)
        except ValueError:
            return -1

    def row(self, place: int) -> Any | None:
        """The row at a place, or None while it is fetched."""
        number, within = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            return None
        self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    def rowCount(self, parent: _Index | None = None) -> int:
        """Number of ids."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Number of columns."""
        return 0 if parent is not None and parent.isValid() else len(self._source.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The text of a cell; numbers stand at the right."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[index.column()]
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        column = self._source.columns[index.column()]
        row = self.row(index.row())
        return "…" if row is None else column.shown(row, is_lifted=self._is_lifted)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._sides[section]
        return self._source.columns[section].title if role == Qt.ItemDataRole.DisplayRole else None

    def _ask(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        ids = tuple(self._ids[number * PAGE : (number + 1) * PAGE])
        self._jobs.run(self._source.rows, self._source.office, ids, then=partial(self._fill, self._round, number))

    def _fill(self, asked_in: int, number: int, rows: Sequence[Any]) -> None:
        if asked_in != self._round:
            return
        self._asked.discard(number)
        self._pages[number] = rows
        while len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)
        self._tell(number)
        self.came.emit()

    def _tell(self, number: int) -> None:
        last = min((number + 1) * PAGE, len(self._ids)) - 1
        self.dataChanged.emit(self.index(number * PAGE, 0), self.index(last, len(self._source.columns) - 1))
