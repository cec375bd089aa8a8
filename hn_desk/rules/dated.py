"""Values that change with the law: each holds from a day on, with its source."""

from dataclasses import dataclass
from datetime import date
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


def read_dated_whole(rows: list[Reader], *, since: date) -> Dated[int]:
    """Read periods with `from`, `to`, `value`, `source`; they must hold from `since` on, in order."""
    periods = tuple(
        Period(row.day("from"), row.whole("value"), row.text("source"), row.day_if_any("to")) for row in rows
    )
    starts = [period.since for period in periods]
    if rows and (sorted(set(starts)) != starts or starts[0] > since):
        rows[0].problem("from", _("must hold from {day} on, each period later than the one before").format(day=since))
    return Dated(periods)
