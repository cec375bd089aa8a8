"""Outreach: the events beside one event, and how far the residential groups are covered."""

from datetime import date
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.city_states import city_state_words, step_words
from hn_desk.actions.labels import DONE
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach import event, event_ids, event_rows, save_event
from hn_desk.actions.outreach_facts import EventDraft, EventFacts
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import event_minutes, note_printed
from hn_desk.actions.query import Query
from hn_desk.actions.staff import list_groups
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.asked_band import AskedBand
from hn_desk.ui.pages.city_filter import CityFilter
from hn_desk.ui.pages.outreach_acts import EventActs
from hn_desk.ui.pages.outreach_calendar import CalendarPanel
from hn_desk.ui.pages.outreach_coverage import CoveragePanel
from hn_desk.ui.pages.outreach_evidence import EvidenceStrip
from hn_desk.ui.pages.outreach_form import OutreachForm
from hn_desk.ui.pages.outreach_linked import LinkedHouseholds
from hn_desk.ui.widgets.page import ListWithForm, Page
from hn_desk.ui.widgets.rows import Column, Source
from hn_desk.ui.widgets.search_list import SearchList

EMPTY: Final = EventDraft()
COVERAGE: Final = "?coverage"
"""Instead of a record: the tab that the page is to open with."""


class OutreachPage(Page):
    """Tabs: events with their form, coverage with who is left, the calendar."""

    subjects: ClassVar[frozenset[str]] = frozenset({"events", "groups", "workdays", "registers", "deadlines"})

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.preview: PreviewDialog | None = None
        self._shown_id = ""
        self._groups: tuple[GroupRow, ...] = ()
        source = Source(office, event_ids, event_rows, Query, _columns())
        self.list = SearchList(jobs, source, is_descending=True)
        self.city_filter = CityFilter(self.list)
        self.form = OutreachForm(office)
        self.linked = LinkedHouseholds(office, jobs, self.form.is_changed)
        self.linked.opened.connect(lambda id_: self.wanted.emit("households", id_))
        self.linked.saved.connect(self._saved)
        self.form.add_widget(self.linked)
        self.evidence = EvidenceStrip(office, jobs)
        self.form.section(_("Photos and scans"))
        self.form.add_widget(self.evidence)
        self.status = QLabel(self)
        self.asked = AskedBand(office, jobs, "outreach")
        self.asked.answered.connect(self._answered)
        self.both = ListWithForm(self.list, self._detail(), self.form.is_changed)
        self.coverage = CoveragePanel(office, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.both, _("Events"))
        self.tabs.addTab(self.coverage, _("Coverage"))
        self.calendar = CalendarPanel(office, jobs)
        self.tabs.addTab(self.calendar, _("Calendar"))
        self.tabs.currentChanged.connect(self._turned)
        self.both.chosen.connect(self._open)
        self.coverage.planned.connect(self._plan)
        self.coverage.opened.connect(self.open_record)
        self.coverage.said.connect(self.said)
        self.calendar.opened.connect(self.open_record)
        self.calendar.planned.connect(self._plan_on)
        self.calendar.wanted.connect(self.wanted)
        self._add_buttons()
        self.fill(_("Outreach"), self.tabs)

    def reload(self) -> None:
        """Search again, count again."""
        self.list.reload()
        self.asked.reload()
        self._turned(self.tabs.currentIndex())
        self.jobs.run_latest("groups of events", list_groups, self.office, then=self._offer_groups)

    def open_record(self, id_: str) -> None:
        """Show the event with this id, or for `?coverage` that tab."""
        if id_ == COVERAGE:
            self.tabs.setCurrentWidget(self.coverage)
            return
        self.tabs.setCurrentIndex(0)
        self.list.choose(id_)
        if self.list.rows.row_of(id_) < 0:
            self.city_filter.ask("")

    def _offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        self._groups = groups
        self.form.offer_groups(groups)
        self.acts.offer_groups(groups)

    def _open(self, id_: str) -> None:
        if not id_:
            self.both.show_nothing()
            return
        self.jobs.run_latest("event", event, self.office, id_, then=self._show)

    def _show(self, facts: EventFacts) -> None:
        self._shown_id = facts.draft.id or ""
        self.form.show_draft(facts.draft)
        self.minutes_button.setEnabled(facts.draft.state == DONE)
        self.acts.show_event(facts)
        self.linked.show_event(facts)
        self._show_evidence(facts.draft)
        city = _("City: {state}").format(state=city_state_words(facts.city_way))
        self.status.setText(" · ".join((city, _("Written by {name}").format(name=facts.officer_name))))
        self.status.setToolTip("\n".join(map(step_words, facts.city_way.steps)))
        self.asked.show_record(self._shown_id)
        self.both.show_detail(self._shown_id)

    def _show_evidence(self, draft: EventDraft) -> None:
        if self.form.is_protected():
            self.evidence.show_none(_("Of this topic no photo is kept: the event is only counted."))
        elif draft.state != DONE:
            self.evidence.show_none(_("Photos can be added once the event is marked as done and saved."))
        else:
            self.evidence.show_event(self._shown_id)

    def _new(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.both.leave(self._begin)

    def _turned(self, _place: int) -> None:
        """Read what the tab in sight shows; the others are read when they are turned to."""
        shown = self.tabs.currentWidget()
        if isinstance(shown, CoveragePanel | CalendarPanel):
            shown.reload()

    def _plan_on(self, day: date) -> None:
        self.tabs.setCurrentIndex(0)
        self.both.leave(partial(self._begin, EventDraft(starts_on=day)))

    def _plan(self, topic: str, groups: tuple[str, ...]) -> None:
        """Begin a planned event of this topic for the groups that are still there."""
        today = self.office.today()
        there = {group.id for group in self._groups if group.lived(today, date.max)}
        draft = EventDraft(topic=topic, group_ids=frozenset(groups) & there)
        self.tabs.setCurrentIndex(0)
        self.both.leave(partial(self._begin, draft))

    def _begin(self, draft: EventDraft = EMPTY) -> None:
        self.list.choose("")
        self.form.show_draft(draft)
        self.minutes_button.setEnabled(False)
        self.acts.show_event(None)
        self.linked.show_none()
        self.asked.show_record("")
        self._show_evidence(draft)
        self.status.setText(_("A new event: plan it first, or write down one that was held."))
        self.both.show_detail()
        self.form.jump("title" if draft.topic else "topic")

    def _save(self) -> None:
        draft = self.form.draft()
        if draft is not None:
            self.jobs.run(save_event, self.office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.said.emit(_("Saved."))
        self.list.choose(changed.id)
        self._open(changed.id)

    def _answered(self) -> None:
        """Show how the city's question stands now, unless something typed in the form isn't saved yet."""
        if not self.form.is_changed():
            self._open(self._shown_id)

    def _added(self, changed: Changed) -> None:
        """Show the first of several new events, unless something typed in the form isn't saved yet."""
        self.said.emit(_("Saved."))
        if not self.form.is_changed():
            self.list.choose(changed.id)
            self._open(changed.id)

    def _print_minutes(self) -> None:
        self.jobs.run(event_minutes, self.office, self._shown_id, then=self._show_minutes)

    def _show_minutes(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, partial(self._note_printed, self._shown_id), self)
        self.preview.open()

    def _note_printed(self, id_: str, copies: int) -> None:
        self.jobs.run(partial(note_printed, copies=copies), self.office, "event", id_)

    def _detail(self) -> QWidget:
        self.status.setObjectName("hint")
        self.status.setContentsMargins(16, 6, 16, 6)
        detail = QWidget(self)
        room = QVBoxLayout(detail)
        room.setContentsMargins(0, 8, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.status)
        room.addWidget(self.asked)
        room.addWidget(self.form, 1)
        return detail

    def _add_buttons(self) -> None:
        may_write = self.office.may("outreach.write")
        self.acts = EventActs(self, self.form)
        self.acts.saved.connect(self._saved)
        self.acts.added.connect(self._added)
        self.new_button = self.add_action(_("&New event"), self._new, is_new=True)
        self.minutes_button = self.form.add_button(_("&Minutes…"), self._print_minutes)
        self.minutes_button.setVisible(self.office.may("forms.print"))
        self.save_button = self.form.add_button(_("&Save"), self._save, is_main=True)
        for button in (self.new_button, self.save_button):
            button.setVisible(may_write)
        self.form.lock(is_locked=not may_write)


def _columns() -> list[Column]:
    states = labels.event_states()
    return [
        Column(_("Day"), lambda row: format_date(row.day), sort="day", letters=10),
        Column(_("Title"), lambda row: row.title, sort="title", letters=30),
        Column(_("State"), lambda row: states[row.state], sort="state", letters=11),
        Column(_("City"), lambda row: city_state_words(row.city), letters=22),
        Column(_("Groups"), lambda row: str(row.groups), letters=6, is_number=True),
        Column(_("Topic"), lambda row: row.topic_name, sort="topic", letters=24),
    ]
