"""Which official report is shown: its kind, its period (also from day to day), and the paper from above it answers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import PeriodChoice, ReportKind
from hn_desk.actions.office_reports import report_periods
from hn_desk.actions.register_instructions import REQUEST, InstructionDraft
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form

FREE: Final = "free"
_HEIGHT: Final = 98
Place = tuple[str, str, str]
"""Code, period, request."""


class ReportChoice(QWidget):
    """`chosen(place)` whenever another report, or the same one again, is to be shown."""

    chosen = Signal(object)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.before_leaving: Callable[[Callable[[], object]], object] = lambda then: then()
        """Called with what is to follow, when the officer chooses another report."""
        self.periods: dict[str, PeriodChoice] = {}
        self._requests: tuple[InstructionDraft, ...] = ()
        self._goal: Place | None = None
        self._shown: Place = ("", "", "")
        self.form = self._form()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)

    def show_report(self, code: str, period: str, request_id: str = "") -> None:
        """Show the report of a period; periods that aren't offered are added."""
        self._goal = (code, period, request_id)
        if code in self.code.codes():
            self.code.put(code)
            self._ask_periods()

    def due(self) -> tuple[date, bool] | None:
        """The day by which the report shown is owed, and if it is missed: that of the paper it answers, or its period.

        None when nothing asks for it by a day.
        """
        _code, period, request = self._shown
        if request:
            days = (one.due_on for one in self._requests if one.id == request)
            return next(((day, day < self.office.today()) for day in days if day), None)
        named = self.periods.get(period)
        return (named.due_on, named.is_missed) if named and named.due_on else None

    def offer_kinds(self, kinds: Sequence[ReportKind]) -> None:
        """Offer these reports; the one chosen stays."""
        self.code.offer([(one.code, one.title) for one in kinds])
        if self._goal is not None:
            self.code.put(self._goal[0])
        if not self.code.value() and kinds:
            self.code.put(next((one for one in kinds if one.is_on), kinds[0]).code)
        self._ask_periods()

    def know_requests(self, found: Sequence[InstructionDraft]) -> None:
        """Offer papers from above that ask for a report."""
        self._requests = tuple(one for one in found if one.kind == REQUEST and one.report)
        self._offer_requests()

    def asked(self) -> Place | None:
        """What is chosen; None while days are missing."""
        period = str(self.period.value())
        is_free = period == FREE
        for name in ("start", "end"):
            self.form.show_field(name, is_shown=is_free)
        if is_free:
            start, end = self.start.value(), self.end.value()
            period = f"{start.isoformat()}..{end.isoformat()}" if start and end else ""
        code = str(self.code.value())
        return (code, period, str(self.request.value())) if code and period else None

    def _form(self) -> Form:
        form = Form(keeps_drafts=False)
        self.code = form.add("code", _("&Report"), ChoiceField(has_empty=False))
        self.period = form.beside("period", _("Report perio&d"), ChoiceField(has_empty=False))
        self.request = form.beside("request", _("Answers the &paper"), ChoiceField(has_empty=False))
        self.start = form.beside("start", _("F&rom"), DateField(self.office.today))
        self.end = form.beside("end", _("T&o"), DateField(self.office.today))
        for name in ("request", "start", "end"):
            form.show_field(name, is_shown=False)
        form.setFixedHeight(_HEIGHT)
        self.code.edited.connect(lambda: self.before_leaving(self._ask_periods))
        for field in (self.period, self.request, self.start, self.end):
            field.edited.connect(self._choose)
        return form

    def _offer_requests(self) -> None:
        """The papers from above that ask for this report; those answered already only when they are shown."""
        shown = (self._goal or self._shown)[2]
        asking = [one for one in self._requests if one.report == self.code.value()]
        offered = [
            (one.id or "", f"{one.number}, {one.issuer}") for one in asking if not one.closed_on or one.id == shown
        ]
        place = self._goal or self._shown
        if shown and place[0] == self.code.value() and shown not in dict(offered):
            offered.append((shown, _("(a paper that is not listed)")))
        before = shown or self.request.value()
        self.request.offer([("", _("(none: the report of the period)")), *offered])
        self.request.put(before if before in self.request.codes() else "")
        self.form.show_field("request", is_shown=bool(offered))

    def _ask_periods(self) -> None:
        code = str(self.code.value())
        if code:
            self.jobs.run_latest("report periods", report_periods, self.office, code, then=self._offer_periods)

    def _offer_periods(self, periods: Sequence[PeriodChoice]) -> None:
        self.periods = {one.code: one for one in periods}
        before = self._goal[1] if self._goal else str(self.period.value())
        offered = [(one.code, one.name) for one in periods]
        has_free = FREE in self.office.book.reports[str(self.code.value())].periods
        self.period.offer([*offered, *([(FREE, _("From day to day…"))] if has_free else [])])
        codes = self.period.codes()
        self.period.put(before if before in codes else self._usual())
        self._offer_requests()
        self._goal = None
        self._tell()

    def _usual(self) -> str:
        """The period that is owed next, else the shortest that today lies in, else the newest."""
        today = self.office.today()
        owed = sorted((one.due_on, one.code) for one in self.periods.values() if one.due_on and one.due_on >= today)
        running = [one for one in self.periods.values() if one.starts_on <= today <= one.ends_on]
        shortest = min(running, key=lambda one: one.ends_on - one.starts_on, default=None)
        newest = shortest.code if shortest else next(iter(self.periods), FREE)
        return owed[0][1] if owed else newest

    def _choose(self) -> None:
        self.before_leaving(self._tell)

    def _tell(self) -> None:
        place = self.asked()
        if place is not None:
            self._shown = place
            self.chosen.emit(place)

    def stay(self) -> None:
        """Choose again what is shown."""
        code, period, request = self._shown
        self.code.put(code)
        self.period.put(period if period in self.period.codes() else FREE)
        self.request.put(request)
