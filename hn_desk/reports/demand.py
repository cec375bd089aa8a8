"""Demand for loans and what became of it, for credit plans: by programme, applicant, purpose and part of the period.

Wanted counts by the day of receipt, confirmed by the day of issue, approved and paid out by the bank's days; what is
owed and overdue stands as it was at the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import BankEvent, Confirmation, LoanApplication
from hn_desk.reports.corrections import copying_lists
from hn_desk.reports.table import Cell, Column, Period, Table, parts_of
from hn_desk.rules.bank import APPROVED, PAID_OUT, Course, Entry, from_plain
from hn_desk.rules.credit import DRAFT, LOCKED, OVERDUE, SIGNED, WITHDRAWN
from hn_desk.rules.programme import Programme

WANTED: Final = "wanted"
CONFIRMED: Final = "confirmed"
AGREED: Final = "agreed"
PAID: Final = "paid"
OWED: Final = "owed"
LATE: Final = "late"
STAGES: Final = (WANTED, CONFIRMED, AGREED, PAID, OWED, LATE)
"""What is counted of a loan, in the order of its way."""
NOT_WANTED: Final = frozenset({DRAFT, WITHDRAWN})
Key = tuple[str, str, str]
"""Programme, applicant, purpose."""
Figure = tuple[int, int]
"""A number of loans and their đồng."""
NOTHING: Final[Figure] = (0, 0)


@dataclass(frozen=True, slots=True)
class Loan:
    """What of an application is counted."""

    id: str
    key: Key
    received_on: date
    state: str
    confirmed_on: date | None
    course: Course

    def amount(self, stage: str, period: Period) -> int | None:
        """How many đồng count in `period` at a stage; None when the loan doesn't count there."""
        if stage == WANTED:
            return self.course.asked if self.state not in NOT_WANTED and _in(self.received_on, period) else None
        if stage == CONFIRMED:
            is_confirmed = self.state in LOCKED - {SIGNED} and _in(self.confirmed_on, period)
            return self.course.asked if is_confirmed else None
        if stage in (AGREED, PAID):
            kind = APPROVED if stage == AGREED else PAID_OUT
            amounts = [one.amount or 0 for one in self.course.live if one.kind == kind and _in(one.day, period)]
            return sum(amounts) if amounts else None
        then = self.course.until(period.end)
        is_late = then.debt is not None and then.debt.debt == OVERDUE
        return then.owed or None if stage == OWED or is_late else None


def rows(session: Session, period: Period, programmes: Mapping[str, Programme]) -> Table:
    """A row for each part of the period, programme, applicant and purpose with a figure; a sum for each part."""
    loans = tuple(all_loans(session))
    table: list[tuple[Cell, ...]] = []
    for name, part in parts_of(period):
        counted = counted_by_key(loans, part)
        lead = (name,) if period.step else ()
        table += [
            (*lead, *_names(key, programmes), *_flat(counted[key]))
            for key in sorted(counted, key=lambda one: (list(programmes).index(one[0]), *one))
        ]
        table.append((*lead, _("Total"), "", "", *_flat(summed(counted.values()))))
    parts = (Column(_("Period")),) if period.step else ()
    names = (Column(_("Programme")), Column(_("Applicant")), Column(_("Purpose")))
    return Table(title(), (*parts, *names, *_columns()), tuple(table))


def title() -> str:
    """What the report is called."""
    return _("Demand for loans and its course")


def stage_label(stage: str) -> str:
    """What the screen calls a stage; KeyError for an unknown one."""
    return {
        WANTED: _("Wanted"),
        CONFIRMED: _("Confirmed by the office"),
        AGREED: _("Approved by the bank"),
        PAID: _("Paid out"),
        OWED: _("Owed at the end"),
        LATE: _("Overdue at the end"),
    }[stage]


def all_loans(session: Session) -> Iterator[Loan]:
    """Every application with its course at the bank; none that a correction under way copied."""
    application = LoanApplication
    columns = (application.id, application.programme, application.applicant, application.purpose)
    others = (application.received_on, application.state, application.amount, application.list_id)
    issued, entries, copying = issue_days(session), _entries(session), copying_lists(session)
    for id_, programme, applicant, purpose, received_on, state, amount, list_id in session.execute(
        select(*columns, *others)
    ):
        if list_id in copying:
            continue
        confirmed = issued.get(id_) or issued.get(list_id or "")
        course = Course(None, amount or 0, tuple(entries.get(id_, ())))
        yield Loan(id_, (programme, applicant, purpose), received_on, state, confirmed, course)


def counted_by_key(loans: Iterable[Loan], period: Period) -> dict[Key, dict[str, Figure]]:
    """The figures of each stage, for the keys that have any."""
    counted: dict[Key, dict[str, Figure]] = defaultdict(dict)
    for loan in loans:
        for stage in STAGES:
            amount = loan.amount(stage, period)
            if amount is not None:
                count, total = counted[loan.key].get(stage, NOTHING)
                counted[loan.key][stage] = (count + 1, total + amount)
    return dict(counted)


def summed(figures: Iterable[Mapping[str, Figure]]) -> dict[str, Figure]:
    """The sums of each stage."""
    sums = dict.fromkeys(STAGES, NOTHING)
    for one in figures:
        for stage, (count, amount) in one.items():
            sums[stage] = (sums[stage][0] + count, sums[stage][1] + amount)
    return sums


def _columns() -> Iterator[Column]:
    for stage in STAGES:
        yield Column(_("{stage}: number").format(stage=stage_label(stage)), "count")
        yield Column(_("{stage}: đồng").format(stage=stage_label(stage)), "money")


def _flat(figures: Mapping[str, Figure]) -> tuple[int, ...]:
    return tuple(value for stage in STAGES for value in figures.get(stage, NOTHING))


def _names(key: Key, programmes: Mapping[str, Programme]) -> tuple[str, str, str]:
    programme = programmes[key[0]]
    rules = programme.applicants[key[1]]
    return programme.name, rules.label, rules.purpose_label(key[2])


def _in(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.end


def issue_days(session: Session) -> dict[str, date]:
    """When what UBND confirmed got its number first, by the id of the application or list."""
    found: dict[str, date] = {}
    for subject, day in session.execute(select(Confirmation.subject_id, Confirmation.issued_on)):
        if day is not None:
            found[subject] = min(day, found.get(subject, day))
    return found


def _entries(session: Session) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    columns = (BankEvent.application_id, BankEvent.content)
    for id_, content in session.execute(select(*columns).order_by(BankEvent.application_id, BankEvent.position)):
        found[id_].append(from_plain(content))
    return found
