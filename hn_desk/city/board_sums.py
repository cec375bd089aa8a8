"""What the records at a desk add up to in a year, by office: conversions, contacts, coverage, cases, figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.board import city_rules
from hn_desk.city.desk import CityDesk
from hn_desk.city.period_cover import counted_topics, read_covers
from hn_desk.models.tables import CityRecord
from hn_desk.rules import desks
from hn_desk.rules.city_targets import COVERED, PERCENT, CityTarget
from hn_desk.rules.conversion import REGISTERED
from hn_desk.rules.coverage import counted_days
from hn_desk.rules.credit import WITHDRAWN
from hn_desk.rules.targets import Pace, elapsed, pace, span_of

SUMMED: Final = ("count", "money")
"""Units of figures that may be added over offices; a percent may not."""


@dataclass(frozen=True, slots=True)
class CaseSum:
    """Confirmed cases of one programme, none that was withdrawn: how many and for how much đồng."""

    cases: int = 0
    amount: int = 0

    def plus(self, other: "CaseSum") -> "CaseSum":
        """Both together."""
        return CaseSum(self.cases + other.cases, self.amount + other.amount)


@dataclass(frozen=True, slots=True)
class FigureSum:
    """One figure of a report and period over the offices that sent it; `value` is a number or đồng, as `unit` says."""

    report: str
    period: str
    key: str
    label: str
    unit: str
    value: int
    offices: int


@dataclass(frozen=True, slots=True)
class Sums:
    """A year's sums of one office or of all; of the `groups` that are owed the desk's topics `reached` so many."""

    registered: int = 0
    submitted: int = 0
    contacts: int = 0
    reached: int = 0
    groups: int = 0
    cases: Mapping[str, CaseSum] = field(default_factory=dict)

    def plus(self, other: "Sums") -> "Sums":
        """Both together."""
        codes = sorted({*self.cases, *other.cases})
        return Sums(
            self.registered + other.registered,
            self.submitted + other.submitted,
            self.contacts + other.contacts,
            self.reached + other.reached,
            self.groups + other.groups,
            {code: self.cases.get(code, CaseSum()).plus(other.cases.get(code, CaseSum())) for code in codes},
        )


@dataclass(frozen=True, slots=True)
class CityPace:
    """One target of the city with what the offices have sent for it."""

    target: CityTarget
    pace: Pace


@dataclass(frozen=True, slots=True)
class YearSums:
    """What a desk's records add up to in `year`: by office code, over all, against the targets, and the figures.

    `subjects` are those that the desk receives: what it doesn't is no 0 but unknown to it.
    """

    year: int
    subjects: tuple[str, ...]
    offices: Mapping[str, Sums]
    city: Sums
    targets: tuple[CityPace, ...]
    figures: tuple[FigureSum, ...]


def year_sums(desk: CityDesk, year: int) -> YearSums:
    """Add up the desk's records of one year, as far as this day for a year that runs."""
    desk.require("board.read")
    today = desk.now().astimezone().date()
    receives = rule_book().desks[desk.code].subjects
    with desk.database.read() as session:
        codes = tuple(session.scalars(select(CityRecord.office).distinct().order_by(CityRecord.office)))
        found = _Reading(session, codes, year)
        days = counted_days(date(year, 1, 1), date(year, 12, 31), today)
        reached = read_covers(session, counted_topics(desk.code), today).on(days)
        groups = {code: Sums(reached=one.reached, groups=one.total) for code, one in reached.items()}
        parts = (found.conversions(), found.contacts(), groups, found.cases())
        offices = {code: _together(part.get(code, Sums()) for part in parts) for code in codes}
        figures = found.figures()
    city = _together(offices.values())
    return YearSums(year, receives, offices, city, _against(desk.code, city, year, today), figures)


