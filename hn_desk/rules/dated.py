"""Values that change with the law: each holds from a day on, with its source."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from hn_desk.i18n import _
from hn_desk.rules.reading import Reader

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Period(Generic[T]):
    """One value from its first day to its last one, both included; open when `until` is None."""

    since: date
    value: T
    source: str
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether `day` lies in the period."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value by day: the latest period that holds decides."""

    periods: tuple[Period[T], ...]

    def period_on(self, day: date) -> Period[T] | None:
        """Find the period that decides on `day`, with its source; None before the first and after a closed one."""
        holding = [period for period in self.periods if period.holds_on(day)]
        return max(holding, key=lambda period: period.since) if holding else None

    def on(self, day: date) -> T:
        """Value on `day`; LookupError when none holds (`period_on` asks first)."""
        period = self.period_on(day)
        if period is None:
            raise LookupError(f"no value holds on {day.isoformat()}")
        return period.value


def read_dated_whole(reader: Reader, key: str, *, since: date) -> Dated[int]:
    """Read periods with `from`, `to`, `value`, `source`; in order, without a gap, they must hold from `since` on."""
    periods = tuple(
        Period(row.day("from"), row.whole("value"), row.text("source"), row.day_if_any("to"))
        for row in reader.tables(key)
    )
    starts = [period.since for period in periods]
    if not periods or sorted(set(starts)) != starts or starts[0] > since or _has_gap(periods):
        reason = _("must hold from {day} on without a gap, each period later than the one before")
        reader.problem(key, reason.format(day=since))
    return Dated(periods)


def _has_gap(periods: tuple[Period[int], ...]) -> bool:
    following = (*(period.since for period in periods[1:]), date.max)
    ends = zip(periods, following, strict=True)
    return any(period.until and period.until + timedelta(days=1) < after for period, after in ends)
