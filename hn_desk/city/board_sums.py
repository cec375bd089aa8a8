"""What the records at a desk add up to in a year, by office: conversions, contacts, coverage, cases, figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk import CityDesk
from hn_desk.city.measures import OFFICES, VALUE, figure_of
from hn_desk.city.sums import city_values, coverage_in, record_counts, terms_of, year_values
from hn_desk.city.targets import city_rules
from hn_desk.rules.city_measures import (
    AMOUNT,
    CASES,
    CONTACTS,
    REGISTERED,
    SUBMITTED,
    code_of,
    family_of,
    measure_of,
)
from hn_desk.rules.city_targets import COVERED, PERCENT, UNTOLD, CityTarget
from hn_desk.rules.targets import Pace, elapsed, pace, span_of


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

    def plus(self, other: "FigureSum | None") -> "FigureSum":
        """Both together, under the words that come first."""
        if other is None:
            return self
        words = {"label": min(self.label, other.label), "unit": min(self.unit, other.unit)}
        return replace(self, value=self.value + other.value, offices=self.offices + other.offices, **words)


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
    """The sums kept of one year, coverage as of this day for a year that runs."""
    desk.require("board.read")
    terms = terms_of(desk.code, desk.today())
    with desk.database.read() as session:
        kept = year_values(session, year)
        counts = record_counts(session)
        covered = coverage_in(session, kept, year, terms, counts)
        codes = sorted({office for office, _subject in counts})
        figures = year_figures(session, year)
    offices = {code: _sums(kept.get(code, {}), covered.get(code, (0, 0))) for code in codes}
    city = _together(offices.values())
    receives = rule_book().desks[desk.code].subjects
    return YearSums(year, receives, offices, city, _against(desk.code, city, year, terms.today), figures)


def _sums(kept: Mapping[str, int], covered: tuple[int, int]) -> Sums:
    """One office's sums out of its measures of the year."""
    programmes = (code_of(name) for name in sorted(kept) if family_of(name) == CASES)
    cases = {one: CaseSum(kept[measure_of(CASES, one)], kept.get(measure_of(AMOUNT, one), 0)) for one in programmes}
    registered, submitted, contacts = (kept.get(name, 0) for name in (REGISTERED, SUBMITTED, CONTACTS))
    return Sums(registered, submitted, contacts, *covered, cases)


def year_figures(session: Session, year: int) -> tuple[FigureSum, ...]:
    """The figures of the year over all offices; one whose label was worded anew is still one."""
    kept = city_values(session, (VALUE, OFFICES), year)
    found: dict[tuple[str, str, str], FigureSum] = {}
    for name, many in sorted((name, many) for name, many in kept.items() if name.startswith(OFFICES)):
        report, period, key, unit, label = figure_of(name, OFFICES, year)
        value = kept.get(VALUE + name.removeprefix(OFFICES), 0)
        one = FigureSum(report, period, key, label, unit, value, many)
        found[report, period, key] = one.plus(found.get((report, period, key)))
    return tuple(found[place] for place in sorted(found))


def _against(desk: str, city: Sums, year: int, today: date) -> tuple[CityPace, ...]:
    rules = city_rules()
    span = span_of(year, 0)
    spread = rules.spread.period_on(span.end)
    targets = [one for one in rules.targets if one.desk == desk and one.is_of(year) and one.measure != UNTOLD]
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
