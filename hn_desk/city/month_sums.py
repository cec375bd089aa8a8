"""What the records at a desk add up to by office, measure and month; every period's sums are sums of these."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from hn_desk.city.sums import month_values
from hn_desk.rules.periods import NamedPeriod

MonthSums = Mapping[tuple[str, str, str], int]
"""(office, measure, month) → sum; what is 0 isn't there."""


def month_sums(session: Session, year: int | None = None) -> MonthSums:
    """The additive sums of the desk's records, all or a year's, as `rules.city_measures.counted` counts each record."""
    return month_values(session, year)


def period_sums(sums: MonthSums, period: NamedPeriod) -> dict[str, dict[str, int]]:
    """Office → measure → sum over the months of a period that begins and ends with a month."""
    first, last = f"{period.starts_on:%Y-%m}", f"{period.ends_on:%Y-%m}"
    found: dict[str, dict[str, int]] = {}
    for (office, measure, month), value in sums.items():
        if first <= month <= last:
            mine = found.setdefault(office, {})
            mine[measure] = mine.get(measure, 0) + value
    return found
