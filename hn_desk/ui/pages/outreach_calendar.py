"""The calendar of outreach: events and due days by month or week; a double click opens, N plans."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.calendar import CalendarDay, CalendarEvent, DueDay, calendar_days
from hn_desk.actions.due_facts import DueState
from hn_desk.actions.labels import CANCELLED, DONE, PLANNED
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date, weekday_name
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.theme import ACCENT_DARK, GOOD, INK, QUIET, WRONG
from hn_desk.ui.widgets.day_grid import WEEK, DayGrid, DayLine, GridDay
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

SIGNS: Final = {PLANNED: "○", DONE: "●", CANCELLED: "×"}
COLOURS: Final = {PLANNED: ACCENT_DARK, DONE: INK, CANCELLED: QUIET}
UNTOLD: Final = "?"
"""A day gone by for which an event was planned."""
DUE: Final = "▲"
_SIDE: Final = 330


class CalendarPanel(QWidget):
    """A month or a week of days; beside them all that is on the day chosen."""

    opened = Signal(str)
    """Show the event with this id."""
    planned = Signal(object)
    """Plan an event on this day."""

    wanted = Signal(str, str)
    """Go to the page where what is due is done, and to what it opens there."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office, self._jobs = office, jobs
        self._days: dict[date, CalendarDay] = {}
        self.title = QLabel(self)
        self.title.setObjectName("section")
        self.grid = DayGrid(office.today())
        self.day_words = QLabel(self)
        self.day_words.setObjectName("section")
        self.things = SmallTable(_columns())
        self.grid.went.connect(self._went)
        self.grid.turned.connect(lambda _day: self.reload())
        self.grid.opened.connect(self.opened)
        self.grid.entered.connect(self.things.setFocus)
        self.grid.asked.connect(self._plan)
        self.things.opened.connect(self._open)
        self._lay_out()

    def reload(self) -> None:
        """Read the days of the month or week that the current day is in."""
        start, end = self._span()
        self._jobs.run_latest("calendar", calendar_days, self._office, start, end, then=self._show)

    def _span(self) -> tuple[date, date]:
        day = self.grid.current
        first, last = day, day
        if not self.grid.is_week:
            first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
        start = first - timedelta(days=first.weekday())
        return start, last + timedelta(days=WEEK - 1 - last.weekday())

    def _show(self, days: tuple[CalendarDay, ...]) -> None:
        self._days = {one.day: one for one in days}
        current = self.grid.current
        shown = [GridDay(one.day, not one.is_workday, _lines(one)) for one in days]
        self.grid.put(shown, 0 if self.grid.is_week else current.month)
        if self.grid.is_week:
            told = _("Week from {start} to {end}")
            self.title.setText(told.format(start=format_date(days[0].day), end=format_date(days[-1].day)))
        else:
            self.title.setText(_("Month {n}/{year}").format(n=current.month, year=current.year))
        self._went(current)

    def _went(self, day: date) -> None:
        self.day_words.setText(f"{weekday_name(day)}, {format_date(day)}")
        one = self._days.get(day)
        self.things.put((*one.dues, *one.events) if one else ())

    def _open(self, thing: CalendarEvent | DueDay) -> None:
        if isinstance(thing, CalendarEvent):
            self.opened.emit(thing.id)
        elif thing.page:
            self.wanted.emit(thing.page, thing.opens)

    def _plan(self, day: date) -> None:
        if self._office.may("outreach.write"):
            self.planned.emit(day)

    def _turn(self, *, is_week: bool) -> None:
        self.grid.is_week = is_week
        self.month_button.setChecked(not is_week)
        self.week_button.setChecked(is_week)
        self.reload()

    def _lay_out(self) -> None:
        side = QVBoxLayout()
        side.addWidget(self.day_words)
        side.addWidget(self.things, 1)
        self.things.setFixedWidth(_SIDE)
        both = QHBoxLayout()
        both.addWidget(self.grid, 1)
        both.addLayout(side)
        signs = [f"{SIGNS[state]} {name}" for state, name in labels.event_states().items()]
        others = (f"{UNTOLD} {_untold()}", f"{DUE} {_('due day')}")
        legend = QLabel("    ".join((*signs, *others)), self)
        legend.setObjectName("hint")
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 8, 12, 8)
        room.addLayout(self._top())
        room.addLayout(both, 1)
        room.addWidget(legend)

    def _top(self) -> QHBoxLayout:
        before, after = self._button("◄"), self._button("►")
        before.setToolTip(_("Back (PgUp)"))
        after.setToolTip(_("On (PgDn)"))
        before.setAccessibleName(_("Back (PgUp)"))
        after.setAccessibleName(_("On (PgDn)"))
        before.clicked.connect(lambda: self.grid.step(-1))
        after.clicked.connect(lambda: self.grid.step(1))
        today = self._button(_("To&day"))
        today.clicked.connect(lambda: self.grid.go_to(self._office.today()))
        self.month_button, self.week_button = self._button(_("&Month")), self._button(_("Wee&k"))
        for button, is_week in ((self.month_button, False), (self.week_button, True)):
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, is_week=is_week: self._turn(is_week=is_week))
        self.month_button.setChecked(True)
        self.plan_button = self._button(_("P&lan on this day (N)"))
        self.plan_button.clicked.connect(lambda: self._plan(self.grid.current))
        self.plan_button.setVisible(self._office.may("outreach.write"))
        row = QHBoxLayout()
        for button in (before, after, today):
            row.addWidget(button)
        row.addWidget(self.title, 1)
        for button in (self.month_button, self.week_button, self.plan_button):
            row.addWidget(button)
        return row

    def _button(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        return button


def _lines(one: CalendarDay) -> tuple[DayLine, ...]:
    dues = (DayLine(DUE, due.title, _colour(due.state)) for due in one.dues)
    events = (DayLine(_sign(event), event.title, _ink(event), event.id) for event in one.events)
    return (*dues, *events)


def _sign(event: CalendarEvent) -> str:
    return UNTOLD if event.is_untold else SIGNS[event.state]


def _ink(event: CalendarEvent) -> str:
    return WRONG if event.is_untold else COLOURS[event.state]


def _untold() -> str:
    return _("outcome not written down")


def _colour(state: DueState) -> str:
    return {DueState.OVERDUE: WRONG, DueState.DONE: GOOD}.get(state, INK)


def _columns() -> list[Column]:
    return [Column(_("What"), _what, letters=26), Column(_("State"), _state, letters=9)]


def _what(thing: CalendarEvent | DueDay) -> str:
    if isinstance(thing, CalendarEvent):
        return f"{_sign(thing)} {thing.title} ({thing.topic_name})"
    return f"{DUE} {thing.title} ({thing.receiver})" if thing.receiver else f"{DUE} {thing.title}"


def _state(thing: CalendarEvent | DueDay) -> str:
    if isinstance(thing, CalendarEvent):
        return _untold() if thing.is_untold else labels.event_states()[thing.state]
    states = {DueState.OVERDUE: _("overdue"), DueState.DONE: _("done"), DueState.NEAR: _("begin now")}
    return thing.evidence or states.get(thing.state, _("due"))
