"""The sums of a desk in a period by office and measure, counted from its records as they are now."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from hn_desk.city.month_sums import month_sums, period_sums
from hn_desk.city.period_cover import read_covers
from hn_desk.city.targets import counted_topics
from hn_desk.rules.city_measures import GROUPS, REACHED
from hn_desk.rules.closed_periods import Values
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.periods import NamedPeriod


def period_values(session: Session, desk: str, periods: Iterable[NamedPeriod], today: date) -> dict[str, Values]:
    """By the code of each period its values: sums of its months, residential groups reached and owed in it.

    Coverage of a period that runs counts up to `today`.
    """
    sums, covers = month_sums(session), read_covers(session, counted_topics(desk), today)
    found: dict[str, Values] = {}
    for period in periods:
        values = period_sums(sums, period)
        days = counted_days(period.starts_on, period.ends_on, today)
        for office, one in covers.on(days).items():
            pair = {REACHED: one.reached, GROUPS: one.total}
            values.setdefault(office, {}).update({measure: value for measure, value in pair.items() if value})
        found[period.code] = {office: mine for office, mine in values.items() if mine}
    return found
