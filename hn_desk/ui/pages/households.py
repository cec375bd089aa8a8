"""Household businesses: the list beside one business with its contacts and its conversion."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.city_states import city_state_words, step_words
from hn_desk.actions.household_facts import HouseholdDraft, HouseholdFacts
from hn_desk.actions.households import household, household_ids, household_rows, save_household
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.actions.staff import list_groups
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.household_duplicates import DuplicatesDialog
from hn_desk.ui.dialogs.import_begin import ImportButton
from hn_desk.ui.dialogs.work_list import WorkListButton
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.asked_band import AskedBand
from hn_desk.ui.pages.household_contacts import Contacts
from hn_desk.ui.pages.household_conversion import ConversionPanel
from hn_desk.ui.pages.household_filter_bar import HouseholdFilterBar
from hn_desk.ui.pages.household_form import HouseholdForm
from hn_desk.ui.pages.household_history import HouseholdHistoryView
from hn_desk.ui.pages.household_quick import QuickEntry
from hn_desk.ui.widgets.page import ListWithForm, Page
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList


class HouseholdsPage(Page):
    """List, and tabs for the business chosen: its facts, its contacts, its conversion, its history."""

    subjects: ClassVar[frozenset[str]] = frozenset({"households", "contacts", "conversions", "people", "groups"})

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self._shown_id = ""
        self.list = SearchList(jobs, Source(office, household_ids, household_rows, Query, _columns(office)))
        self.form = HouseholdForm(office, jobs)
        self.contacts = Contacts(office, jobs)
        self.conversion = ConversionPanel(office, jobs)
        self.history = HouseholdHistoryView(office, jobs)
        self.tabs = QTabWidget(self)
        self.status = QLabel(self)
        self.asked = AskedBand(office, jobs, "households")
        self.asked.answered.connect(self._answered)
        self.both = ListWithForm(self.list, self._detail(), self._is_changed)
        self._add_filters()
        self._add_buttons()
        self.both.chosen.connect(self._open)
        self.contacts.saved.connect(self._reopen)
        self.conversion.saved.connect(self._reopen)
        self.quick = QuickEntry(self, self.list, self.tabs, self.contacts)
        self.quick.said.connect(self.said)
        self.fill(_("Household businesses"), self.both)

    def reload(self) -> None:
        """Search again; the groups may have changed too."""
        self.list.reload()
        self.filters.reload()
        self.asked.reload()
        self.jobs.run_latest("groups of households", list_groups, self.office, then=self._offer_groups)

    def open_record(self, id_: str) -> None:
        """Show the business with this id, or for `?name=value` the list so filtered."""
        if id_.startswith("?"):
            name, _is, value = id_.removeprefix("?").partition("=")
            self.filters.ask({name: value})
        else:
            self.list.choose(id_)

    def _is_changed(self) -> bool:
        return self.form.is_changed() or self.contacts.is_changed() or self.conversion.is_changed()

    def _offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self.form.offer_groups(groups)

    def _open(self, id_: str) -> None:
        if not id_:
            self.both.show_nothing()
            return
        self.jobs.run_latest("household", household, self.office, id_, then=self._show)

    def _show(self, facts: HouseholdFacts) -> None:
        self._shown_id = facts.draft.id or ""
        self.form.show_draft(facts.draft)
        self.contacts.show_household(facts)
        self.conversion.show_household(facts)
        for place in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(place, True)
        self._show_history(self.tabs.currentIndex())
        self.status.setText("\n".join(_status_lines(facts)))
        self.status.setToolTip("\n".join(map(step_words, facts.city_way.steps)))
        self.asked.show_record(self._shown_id)
        self.both.show_detail(self._shown_id)

    def _show_duplicates(self) -> None:
        self.both.leave(self._begin_duplicates)

    def _begin_duplicates(self) -> None:
        self.duplicates = DuplicatesDialog(self, self.office, self.jobs)
        self.duplicates.wanted.connect(self._look_again)
        self.duplicates.begin()

    def _look_again(self, id_: str) -> None:
        """Show a record as it stands after a merge, or after one was taken back."""
        self.form.keep()
        self.list.choose(id_)
        self._open(id_)

    def _new(self) -> None:
        self.both.leave(self._begin)

    def _begin(self) -> None:
        self.list.choose("")
        self.form.show_draft(HouseholdDraft())
        self.tabs.setCurrentIndex(0)
        for place in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(place, False)
        self.asked.show_record("")
        self.status.setText(_("A new household business: contacts and conversion come after the first save."))
        self.status.setToolTip("")
        self.both.show_detail()
        self.form.jump("name")

    def _save(self) -> None:
        draft = self.form.draft()
        if draft is not None:
            self.jobs.run(save_household, self.office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.said.emit(_("Saved."))
        self.list.choose(changed.id)
        self._open(changed.id)

    def _answered(self) -> None:
        """Show how the city's question stands now, unless something typed isn't saved yet."""
        if not self._is_changed():
            self._open(self._shown_id)

    def _reopen(self) -> None:
        self.said.emit(_("Saved."))
        self._open(self._shown_id)

    def _show_history(self, place: int) -> None:
        if self.tabs.widget(place) is self.history and self._shown_id:
            self.history.ask(self._shown_id)

    def _detail(self) -> QWidget:
        self.status.setObjectName("hint")
        self.status.setWordWrap(True)
        self.status.setContentsMargins(16, 6, 16, 6)
        self.tabs.addTab(self.form, _("Business and owner"))
        self.tabs.addTab(self.contacts, _("Contacts"))
        self.tabs.addTab(self.conversion, _("Conversion"))
        self.tabs.addTab(self.history, _("History"))
        self.tabs.currentChanged.connect(self._show_history)
        detail = QWidget(self)
        room = QVBoxLayout(detail)
        room.setContentsMargins(0, 8, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.status)
        room.addWidget(self.asked)
        room.addWidget(self.tabs, 1)
        return detail

    def _add_filters(self) -> None:
        self.filters = HouseholdFilterBar(self.office, self.jobs)
        self.filters.changed.connect(self.list.filter)
        self.list.bar.addWidget(self.filters)
        self.list.add_note(self.filters.told)

    def _add_buttons(self) -> None:
        may_write = self.office.may("households.write")
        self.import_button = self.add_button(ImportButton(self, self.office, self.jobs, "households"))
        self.import_button.said.connect(self.said)
        self.work_list = WorkListButton(self, self.office, self.jobs, self.list.query)
        self.work_list.said.connect(self.said)
        self.work_list.setVisible(may_write)
        self.add_button(self.work_list)
        self.duplicates_button = self.add_action(_("&Duplicates…"), self._show_duplicates)
        self.new_button = self.add_action(_("&New household business"), self._new, is_new=True)
        self.save_button = self.form.add_button(_("&Save"), partial(self._save), is_main=True)
        for button in (self.new_button, self.save_button):
            button.setVisible(may_write)
        self.form.lock(is_locked=not may_write)


def _status_lines(facts: HouseholdFacts) -> list[str]:
    lines = [_("City: {state}").format(state=city_state_words(facts.city_way))] if facts.conversion else []
    if facts.last_contact:
        lines.append(_("Last contact: {day}").format(day=format_date(facts.last_contact)))
    return [" · ".join(lines), *facts.duplicates] if lines or facts.duplicates else []


def _columns(office: Office) -> list[Column]:
    intentions = labels.intentions(office)
    states = labels.conversion_states()
    return [
        Column(_("Name"), lambda row: row.name, sort="name", letters=30),
        Column(_("Owner"), lambda row: row.owner_name, sort="owner", letters=25),
        Column(_("Conversion"), lambda row: states.get(row.conversion_state, ""), sort="conversion", letters=22),
        Column(_("Intention"), lambda row: intentions.get(row.intention, ""), sort="intention", letters=13),
        Column(_("City"), lambda row: city_state_words(row.city) if row.city else "", letters=22),
    ]
