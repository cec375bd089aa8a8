"""Every sum of a desk by one GROUP BY over all its records: what the sums kept must equal, and cost a tenth of."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hn_desk.models.tables import CityRecord
from hn_desk.rules import city_measures as measures
from hn_desk.rules import desks
from hn_desk.rules.conversion import REGISTERED
from hn_desk.rules.credit import WITHDRAWN

MONTH = 7
SUMMED = ("count", "money")
Figure = tuple[str, str, str, int, int]


def grouped_months(session: Session) -> dict[tuple[str, str, str], int]:
    """(office, measure, month) → sum; what is 0 isn't there."""
    codes = tuple(session.scalars(select(CityRecord.office).distinct()))
    found: dict[tuple[str, str, str], int] = {}
    for office, measure, month, value in _counted(session, codes):
        if month and value:
            found[office, measure, month] = found.get((office, measure, month), 0) + value
    return found


def grouped_figures(session: Session, year: int) -> list[Figure]:
    """Report, period, key, sum, how many offices, of the figures of a year."""
    key = (_text("report"), _text("period"), _text("key"))
    unit = func.coalesce(_text("unit"), SUMMED[0])
    where = (CityRecord.subject == desks.FIGURES, func.substr(_text("period"), 1, 4) == str(year), unit.in_(SUMMED))
    columns = (*key, func.coalesce(_sum("value"), 0), func.count())
    return sorted(tuple(row) for row in session.execute(select(*columns).where(*where).group_by(*key)))


def grouped_counts(session: Session) -> dict[tuple[str, str], int]:
    """(office, subject) → how many records."""
    columns = (CityRecord.office, CityRecord.subject)
    rows = session.execute(select(*columns, func.count()).group_by(*columns))
    return {(office, subject): count for office, subject, count in rows}


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
