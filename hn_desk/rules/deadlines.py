"""What the office owes by when: the due days of each deadline, never moved silently, and when to begin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import dropwhile, takewhile
from typing import Final

from hn_desk.rules.dates import LAST_YEAR, add_months, weekday_name
from hn_desk.rules.periods import NamedPeriod, parse_period
from hn_desk.rules.workdays import last_workday

MONTHS: Final = range(1, 13)


class DeadlineKind(StrEnum):
    """How a deadline recurs."""

    MONTHLY = "monthly"
    BEFORE = "before"
    YEARLY = "yearly"
    ONCE = "once"
    QUARTER = "quarter"


class Span(StrEnum):
    """Which period a due day is about: the month, quarter, half or year it lies in, the year before, all so far."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    LAST_YEAR = "last_year"
    SO_FAR = "so_far"


class Proof(StrEnum):
    """What shows that a due day was met: one of those that a deadline names is enough."""

    REPORT = "report"
    LIST = "list"
    SURVEY = "survey"
    COVERAGE = "coverage"
    PLAN = "plan"
    ACT = "act"
    PACKET = "packet"
    CLOSED = "closed"


class DueState(StrEnum):
    """Where a due day stands: `near` when its reminder has begun, `overdue` when it has passed and nothing was done."""

    AHEAD = "ahead"
    NEAR = "near"
    DONE = "done"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty and its day: `before` is the day before that day and month, `quarter` the quarter's last day.

    A yearly day that a year doesn't have (29/2) is the month's last. A deadline that is off holds once the office has
    an instruction for its duty.
    """

    code: str
    duty: str
    title: str
    receiver: str
    source: str
    kind: DeadlineKind
    lead_days: int
    since: date
    until: date | None
    day: int = 1
    month: int = 1
    year: int = 1
    quarter: int = 1
    is_off: bool = False
    topic: str = ""
    """The programme or topic of outreach whose duty it is, where it isn't everybody's."""
    span: Span = Span.YEAR
    proofs: tuple[Proof, ...] = ()
    report: str = ""
    """The code of the report that meets it."""
    desk: str = ""
    """The desk of the city whose packet with loan cases meets it."""
    instruction: str = ""
    """The id of the office's instruction that asks for it; empty for what the regulations ask."""

    @property
    def is_request(self) -> bool:
        """Whether the office entered that something is asked of it once, by this day."""
        return bool(self.instruction) and self.kind is DeadlineKind.ONCE


@dataclass(frozen=True, slots=True)
class Due:
    """One day a deadline is due: `day` is the law's; `last_workday` on or before it; `remind_on` a workday too."""

    day: date
    weekday: str
    days_left: int
    is_workday: bool
    last_workday: date
    remind_on: date


@dataclass(frozen=True, slots=True)
class DeadlineData:
    """All deadlines; days worked or free against the calendar; the topic of each duty; how requests are reminded.

    A standing instruction due in one of the first `last_year_months` months asks for the year before.
    """

    deadlines: tuple[Deadline, ...]
    exceptions: Mapping[date, bool]
    sources: Mapping[date, str]
    """The paper of each exception."""
    topics: Mapping[str, str]
    request_lead_days: int
    last_year_months: int


def next_due(deadline: Deadline, today: date, exceptions: Mapping[date, bool] | None = None) -> Due | None:
    """Next day on which the deadline is due, from `today` on; None when it is over or switched off."""
    day = next(_days_between(deadline, today, date.max), None)
    return None if day is None else due_on(deadline, day, today, exceptions or {})


def occurrences(deadline: Deadline, start: date, end: date) -> tuple[date, ...]:
    """Every day from `start` to `end`, both included, on which the deadline is due while it holds."""
    return tuple(_days_between(deadline, start, end))


def due_on(deadline: Deadline, day: date, today: date, exceptions: Mapping[date, bool]) -> Due:
    """What to know of one due day: weekday, days left (below 0 when past), the workday before, when to begin."""
    workday = last_workday(day, exceptions)
    begin = last_workday(day - timedelta(days=deadline.lead_days), exceptions)
    return Due(day, weekday_name(day), (day - today).days, workday == day, workday, begin)


def state_on(due: Due, today: date, *, is_done: bool) -> DueState:
    """Where a due day stands on `today`."""
    if is_done:
        return DueState.DONE
    if due.day < today:
        return DueState.OVERDUE
    return DueState.NEAR if due.remind_on <= today else DueState.AHEAD


def period_of(deadline: Deadline, day: date) -> NamedPeriod:
    """The period that the due day `day` is about."""
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    codes = {
        Span.MONTH: f"{day:%Y-%m}",
        Span.QUARTER: f"{day.year}-Q{quarter}",
        Span.HALF: f"{day.year}-H{half}",
        Span.YEAR: f"{day.year}",
        Span.LAST_YEAR: f"{day.year - 1}",
        Span.SO_FAR: f"{deadline.since.isoformat()}..{day.isoformat()}",
    }
    return parse_period(codes[deadline.span])


def _days_between(deadline: Deadline, start: date, end: date) -> Iterator[date]:
    if deadline.is_off:
        return iter(())
    first, last = max(start, deadline.since), min(end, deadline.until or date.max)
    coming = dropwhile(lambda day: day < first, _days(deadline, first.year))
    return takewhile(lambda day: day <= last, coming)


def _days(deadline: Deadline, year: int) -> Iterator[date]:
    """The due days from early in `year` on, in order."""
    years = range(year, LAST_YEAR + 1)
    if deadline.kind is DeadlineKind.MONTHLY:
        return (date(year, month, deadline.day) for year in years for month in MONTHS)
    if deadline.kind is DeadlineKind.BEFORE:
        return (date(year, deadline.month, deadline.day) - timedelta(days=1) for year in years)
    if deadline.kind is DeadlineKind.YEARLY:
        return (_day_of(year, deadline.month, deadline.day) for year in years)
    if deadline.kind is DeadlineKind.QUARTER:
        return iter((add_months(date(deadline.year, 1, 1), 3 * deadline.quarter) - timedelta(days=1),))
    return iter((date(deadline.year, deadline.month, deadline.day),))


def _day_of(year: int, month: int, day: int) -> date:
    last = add_months(date(year, month, 1), 1) - timedelta(days=1)
    return date(year, month, min(day, last.day))
