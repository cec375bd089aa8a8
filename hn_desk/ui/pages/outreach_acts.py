"""What is done with planned events besides typing one: held, held together, a series, many typed as a table."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog

from hn_desk.actions.event_holding import PlannedEvent, planned_events
from hn_desk.actions.labels import PLANNED
from hn_desk.actions.outreach_facts import EventFacts
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.ui.dialogs.event_done import EventDoneDialog
from hn_desk.ui.dialogs.event_series import EventSeriesDialog
from hn_desk.ui.dialogs.event_series_rest import SeriesRestDialog
from hn_desk.ui.dialogs.event_table import EventTableDialog
from hn_desk.ui.dialogs.events_held import EventsHeldDialog
from hn_desk.ui.pages.outreach_form import OutreachForm
from hn_desk.ui.widgets.page import Page


class EventActs(QObject):
    """The buttons beside the page's title and under its form, and the dialogs they open."""

    saved = Signal(object)
    """What the form shows was kept, as a Changed."""
    added = Signal(object)
    """Other events were kept, as a Changed; its id is the first of them."""

    def __init__(self, page: Page, form: OutreachForm) -> None:
        super().__init__(page)
        self._page, self._form = page, form
        self._facts: EventFacts | None = None
        self._groups: tuple[GroupRow, ...] = ()
        self.dialog: QDialog | None = None
        may_write = page.office.may("outreach.write")
        self.held_button = page.add_action(_("Mark several as &held…"), self._ask_held)
        self.table_button = page.add_action(_("&Many at once…"), self._ask_table)
        self.series_button = page.add_action(_("Broadcast &series…"), self._ask_series)
        for button in (self.held_button, self.table_button, self.series_button):
            button.setVisible(may_write)
        self.rest_button = form.add_button(_("&Series…"), self._ask_rest)
        self.done_button = form.add_button(_("&Held…"), self._ask_done)
        self.show_event(None)

    def offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        """The residential groups that can be ticked."""
        self._groups = groups

    def show_event(self, facts: EventFacts | None) -> None:
        """The event that the form shows, None for a new one."""
        self._facts = facts
        is_planned = facts is not None and facts.draft.state == PLANNED
        self.done_button.setVisible(is_planned and self._page.office.may("outreach.write"))
        self.rest_button.setVisible(facts is not None and bool(facts.series_id))

    def _ask_done(self) -> None:
        draft = self._form.draft()
        if draft is not None:
            self._open(EventDoneDialog(*self._place(), draft, self._form.groups_offered()), self.saved)

    def _ask_rest(self) -> None:
        draft = self._form.draft()
        if draft is not None and self._facts is not None:
            self._open(SeriesRestDialog(*self._place(), draft, self._facts.series_id), self.saved)

    def _ask_series(self) -> None:
        self._open(EventSeriesDialog(*self._place(), self._groups), self.added)

    def _ask_table(self) -> None:
        self._open(EventTableDialog(*self._place()), self.added)

    def _ask_held(self) -> None:
        self._page.jobs.run(planned_events, self._page.office, then=self._ask_which)

    def _ask_which(self, due: tuple[PlannedEvent, ...]) -> None:
        self._open(EventsHeldDialog(*self._place(), due), self.added)

    def _place(self) -> tuple[Any, Any, Any]:
        return self._page.window(), self._page.office, self._page.jobs

    def _open(self, dialog: Any, told: Any) -> None:
        dialog.saved.connect(told)
        self.dialog = dialog
        dialog.open()
