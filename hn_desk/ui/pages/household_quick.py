"""Contacts written down one after another: a key begins, a save goes on to the next household of the list."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from hn_desk.i18n import _
from hn_desk.ui.pages.household_contacts import Contacts
from hn_desk.ui.widgets.search_list import SearchList

KEY = "Ctrl+T"
_FIRST_FIELD = "way"


class QuickEntry(QObject):
    """Ctrl+T on `page` begins a contact of today with the household chosen, or the first one of the list."""

    said = Signal(str)

    def __init__(self, page: QWidget, list_: SearchList, tabs: QTabWidget, contacts: Contacts) -> None:
        super().__init__(page)
        self._list = list_
        self._tabs = tabs
        self._contacts = contacts
        self._is_on = self._is_waiting = False
        QShortcut(QKeySequence(KEY), page).activated.connect(self.begin)
        contacts.new_button.setToolTip(KEY)
        contacts.saved.connect(self._saved)
        contacts.shown.connect(self._shown)

    def begin(self) -> None:
        """Open the entry for the household chosen."""
        wanted = self._list.chosen_id() or self._list.rows.id_at(0)
        if not wanted or not self._contacts.new_button.isVisibleTo(self._contacts):
            return
        if wanted == self._contacts.household_id():
            self._focus()
            return
        self._is_waiting = True
        self._list.choose(wanted)

    def _saved(self) -> None:
        if not self._is_on:
            return
        following = self._list.rows.id_at(self._list.rows.row_of(self._contacts.household_id()) + 1)
        if following:
            self._is_waiting = True
            self._list.choose(following)
        else:
            self._is_on = False
            self.said.emit(_("Saved. That was the last household business of the list."))

    def _shown(self) -> None:
        """A household that the officer went to in another way ends the round."""
        if self._is_waiting:
            self._focus()
        else:
            self._is_on = False

    def _focus(self) -> None:
        self._is_on, self._is_waiting = True, False
        if not self._contacts.is_changed():
            self._contacts.begin()
        self._tabs.setCurrentWidget(self._contacts)
        self._contacts.form.jump(_FIRST_FIELD)
