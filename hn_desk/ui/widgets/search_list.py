"""A searchable, sortable list over any number of records."""

from collections.abc import Mapping, Sequence
from functools import partial
from threading import Event
from typing import Any, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.column_widths import ABOVE_AND_BELOW, Columns
from hn_desk.ui.widgets.rows import PAGE, Column, Found, Rows, Source

FIRST: Final = PAGE
"""Ids that are asked for at once after a key; the others follow when the typing rests."""
PAUSE: Final = 250
"""Milliseconds of rest after which they are asked for."""


class SearchList(QWidget):
    """A search line, a table, a count. Ctrl+F searches, arrows move, Enter opens.

    `chosen(id)` follows the current row ("" when none), `opened(id)` is Enter or a double click, `loaded(n)` says
    that ids of the last search are here, all of them when `is_whole()`. `bar` is a layout beside the search line for
    filters and buttons.
    """

    chosen = Signal(str)
    opened = Signal(str)
    loaded = Signal(int)

    def __init__(self, jobs: Jobs, source: Source, *, is_descending: bool = False) -> None:
        """With `is_descending` the first column begins with its last: the newest day."""
        super().__init__()
        self._jobs = jobs
        self._source = source
        self._sort = next((column.sort for column in source.columns if column.sort), "name")
        self._is_descending = is_descending
        self._filters: Mapping[str, str] = {}
        self._wanted = ""
        self._kept = ""
        """The id that was current before the last search and isn't among its first ones."""
        self._has_first = False
        """Whether the first ids of this search are shown, and the others are still to come."""
        self._is_whole = True
        self._given_up = Event()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask_all)
        self.rows = Rows(source, jobs)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search, with or without accents (Ctrl+F)"))
        self.search.setAccessibleName(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.table = _Table(self.rows, source.columns)
        _dress(self.table)
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(0, order)
        self.count = QLabel(self)
        self.count.setObjectName("hint")
        self.bar = QHBoxLayout()
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Search again with the same words; the current record stays current when it is still there."""
        if max(self.table.currentIndex().row(), self.table.rowAt(0)) >= FIRST:
            self._has_first = False
            self._ask_all()
        else:
            self._ask_first()

    def add_note(self, note: QLabel) -> None:
        """Put a sentence between the search line and the table."""
        self._room.insertWidget(1, note)

    def query(self, **more: Any) -> Any:
        """What is asked now, for all ids; `more` adds to it."""
        asked = {"text": self.search.text(), "sort": self._sort, "descending": self._is_descending}
        return self._source.query(**asked, filters=dict(self._filters), **more)

    def is_whole(self) -> bool:
        """Whether every id of the last search is here, not only the first ones."""
        return self._is_whole

    def filter(self, filters: Mapping[str, str]) -> None:
        """Show only records that pass `filters`, as the action names them."""
        self._filters = dict(filters)
        self.reload()

    def chosen_id(self) -> str:
        """The id of the current row, or ""."""
        return self.rows.id_at(self.table.currentIndex().row())

    def chosen_row(self) -> Any | None:
        """The row of the current id, None while it is fetched."""
        return self.rows.row(self.table.currentIndex().row()) if self.chosen_id() else None

    def choose(self, id_: str) -> None:
        """Make a record current, now or as soon as the list is here; "" makes none current."""
        self._wanted = id_
        place = self.rows.row_of(id_)
        if place >= 0:
            self._wanted = ""
            self._make_current(place)
        elif not id_:
            self.table.setCurrentIndex(QModelIndex())

    def _ask_first(self) -> None:
        self._has_first = self._is_whole = False
        self._ask(FIRST)

    def _ask_all(self) -> None:
        self._ask(0)

    def _ask(self, most: int) -> None:
        self._pause.stop()
        self._given_up.set()
        self._given_up = Event()
        is_given_up = partial(_gives_way, self._given_up, self._jobs) if self._has_first else self._given_up.is_set
        query = self.query(most=most, is_given_up=is_given_up)
        lane = f"list {id(self)}"
        if most:
            self._jobs.run_latest(lane, self._source.found, query, then=self._show_first)
        else:
            self._jobs.run_latest(lane, self._source.ids, self._source.office, query, then=self._show_all)

    def _show_first(self, found: Found) -> None:
        if len(found.ids) != FIRST:
            self._show_all(found.ids, found.first)
            return
        ids = found.ids
        self._kept = self._kept or self.chosen_id()
        self._replace(ids, found.first)
        self._has_first = True
        self.count.setText(_("Found: more than {n}").format(n=FIRST))
        if self._find_wanted() or not (self._wanted or self._kept):
            self._pause.start()
        else:
            self._ask_all()
        self.loaded.emit(len(ids))

    def _show_all(self, ids: Sequence[str], first: Sequence[Any] = ()) -> None:
        if self._has_first and not ids:
            self._pause.start()  # it gave way to another call
            return
        self._kept = self._kept or self.chosen_id()
        if not (self._has_first and self.rows.extend(ids)):
            self._replace(ids, first)
        self._has_first, self._is_whole = False, True
        self.count.setText(self._told(len(ids)))
        if not self._find_wanted() and self._kept and not self._wanted:
            self.chosen.emit("")
        self._kept = ""
        self.loaded.emit(len(ids))

    def _replace(self, ids: Sequence[str], first: Sequence[Any]) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.rows.replace(ids, first)
        selection.blockSignals(False)

    def _find_wanted(self) -> bool:
        """Make the record that is wanted, or else the one that was current, current again if it is here."""
        wanted = self._wanted or self._kept
        place = self.rows.row_of(wanted) if wanted else -1
        if place < 0:
            return False
        self._kept = ""
        if place != self.table.currentIndex().row() or wanted == self._wanted:
            self._restore(place, is_news=wanted == self._wanted)
        return True

    def _told(self, found: int) -> str:
        if found:
            return _("Found: {n}").format(n=f"{found:,}".replace(",", "."))
        if self.search.text().strip() or self._filters:
            return _("Nothing found. Type less of the name, or take the filter away.")
        return _("Nothing here yet.")

    def _restore(self, place: int, *, is_news: bool) -> None:
        selection = self.table.selectionModel()
        selection.blockSignals(not is_news)
        self._make_current(place)
        selection.blockSignals(False)
        self._wanted = ""

    def _make_current(self, place: int) -> None:
        index = self.rows.index(place, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)

    def _sort_by(self, section: int, order: Qt.SortOrder) -> None:
        sort = self._source.columns[section].sort
        if sort:
            self._sort = sort
            self._is_descending = order == Qt.SortOrder.DescendingOrder
            self.reload()

    def _went(self, current: QModelIndex) -> None:
        self.chosen.emit(self.rows.id_at(current.row()))

    def _opened(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.id_at(index.row()))

    def _first(self) -> None:
        if self.rows.rowCount():
            self.table.setFocus()
            self._make_current(0)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.reload)
        self.search.returnPressed.connect(self._first)
        self.table.selectionModel().currentRowChanged.connect(self._went)
        self.table.activated.connect(self._opened)
        self.table.horizontalHeader().sortIndicatorChanged.connect(self._sort_by)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.setContext(Qt.ShortcutContext.WindowShortcut)
        find.activated.connect(self._find)

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addLayout(self.bar)
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(12, 12, 12, 8)
        self._room.addLayout(top)
        self._room.addWidget(self.table, 1)
        self._room.addWidget(self.count)


def _gives_way(given_up: Event, jobs: Jobs) -> bool:
    return given_up.is_set() or jobs.has_waiting()


class _Table(QTableView):
    """Texts stand whole: long ones break, what is wider than the table scrolls; rows are fitted page by page."""

    def __init__(self, rows: Rows, columns: Sequence[Column]) -> None:
        super().__init__()
        self._rows = rows
        self._fitted: set[int] = set()
        self.setModel(rows)
        self._widths = Columns(self, columns, is_low=True)
        rows.modelReset.connect(self._fitted.clear)
        rows.dataChanged.connect(self._came)
        self.verticalScrollBar().valueChanged.connect(self._heighten)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share()

    def _came(self, first: QModelIndex, last: QModelIndex) -> None:
        places = range(first.row(), last.row() + 1)
        self._fitted.discard(first.row() // PAGE)
        if self._widths.learn([row for row in map(self._rows.row, places) if row is not None]):
            self._share()
        else:
            self._heighten()

    def _share(self) -> None:
        self._widths.share()
        self._fitted.clear()
        self._heighten()

    def _heighten(self) -> None:
        """Fit the heights of the pages in sight, once for each width."""
        last = self.rowAt(self.viewport().height() - 1)
        pages = range(self.rowAt(0) // PAGE, (last if last >= 0 else self._rows.rowCount() - 1) // PAGE + 1)
        for page in set(pages) - self._fitted:
            self._heighten_page(page)

    def _heighten_page(self, page: int) -> None:
        for place in range(page * PAGE, min((page + 1) * PAGE, self._rows.rowCount())):
            row = self._rows.row(place)
            if row is None:
                return
            self._widths.heighten(place, row)
        self._fitted.add(page)


def _dress(table: QTableView) -> None:
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(True)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().lineSpacing() + ABOVE_AND_BELOW)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setTextElideMode(Qt.TextElideMode.ElideRight)
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(True)
