"""The sums of a desk in a period by office and measure, counted from its records as they are now."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from hn_desk.city.month_sums import MonthSums, month_sums, period_sums
from hn_desk.city.period_cover import Covers, read_covers
from hn_desk.city.targets import counted_topics
from hn_desk.rules.city_measures import GROUPS, REACHED
from hn_desk.rules.closed_periods import Values
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.periods import NamedPeriod


def period_values(session: Session, desk: str, periods: Iterable[NamedPeriod], today: date) -> dict[str, Values]:
    """By the code of each period its values, as `values_in` counts them."""
    sums, covers = month_sums(session), read_covers(session, counted_topics(desk), today)
    return {period.code: values_in(sums, covers, period, today) for period in periods}


def values_in(sums: MonthSums, covers: Covers, period: NamedPeriod, today: date) -> Values:
    """The sums of a period's months, residential groups reached and owed in it: up to `today` while it runs."""
    values = period_sums(sums, period)
    for office, one in covers.on(counted_days(period.starts_on, period.ends_on, today)).items():
        pair = {REACHED: one.reached, GROUPS: one.total}
        values.setdefault(office, {}).update({measure: value for measure, value in pair.items() if value})
    return {office: mine for office, mine in values.items() if mine}
