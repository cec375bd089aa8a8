"""What official reports are counted with: the session and the days; what many figures share is read once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models.tables import Contact, Conversion, OutreachEvent
from hn_desk.reports import conversion_counts
from hn_desk.reports import coverage as of_groups
from hn_desk.reports.demand import Loan, all_loans, issue_days
from hn_desk.reports.table import Period
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.report_measures import EVENT_FIELDS

Options = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Counted:
    """One record that is counted, with the value it adds: 1 where records are counted."""

    id: str
    value: int = 1


Records = tuple[Counted, ...]


class Loans:
    """Every loan of the office, read once for all figures and periods of one report."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def all(self) -> tuple[Loan, ...]:
        """Loans by the day they were asked for, then by id."""
        return tuple(sorted(all_loans(self._session), key=lambda one: (one.received_on, one.id)))

    @cached_property
    def issued(self) -> Mapping[str, date]:
        """When what UBND confirmed got its number first, by the id of the application or list."""
        return issue_days(self._session)


@dataclass(frozen=True)
class Counting:
    """A session, the first and the last day that count, and the office's loans."""

    session: Session
    starts_on: date
    ends_on: date
    loans: Loans

    @property
    def period(self) -> Period:
        """The days as other reports take them."""
        return Period(self.starts_on, self.ends_on)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year."""
        return self.starts_on.year, self.ends_on.year

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.starts_on <= day <= self.ends_on

    @cached_property
    def of_households(self) -> conversion_counts.Counting:
        """What contacts and conversions are counted with: merged households left out."""
        return conversion_counts.counting(self.session, self.period)

    @cached_property
    def newest_contacts(self) -> Mapping[str, Any]:
        """The newest contact in the period by household: the latest day, of one day what was written last."""
        columns = (Contact.household_id, Contact.obstacles, Contact.supports, Contact.capital_demand)
        found = select(*columns).where(*self.of_households.met())
        rows = self.session.execute(found.order_by(Contact.day, Contact.change, Contact.id))
        return {row.household_id: row for row in rows}

    @cached_property
    def converted(self) -> tuple[Any, ...]:
        """The conversions of the period that count, by the day of the certificate."""
        table = Conversion
        columns = (table.id, table.enterprise_kind, table.enterprise_capital, table.enterprise_workers)
        found = select(*columns).where(*self.of_households.converted())
        return tuple(self.session.execute(found.order_by(table.certificate_on, table.id)))

    @cached_property
    def events(self) -> tuple[Any, ...]:
        """The events that are done and began in the period, by their first day, with all that is added up of them."""
        table = OutreachEvent
        summed = (getattr(table, name) for name in EVENT_FIELDS)
        found = select(table.id, table.topic, table.form, table.audiences, *summed)
        found = found.where(table.state == of_groups.DONE, table.starts_on.between(self.starts_on, self.ends_on))
        return tuple(self.session.execute(found.order_by(table.starts_on, table.id)))

    @cached_property
    def loans_at(self) -> dict[str, tuple[tuple[Loan, int], ...]]:
        """The loans that count at a stage, with their đồng, by stage: kept here once they were looked for."""
        return {}

    @cached_property
    def coverage(self) -> Callable[[str], of_groups.Coverage]:
        """Topic → its coverage of the period's residential groups, the same as on every other page."""
        days = counted_days(self.starts_on, self.ends_on, self.ends_on)
        read = of_groups.counting(self.session, days)
        return cache(lambda topic: read.coverage(topic, days))


Measuring = Callable[[Counting, Options], Records]


def each(ids: Iterable[str]) -> Records:
    """Records that count 1 each; one that comes twice counts once."""
    return tuple(Counted(one) for one in dict.fromkeys(ids))


def valued(pairs: Iterable[tuple[str, int | None]]) -> Records:
    """Records that add their value; those without one, or with 0, are none of them."""
    return tuple(Counted(one, value) for one, value in pairs if value)


def admits(options: Options, name: str, value: str) -> bool:
    """Whether an option lets a value through: one that isn't named lets all."""
    return name not in options or value in options[name]