@dataclass(frozen=True, slots=True)
class _Reading:
    session: Session
    codes: tuple[str, ...]
    year: int

    def conversions(self) -> dict[str, Sums]:
        """Enterprises registered, and dossiers handed in, by office."""
        counts = (CityRecord.office, func.count())
        registered = (
            _text("state") == REGISTERED,
            func.coalesce(_text("enterprise_kind"), "") != "",
            *self._in_year("certificate_on"),
        )
        done = self._by_office(select(*counts).where(*self._of(desks.CONVERSIONS), *registered))
        sent = self._by_office(select(*counts).where(*self._of(desks.CONVERSIONS), *self._in_year("submitted_on")))
        return {code: Sums(registered=done.get(code, 0), submitted=sent.get(code, 0)) for code in {*done, *sent}}

    def contacts(self) -> dict[str, Sums]:
        """Contacts by office."""
        counts = select(CityRecord.office, func.sum(_whole("contacts")))
        met = self._by_office(counts.where(*self._of(desks.CONTACT_COUNTS), *self._in_year("month")))
        return {code: Sums(contacts=count or 0) for code, count in met.items()}

    def cases(self) -> dict[str, Sums]:
        """Cases decided in the year by office and programme."""
        programme = _text("programme")
        columns = select(CityRecord.office, programme, func.count(), func.sum(_whole("amount")))
        where = (*self._of(desks.CASES), *self._in_year("decided_on"), _text("state") != WITHDRAWN)
        found: dict[str, dict[str, CaseSum]] = {}
        for office, code, count, amount in self.session.execute(
            columns.where(*where).group_by(CityRecord.office, programme)
        ):
            found.setdefault(office, {})[code] = CaseSum(count, amount or 0)
        return {office: Sums(cases=cases) for office, cases in found.items()}

    def figures(self) -> tuple[FigureSum, ...]:
        """The figures of the year over all offices; none whose unit can't be added."""
        key = (_text("report"), _text("period"), _text("key"))
        columns = (*key, func.min(_text("label")), func.min(_text("unit")), func.sum(_whole("value")), func.count())
        unit = func.coalesce(_text("unit"), SUMMED[0])
        where = (*self._of(desks.FIGURES), *self._in_year("period"), unit.in_(SUMMED))
        rows = self.session.execute(select(*columns).where(*where).group_by(*key).order_by(*key))
        return tuple(
            FigureSum(report, period, code, label or "", unit or SUMMED[0], value or 0, offices)
            for report, period, code, label, unit, value, offices in rows
        )

    def _of(self, subject: str) -> tuple[ColumnElement[bool], ...]:
        """By the offices' codes too: so the database goes by its index and opens no other subject's rows."""
        return (CityRecord.office.in_(self.codes), CityRecord.subject == subject)

    def _in_year(self, field_: str) -> tuple[ColumnElement[bool], ...]:
        return (_text(field_).between(f"{self.year}", f"{self.year}-99"),)

    def _by_office(self, statement: Any) -> dict[str, int]:
        return dict(self.session.execute(statement.group_by(CityRecord.office)).all())


def _against(desk: str, city: Sums, year: int, today: date) -> tuple[CityPace, ...]:
    rules = city_rules()
    span = span_of(year, 0)
    spread = rules.spread.period_on(span.end)
    targets = [one for one in rules.targets if one.desk == desk and one.is_of(year)]
    if not targets or spread is None:
        return ()
    gone = elapsed(span, today, spread.value, {})
    return tuple(CityPace(one, pace(*_reckoned(one, city), gone)) for one in targets)


def _reckoned(target: CityTarget, city: Sums) -> tuple[int, int]:
    """The target as a number, and how much of it is done."""
    if target.measure == COVERED:
        return -(-city.groups * target.value // PERCENT), city.reached
    return target.value, city.registered


def _together(parts: Iterable[Sums]) -> Sums:
    whole = Sums()
    for part in parts:
        whole = whole.plus(part)
    return whole


def _text(field_: str) -> ColumnElement[str]:
    found: ColumnElement[str] = CityRecord.payload[field_].as_string()
    return found


def _whole(field_: str) -> ColumnElement[int]:
    found: ColumnElement[int] = CityRecord.payload[field_].as_integer()
    return found
