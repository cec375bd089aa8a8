"""What the records at a desk add up to by office, measure and month; every period's sums are sums of these."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import city_measures as measures
from hn_desk.rules import desks
from hn_desk.rules.conversion import REGISTERED
from hn_desk.rules.credit import WITHDRAWN
from hn_desk.rules.periods import NamedPeriod

MonthSums = Mapping[tuple[str, str, str], int]
"""(office, measure, month) → sum; what is 0 isn't there."""
MONTH: Final = 7


def month_sums(session: Session) -> MonthSums:
    """All additive sums of the desk's records, as `rules.city_measures.counted` counts each record."""
    codes = tuple(session.scalars(select(CityRecord.office).distinct()))
    found: dict[tuple[str, str, str], int] = {}
    for office, measure, month, value in _counted(session, codes):
        if month and value:
            found[office, measure, month] = found.get((office, measure, month), 0) + value
    return found


def period_sums(sums: MonthSums, period: NamedPeriod) -> dict[str, dict[str, int]]:
    """Office → measure → sum over the months of a period that begins and ends with a month."""
    first, last = f"{period.starts_on:%Y-%m}", f"{period.ends_on:%Y-%m}"
    found: dict[str, dict[str, int]] = {}
    for (office, measure, month), value in sums.items():
        if first <= month <= last:
            mine = found.setdefault(office, {})
            mine[measure] = mine.get(measure, 0) + value
    return found


def _counted(session: Session, codes: tuple[str, ...]) -> Iterable[tuple[str, str, str, int]]:
    """Rows of (office, measure, month, value), some of them 0."""
    certified = _text("state") == REGISTERED, func.coalesce(_text("enterprise_kind"), "") != ""
    many = (measures.REGISTERED, func.count()), (measures.WORKERS, _sum("workers")), (measures.CAPITAL, _sum("capital"))
    yield from _grouped(session, (_of(codes, desks.CONVERSIONS), *certified), "certificate_on", many)
    yield from _grouped(
        session, (_of(codes, desks.CONVERSIONS),), "submitted_on", ((measures.SUBMITTED, func.count()),)
    )
    yield from _grouped(session, (_of(codes, desks.CONTACT_COUNTS),), "month", ((measures.CONTACTS, _sum("contacts")),))
    held = _of(codes, desks.EVENTS), _text("state") == measures.HELD
    came = (measures.EVENTS, func.count()), (measures.PEOPLE, _sum("people"))
    yield from _grouped(session, held, "starts_on", came, by="topic")
    kept = _of(codes, desks.CASES), _text("state") != WITHDRAWN
    cases = (measures.CASES, func.count()), (measures.AMOUNT, _sum("amount"))
    yield from _grouped(session, kept, "decided_on", cases, by="programme")


def _grouped(
    session: Session,
    where: tuple[ColumnElement[bool], ...],
    day: str,
    many: tuple[tuple[str, Any], ...],
    *,
    by: str = "",
) -> Iterable[tuple[str, str, str, int]]:
    month = func.substr(_text(day), 1, MONTH)
    groups = (CityRecord.office, month, *((_text(by),) if by else ()))
    statement = select(*groups, *(value for _name, value in many)).where(*where).group_by(*groups)
    for row in session.execute(statement):
        code = row[2] if by else ""
        for (name, _value), value in zip(many, row[len(groups) :], strict=True):
            if row[1] and (code or not by):
                yield row[0], measures.measure_of(name, code) if by else name, row[1], int(value or 0)


def _of(codes: tuple[str, ...], subject: str) -> ColumnElement[bool]:
    """By the offices' codes too: so the database goes by its index and opens no other subject's rows."""
    return CityRecord.office.in_(codes) & (CityRecord.subject == subject)


def _text(field: str) -> ColumnElement[str]:
    found: ColumnElement[str] = CityRecord.payload[field].as_string()
    return found


def _sum(field: str) -> Any:
    return func.sum(CityRecord.payload[field].as_integer())
