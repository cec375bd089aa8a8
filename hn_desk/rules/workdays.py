"""Days on which offices work: weekends and public holidays are free, unless an exception says otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import Final

import holidays

SATURDAY: Final = 5


def is_workday(day: date, exceptions: Mapping[date, bool]) -> bool:
    """Whether offices work on `day`: `exceptions` first (True is worked), else no weekend and no public holiday."""
    if day in exceptions:
        return exceptions[day]
    free, worked = _calendar(day.year)
    return day in worked or (day.weekday() < SATURDAY and day not in free)


def workdays_on(day: date, count: int, exceptions: Mapping[date, bool]) -> date:
    """The day on which `count` workdays after `day` have begun."""
    for _workday in range(count):
        day += timedelta(days=1)
        while not is_workday(day, exceptions):
            day += timedelta(days=1)
    return day


def last_workday(day: date, exceptions: Mapping[date, bool]) -> date:
    """The last workday on or before `day`."""
    while not is_workday(day, exceptions):
        day -= timedelta(days=1)
    return day


@cache
def _calendar(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The public holidays of a year, and its Saturdays that are worked in exchange for a free day."""
    known = holidays.country_holidays("VN", years=year)
    return frozenset(known), frozenset(day for day in known.weekend_workdays if day.year == year)


def known_days(year: int) -> tuple[tuple[date, bool, str], ...]:
    """What the calendar knows of a year by itself, in order: the day, whether it is worked, its name in Vietnamese."""
    known = holidays.country_holidays("VN", years=year, language="vi")
    free = [(day, False, name) for day, name in known.items()]
    worked = [(day, True, "Làm bù") for day in known.weekend_workdays if day.year == year]
    return tuple(sorted(free + worked))
