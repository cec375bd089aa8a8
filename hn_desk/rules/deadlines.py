"""What the office owes by when: the next due day of each deadline, never moved silently."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Final

import holidays

from hn_desk.i18n import _
from hn_desk.rules.dates import add_months, weekday_name
from hn_desk.rules.reading import Reader

SATURDAY: Final = 5


class DeadlineKind(StrEnum):
    """How a deadline recurs."""

    MONTHLY = "monthly"
    BEFORE = "before"
    ONCE = "once"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty and its day: `monthly`, `once` that day; `before` the day before; `quarter` the quarter's last day."""

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


@dataclass(frozen=True, slots=True)
class Due:
    """The day a deadline is next due. `last_workday` is the workday on or before it; the law's day stays `day`."""

    day: date
    weekday: str
    days_left: int
    is_workday: bool
    last_workday: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """A deadline that is near, with its due day."""

    deadline: Deadline
    due: Due


@dataclass(frozen=True, slots=True)
class DeadlineData:
    """All deadlines, and days that are worked or free against the calendar."""

    deadlines: tuple[Deadline, ...]
    exceptions: Mapping[date, bool]


def is_workday(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Whether offices work on `day`: `exceptions` first (True is worked), else no weekend and no public holiday."""
    if day in exceptions:
        return exceptions[day]
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def workdays_on(day: date, count: int, exceptions: Mapping[date, bool]) -> date:
    """The day on which `count` workdays after `day` have begun."""
    for _workday in range(count):
        day += timedelta(days=1)
        while not is_workday(day, exceptions):
            day += timedelta(days=1)
    return day


def next_due(deadline: Deadline, today: date, exceptions: Mapping[date, bool] | None = None) -> Due | None:
    """Next day on which the deadline is due, from `today` on; None when it is over or switched off."""
    if deadline.is_off:
        return None
    start = max(today, deadline.since)
    day = next((day for day in _days(deadline, start) if day >= start), None)
    if day is None or (deadline.until and day > deadline.until):
        return None
    return _due(day, today, exceptions or {})


def waiting(data: DeadlineData, today: date) -> tuple[Waiting, ...]:
    """Deadlines whose reminder has begun (their lead days before the due day), the nearest first."""
    dues = ((deadline, next_due(deadline, today, data.exceptions)) for deadline in data.deadlines)
    near = [Waiting(deadline, due) for deadline, due in dues if due and due.days_left <= deadline.lead_days]
    return tuple(sorted(near, key=lambda one: (one.due.day, one.deadline.code)))


def load_deadlines(data: Mapping[str, object], name: str) -> DeadlineData:
    """Make DeadlineData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    deadlines = tuple(_deadline(row) for row in reader.tables("deadlines"))
    rows = reader.tables("exceptions", optional=True)
    exceptions = {row.day("day"): _exception(row) for row in rows}
    reader.finish()
    return DeadlineData(deadlines, exceptions)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def _days(deadline: Deadline, start: date) -> Iterable[date]:
    if deadline.kind is DeadlineKind.MONTHLY:
        first = start.replace(day=1)
        return (add_months(first, months).replace(day=deadline.day) for months in range(2))
    if deadline.kind is DeadlineKind.BEFORE:
        return (
            date(year, deadline.month, deadline.day) - timedelta(days=1) for year in range(start.year, start.year + 3)
        )
    if deadline.kind is DeadlineKind.QUARTER:
        return (add_months(date(deadline.year, 1, 1), 3 * deadline.quarter) - timedelta(days=1),)
    return (date(deadline.year, deadline.month, deadline.day),)


def _due(day: date, today: date, exceptions: Mapping[date, bool]) -> Due:
    workday = day
    while not is_workday(workday, exceptions):
        workday -= timedelta(days=1)
    return Due(day, weekday_name(day), (day - today).days, workday == day, workday)


def _deadline(reader: Reader) -> Deadline:
    kind = reader.choice("kind", tuple(DeadlineKind))
    return Deadline(
        code=reader.text("code"),
        duty=reader.text("duty"),
        title=reader.text("title"),
        receiver=reader.text("receiver"),
        source=reader.text("source"),
        kind=DeadlineKind(kind) if kind in tuple(DeadlineKind) else DeadlineKind.ONCE,
        lead_days=reader.whole("lead_days"),
        since=reader.day("from"),
        until=reader.day_if_any("to"),
        is_off=reader.has("off") and reader.flag("off"),
        topic=reader.text("topic", optional=True),
        **_numbers(reader, kind),
    )


def _numbers(reader: Reader, kind: str) -> dict[str, int]:
    """Read the numbers this kind needs; a monthly day is 1 to 28, so that every month has it."""
    limits = {"day": 31, "month": 12, "quarter": 4, "year": 2100}
    wanted = {
        DeadlineKind.MONTHLY: ("day",),
        DeadlineKind.BEFORE: ("day", "month"),
        DeadlineKind.ONCE: ("day", "month", "year"),
        DeadlineKind.QUARTER: ("quarter", "year"),
    }
    read = {key: reader.whole(key) for key in (wanted[DeadlineKind(kind)] if kind in tuple(DeadlineKind) else ())}
    for key, value in read.items():
        most = 28 if kind == DeadlineKind.MONTHLY else limits[key]
        if not 1 <= value <= most:
            reader.problem(key, _("must lie between 1 and {most}").format(most=most))
            read[key] = 1
    _note_no_such_day(reader, read)
    return read


def _note_no_such_day(reader: Reader, read: Mapping[str, int]) -> None:
    try:
        date(max(read.get("year", 2023), 1), read.get("month", 1), read.get("day", 1))
    except ValueError:
        reader.problem("day", _("is not a day of that month"))


def _exception(reader: Reader) -> bool:
    reader.text("source")
    return reader.flag("worked")
