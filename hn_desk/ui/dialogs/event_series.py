"""A series of events, such as a broadcast each week: its days are looked at, some left out, then all are planned."""

from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.event_series import SeriesDay, SeriesDraft, save_series, series_days
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, weekday_name
from hn_desk.rules.recurrence import Recurrence
from hn_desk.ui.dialogs.event_done import MOST_COUNTED, figure_labels
from hn_desk.ui.dialogs.event_template import EventTemplate
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoicesField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField, TextField

SIZE: Final = (860, 660)
MONDAY: Final = date(2024, 1, 1)
OWN: Final = ("weekdays", "month_day", "until", "days")
"""Fields of the dialog that are none of an event's."""


class EventSeriesDialog(QDialog):
    """The template and the rule; once the days were looked at, each can be left out, and the series be planned."""

    saved = Signal(object)
    """What was kept, as a Changed."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, groups: tuple[GroupRow, ...]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, *SIZE)
        self._office, self._jobs = office, jobs
        self.form = EventTemplate(office, _("A series, such as a broadcast each week"))
        self._add_fields(groups)
        self.form.add_button(_("&Cancel"), self.reject)
        self.look_button = self.form.add_button(_("Loo&k at the days"), self._look)
        self.save_button = self.form.add_button(_("&Plan the series"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        self.form.put_template({"form": "broadcast", "starts_on": office.today()})
        self._forget_days()
        for name in ("starts_on", "until", "weekdays", "month_day", "title", "topic"):
            self.form.field(name).edited.connect(self._forget_days)

    def _add_fields(self, groups: tuple[GroupRow, ...]) -> None:
        form, office = self.form, self._office
        form.section(_("When"))
        form.add("starts_on", _("F&rom"), DateField(office.today), is_required=True)
        form.beside("until", _("&Until"), DateField(office.today), is_required=True)
        form.beside("month_day", _("Each month on day (1–31)"), NumberField(least=1, most=31))
        weekdays = [(str(n), weekday_name(MONDAY.replace(day=1 + n))) for n in range(7)]
        form.add("weekdays", _("Each &week on"), ChoicesField(weekdays, columns=7))
        form.section(_("Who was reached"))
        active = [(group.id, group.name) for group in groups if group.is_active]
        form.add("group_ids", _("Residential &groups"), ChoicesField(active, columns=3))
        form.add("broadcasts", figure_labels()["broadcasts"], NumberField(most=MOST_COUNTED))
        form.beside("leader", _("In charge"), TextField())
        self.days = form.add("days", _("&Days: untick those to leave out"), ChoicesField([], columns=3))

    def _draft(self) -> SeriesDraft | None:
        values: dict[str, Any] | None = self.form.values()
        if values is None:
            return None
        rule = Recurrence(frozenset(int(code) for code in values["weekdays"]), values["month_day"] or 0)
        left_out = frozenset(date.fromisoformat(day) for day in frozenset(self.days.codes()) - self.days.value())
        event = EventDraft(**{name: value for name, value in values.items() if name not in OWN})
        return SeriesDraft(event, rule, values["until"], left_out)

    def _look(self) -> None:
        draft = self._draft()
        if draft is not None:
            self._jobs.run(series_days, self._office, draft, then=self._show_days, on_refused=self._refuse)

    def _show_days(self, days: tuple[SeriesDay, ...]) -> None:
        self.form.summary.forget()
        self.days.offer([(one.day.isoformat(), _day_words(one)) for one in days])
        self.days.put([one.day.isoformat() for one in days if not one.is_taken])
        self.form.show_field("days", is_shown=True)
        self.save_button.setEnabled(True)
        self.form.bring(self.days)

    def _forget_days(self) -> None:
        """What was looked at is no longer what would be written."""
        self.days.offer([])
        self.form.show_field("days", is_shown=False)
        self.save_button.setEnabled(False)

    def _save(self) -> None:
        draft = self._draft()
        if draft is not None:
            self._jobs.run(save_series, self._office, draft, then=self._saved, on_refused=self._refuse)

    def _refuse(self, error: DeskError) -> None:
        self.form.refuse(error)

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.saved.emit(changed)
        self.accept()


def _day_words(one: SeriesDay) -> str:
    words = f"{weekday_name(one.day)} {format_date(one.day)}"
    if one.is_taken:
        return _("{day} – planned already").format(day=words)
    return words if one.is_worked else _("{day} – day off").format(day=words)
