"""The days of what recurs: each week on chosen weekdays, or each month on one day."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

WEEKDAYS: Final = range(7)
"""Monday is 0."""
MONTH_DAYS: Final = range(1, 32)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Each week on `weekdays` (0 is Monday), or each month on `month_day`; a shorter month has its last day instead."""

    weekdays: frozenset[int] = frozenset()
    month_day: int = 0

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Every day of it from `first` to `last`, both included, in order."""
        if self.month_day:
            return tuple(day for day in self._month_days(first, last) if first <= day <= last)
        all_days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return tuple(day for day in all_days if day.weekday() in self.weekdays)

    def is_sound(self) -> bool:
        """Whether it says either weekdays or one day of the month."""
        is_weekly = bool(self.weekdays) and self.weekdays <= frozenset(WEEKDAYS)
        is_monthly = self.month_day in MONTH_DAYS
        return is_weekly != is_monthly and not (self.weekdays and self.month_day)

    def as_plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {"weekdays": sorted(self.weekdays), "month_day": self.month_day}

    def _month_days(self, first: date, last: date) -> Iterator[date]:
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            year, place = divmod(month, 12)
            yield date(year, place + 1, min(self.month_day, monthrange(year, place + 1)[1]))


def read_recurrence(plain: Mapping[str, Any]) -> Recurrence:
    """What `as_plain` gave."""
    return Recurrence(frozenset(plain["weekdays"]), plain["month_day"])
