"""Households that want to convert, said at an event: each is found, what it intends chosen, then all are kept."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.event_households import LinkDraft, link_households
from hn_desk.actions.households import household_ids, household_rows
from hn_desk.actions.labels import intentions
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.i18n import _
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import Choice, ChoiceField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.search_choice import SearchChoice
from hn_desk.ui.widgets.small_table import SmallTable

SIZE: Final = (760, 600)
MOST_FOUND: Final = 30
AGREED: Final = "agreed"


@dataclass(frozen=True, slots=True)
class _Line:
    id: str
    name: str
    intention: str
    link: LinkDraft


class EventHouseholdsDialog(QDialog):
    """Search, add to the list, next one; saving writes a contact for each."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, event_id: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs, self._event_id = office, jobs, event_id
        self.form = Form(keeps_drafts=False)
        self.form.section(_("Households that want to convert"))
        self.household = self.form.add("household_id", _("&Household: name, owner or code"), SearchChoice())
        self.household.asked.connect(self._search)
        self.form.add("intention", _("&Intention"), ChoiceField(list(intentions(office).items()), has_empty=False))
        self.form.beside("said", _("&What was said"), TextField())
        self.table = SmallTable(_columns())
        self.table.setMinimumHeight(220)
        self.form.add_widget(self.table)
        self.form.put({"intention": AGREED})
        self.add_button = self.form.add_button(_("&Add to the list"), self._add)
        self.remove_button = self.form.add_button(_("&Take out"), self._take_out)
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("&Save all"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def _search(self, typed: str) -> None:
        self._jobs.run_latest("households of event", _found, self._office, typed, then=self.household.offer)

    def _add(self) -> None:
        values = self.form.values()
        if values is None or not values["household_id"]:
            self.form.jump("household_id")
            return
        link = LinkDraft(values["household_id"], values["intention"], values["said"])
        line = _Line(link.household_id, self.household.words(), intentions(self._office)[link.intention], link)
        self.table.put((*(row for row in self.table.rows() if row.id != line.id), line))
        self.form.put({"intention": values["intention"]})
        self.form.jump("household_id")

    def _take_out(self) -> None:
        chosen = self.table.chosen_row()
        self.table.put(tuple(row for row in self.table.rows() if row is not chosen))

    def _save(self) -> None:
        if self.household.value():
            self._add()
        links = [row.link for row in self.table.rows()]
        call = (link_households, self._office, self._event_id, links)
        self._jobs.run(*call, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.saved.emit(changed)
        self.accept()


def _found(office: Office, typed: str) -> list[Choice]:
    """The first households that answer what was typed, on the worker's thread."""
    ids = household_ids(office, Query(typed))[:MOST_FOUND]
    return [(row.id, f"{row.name} – {row.owner_name}") for row in household_rows(office, ids)]


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Household"), lambda row: row.name, letters=30),
        Column(_("Intention"), lambda row: row.intention, letters=14),
        Column(_("What was said"), lambda row: row.link.said, letters=24),
    )
