"""The sums of a desk in a period by office and measure, as its records are now."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from hn_desk.city.month_sums import MonthSums, month_sums, period_sums
from hn_desk.city.period_cover import Covers, read_covers
from hn_desk.city.sums import coverage_in, terms_of, year_values
from hn_desk.city.targets import counted_topics
from hn_desk.rules.city_measures import GROUPS, REACHED
from hn_desk.rules.closed_periods import Values
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.periods import NamedPeriod, is_year


class PeriodCover:
    """Residential groups reached and owed in a period: of a year as they are kept, of a part of it counted anew.

    What has to be read for the second is read once. A period that runs counts up to `today`.
    """

    def __init__(self, session: Session, desk: str, today: date) -> None:
        self._session, self._desk, self._today = session, desk, today
        self._covers: Covers | None = None

    def of(self, period: NamedPeriod) -> Mapping[str, tuple[int, int]]:
        """Reached and owed by office."""
        if is_year(period):
            year = period.starts_on.year
            kept = year_values(self._session, year)
            return coverage_in(self._session, kept, year, terms_of(self._desk, self._today))
        if self._covers is None:
            self._covers = read_covers(self._session, counted_topics(self._desk), self._today)
        days = counted_days(period.starts_on, period.ends_on, self._today)
        return {office: (one.reached, one.total) for office, one in self._covers.on(days).items()}


def period_values(session: Session, desk: str, periods: Iterable[NamedPeriod], today: date) -> dict[str, Values]:
    """By the code of each period its values, as `values_in` tells them."""
    sums, cover = month_sums(session), PeriodCover(session, desk, today)
    return {period.code: values_in(sums, cover, period) for period in periods}


def values_in(sums: MonthSums, cover: PeriodCover, period: NamedPeriod) -> Values:
    """The sums of a period's months, and residential groups reached and owed in it; nothing that is 0."""
    values = period_sums(sums, period)
    for office, (reached, groups) in cover.of(period).items():
        pair = {REACHED: reached, GROUPS: groups}
        values.setdefault(office, {}).update({measure: value for measure, value in pair.items() if value})
    return {office: mine for office, mine in values.items() if mine}
