"""The way from household business to enterprise: as a board, as a list, and whom to persuade next."""

from typing import ClassVar

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.conversion_board import Card, conversion_ids, conversion_rows
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.conversions_board import Board
from hn_desk.ui.pages.conversions_persuade import Persuade
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList

_DUE = "due"


class ConversionsPage(Page):
    """Three tabs over the same records; each is read when it is shown."""

    subjects: ClassVar[frozenset[str]] = frozenset({"conversions", "households", "contacts", "people"})

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.board = Board(office, jobs)
        self.list = SearchList(jobs, Source(office, conversion_ids, conversion_rows, Query, _columns(office)))
        self.persuade = Persuade(office, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.board, _("Board"))
        self.tabs.addTab(self._listed(), _("List"))
        self.tabs.addTab(self.persuade, _("Whom to persuade"))
        self.tabs.currentChanged.connect(lambda _place: self.reload())
        self.board.said.connect(self.said)
        self.persuade.said.connect(self.said)
        self.board.wanted.connect(self.show_state)
        for opened in (self.board.opened, self.list.opened, self.persuade.list.opened):
            opened.connect(self._open)
        self.fill(_("Conversion"), self.tabs)

    def reload(self) -> None:
        """Read the tab that is shown."""
        parts: tuple[Board | SearchList | Persuade, ...] = (self.board, self.list, self.persuade)
        parts[self.tabs.currentIndex()].reload()

    def open_record(self, id_: str) -> None:
        """Show a conversion in the list, or for `?due=alive` the enterprises to ask after."""
        if id_.startswith("?"):
            self.state.put(id_.removeprefix("?"))
            self._filter()
        else:
            self.list.choose(id_)
        self.tabs.setCurrentIndex(1)

    def show_state(self, state: str) -> None:
        """Show the list of all conversions in a state."""
        self.state.put(f"state={state}")
        self._filter()
        self.tabs.setCurrentIndex(1)

    def _open(self, id_: str) -> None:
        self.wanted.emit("households", id_)

    def _listed(self) -> QWidget:
        states = [(f"state={state}", words) for state, words in labels.conversion_states().items()]
        due = (f"{_DUE}=alive", _("To ask whether still in business"))
        self.state = ChoiceField([("", _("All states")), *states, due], has_empty=False)
        self.state.edited.connect(self._filter)
        self.list.bar.addWidget(self.state)
        part = QWidget()
        room = QVBoxLayout(part)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.list)
        return part

    def _filter(self) -> None:
        name, _is, value = str(self.state.value()).partition("=")
        self.list.filter({name: value} if name else {})


def _columns(office: Office) -> list[Column]:
    states, kinds = labels.conversion_states(), labels.enterprise_kinds(office)
    return [
        Column(_("Name"), lambda row: row.name, sort="name", letters=30),
        Column(_("Owner"), lambda row: row.owner_name, sort="owner", letters=24),
        Column(_("State"), lambda row: states[row.state], sort="state", letters=20),
        Column(_("Since"), lambda row: format_date(row.since), sort="since", letters=10),
        Column(_("Days"), lambda row: str(row.days), letters=6, is_number=True),
        Column(_("Next step"), _next_step, sort="next_on", letters=26),
        Column(_("Kind of enterprise"), lambda row: kinds.get(row.enterprise_kind, ""), letters=26),
    ]


def _next_step(row: Card) -> str:
    if row.next_on is None:
        return ""
    mark = "⚠ " if row.is_late else ""
    return f"{mark}{format_date(row.next_on)} {row.next_step}".rstrip()
