"""Days that are worked or free against the calendar: what the office enters, and what the program knows already."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QAbstractItemView, QLabel

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.workdays import (
    DayExceptionDraft,
    DayExceptionRow,
    KnownDay,
    day_exceptions,
    delete_day_exception,
    known_exceptions,
    save_day_exception,
)
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import TablePart
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

FREE, WORKED = "free", "worked"


class Workdays(TablePart):
    """The tab of workdays."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs, SmallTable(_columns(_("Paper that says so"), lambda row: row.source)))
        self.new.setText(_("&New day"))
        self.known = SmallTable(_columns(_("What the program knows"), lambda row: row.name))
        self.low.addWidget(
            _hint(_("Known already, also without an entry above; enter above what a paper says otherwise:"))
        )
        self.low.addWidget(self.known, 1)
        form = self.form
        form.add("day", _("&Day"), DateField(office.today), is_required=True)
        form.add("kind", _("&Offices"), ChoiceField(_kinds(), has_empty=False))
        paper = TextField(_("such as: Văn bản 12/UBND-VP ngày 05/01/2027"))
        form.add("source", _("&Paper that says so"), paper, is_required=True)
        self.delete = form.add_button(_("&Delete…"), self._ask_delete)
        form.add_button(_("&Save"), self._save, is_main=True)
        self.show_row(None)

    def reload(self) -> None:
        """Read the days."""
        self.jobs.run_latest("workdays", day_exceptions, self.office, then=self.put_rows)
        self.jobs.run_latest("known workdays", known_exceptions, self.office, then=self._show_known)

    def show_row(self, row: DayExceptionRow | None) -> None:
        """Put a day into the form."""
        self.delete.setVisible(row is not None)
        if row is None:
            self.form.put({"kind": FREE})
        else:
            self.form.put({"day": row.day, "kind": WORKED if row.is_worked else FREE, "source": row.source})

    def _show_known(self, days: tuple[KnownDay, ...]) -> None:
        """Show them all, those from today on in sight."""
        self.known.put(days)
        place = sum(one.day < self.office.today() for one in days)
        if place < len(days):
            self.known.scrollTo(self.known.model().index(place, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            kept = {"id": self.row.id, "version": self.row.version} if self.row else {}
            draft = DayExceptionDraft(
                day=values["day"], is_worked=values["kind"] == WORKED, source=values["source"], **kept
            )
            self.jobs.run(save_day_exception, self.office, draft, then=self.saved, on_refused=self.form.refuse)

    def _ask_delete(self) -> None:
        told = _("Take out {day}? The calendar holds for it again.").format(day=format_date(self.row.day))
        ask(self, Question(told, yes=_("&Delete it"), no=_("&Keep it")), partial(self._delete, self.row))

    def _delete(self, row: DayExceptionRow) -> None:
        run = partial(self.jobs.run, delete_day_exception, self.office, row.id, row.version)
        run(then=self._deleted, on_refused=self.form.refuse)

    def _deleted(self, _changed: Changed) -> None:
        self.said.emit(_("Deleted."))
        self._open(None)


def _kinds() -> list[tuple[str, str]]:
    return [(FREE, _("are closed on this day")), (WORKED, _("work on this day"))]


def _hint(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("hint")
    label.setWordWrap(True)
    return label


def _columns(last: str, told: Callable[[Any], str]) -> tuple[Column, ...]:
    return (
        Column(_("Day"), lambda row: f"{row.weekday}, {format_date(row.day)}", letters=18),
        Column(_("Worked"), lambda row: _("work") if row.is_worked else _("closed"), letters=8),
        Column(last, told, letters=26),
    )
