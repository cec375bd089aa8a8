"""A desk's numbers in a period: each sum with its offices, target and pace; what was closed and what came since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.board import Board, board
from hn_desk.city.desk import CityDesk
from hn_desk.city.late_reports import LateReport, late_reports
from hn_desk.city.month_sums import MonthSums, month_sums
from hn_desk.city.period_values import PeriodCover, values_in
from hn_desk.city.received import measures_of
from hn_desk.city.report_figures import FigureLine, figure_lines, figures_in
from hn_desk.city.snapshots import Snapshot, read_snapshots
from hn_desk.city.targets import city_rules
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules import city_measures as measures
from hn_desk.rules.city_targets import COVERED, PERCENT, UNTOLD, CityTarget
from hn_desk.rules.closed_periods import Values, is_closable
from hn_desk.rules.periods import NamedPeriod, is_year, parse_period
from hn_desk.rules.targets import Pace, Span, elapsed, pace, span_of

PERMILLE: Final = 1000
FIRST_YEAR: Final = 2025
MEASURE_OF: Final = {"registered": measures.REGISTERED, COVERED: measures.REACHED}
"""Which sum is done for what a target measures."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sum of all offices: `offices` have any of it; `of` are the groups owed; `closed` is what was frozen."""

    measure: str
    value: int
    offices: int
    of: int | None = None
    target: CityTarget | None = None
    pace: Pace | None = None
    closed: int | None = None

    @property
    def id(self) -> str:
        """What tables know it by."""
        return self.measure

    @property
    def adjusted(self) -> int | None:
        """What came since the period was closed; None while it isn't."""
        return None if self.closed is None else self.value - self.closed


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """What one office adds to a sum: its share in thousandths; groups owed and pace where each office owes its own."""

    code: str
    name: str
    value: int
    permille: int
    of: int | None = None
    pace: Pace | None = None
    closed: int | None = None

    @property
    def id(self) -> str:
        """What tables know it by."""
        return self.code

    @property
    def adjusted(self) -> int | None:
        """What came since the period was closed; None while it isn't."""
        return None if self.closed is None else self.value - self.closed


@dataclass(frozen=True, slots=True)
class Numbers:
    """A desk's numbers of a period: `months` by measure are those of its whole year; `gone` days of how many.

    `untold` are targets of the year for which offices send nothing that could be counted; `figures` are of reports.
    """

    board: Board
    period: NamedPeriod
    lines: tuple[Line, ...]
    values: Values
    snapshot: Snapshot | None
    months: Mapping[str, tuple[int, ...]]
    gone: tuple[int, int]
    untold: tuple[CityTarget, ...]
    late: tuple[LateReport, ...]
    figures: tuple[FigureLine, ...]

    def line(self, measure: str) -> Line:
        """The sum of one measure; StopIteration when it isn't shown."""
        return next(one for one in self.lines if one.measure == measure)

    def offices(self, measure: str) -> tuple[OfficeLine, ...]:
        """What each office adds to a sum, the most first; of coverage the office that is furthest behind first."""
        whole = self.line(measure)
        found = [self._office(whole, one.code, one.name) for one in self.board.offices]
        if whole.of is not None:
            return tuple(sorted(found, key=lambda one: (_covered(one), one.code)))
        return tuple(sorted(found, key=lambda one: (-one.value, one.code)))

    def late_with_packets(self) -> tuple[str, ...]:
        """The codes of the offices that have sent before and from which no packet came in time."""
        return tuple(one.code for one in self.board.offices if one.is_late and one.days is not None)

    def never_sent(self) -> tuple[str, ...]:
        """The codes of the offices from which no packet has ever come."""
        return tuple(one.code for one in self.board.offices if one.days is None)

    def _office(self, whole: Line, code: str, name: str) -> OfficeLine:
        mine = self.values.get(code, {})
        value = mine.get(whole.measure, 0)
        closed = self.snapshot.closed.values.get(code, {}).get(whole.measure, 0) if self.snapshot else None
        if whole.of is None:
            return OfficeLine(code, name, value, _share(value, whole.value), closed=closed)
        owed = mine.get(measures.GROUPS, 0)
        of_own = pace(_of(owed, whole.target), value, self.gone) if whole.target and whole.pace else None
        return OfficeLine(code, name, value, _share(value, owed), owed, of_own, closed)


def numbers(desk: CityDesk, code: str) -> Numbers:
    """The desk's numbers of a month, quarter, half or year (`2026-Q2`) as they are now; DeskError for no period."""
    desk.require("board.read")
    found, period = board(desk), parse_period(code)
    if not is_closable(period):
        raise DeskError(
            _("The board counts a month, a quarter, a half or a year."), do=_("Choose one of these."), reason="period"
        )
    with desk.database.read() as session:
        snapshot = next((one for one in read_snapshots(session) if one.closed.period == period.code), None)
        sums = month_sums(session, period.starts_on.year)
        values = values_in(sums, PeriodCover(session, desk.code, found.day), period)
        late = late_reports(session, desk.code, [one.code for one in found.offices], found.day)
        figures = figure_lines(figures_in(session, period), snapshot.figures if snapshot else None)
    gone = _gone(Span(period.starts_on, period.ends_on), found.day)
    of_year = [one for one in city_rules().targets if one.desk == desk.code and one.is_of(period.starts_on.year)]
    lines = _lines(desk.code, values, snapshot, _Aims(tuple(of_year), period, gone))
    untold = tuple(one for one in of_year if one.measure == UNTOLD)
    return Numbers(found, period, lines, values, snapshot, _months(sums, period), gone, untold, late, figures)


def years(today: date) -> tuple[int, ...]:
    """The years that can be asked for, this one first."""
    return tuple(range(today.year, FIRST_YEAR - 1, -1))


@dataclass(frozen=True, slots=True)
class _Aims:
    """The targets of a year, the period that is asked for, days of it that have come and all its days."""

    targets: tuple[CityTarget, ...]
    period: NamedPeriod
    gone: tuple[int, int]

    def of(self, measure: str, value: int, owed: int) -> tuple[CityTarget | None, Pace | None]:
        """The target of a measure and how far it is; a part of the year has its days' part of a count."""
        target = next((one for one in self.targets if MEASURE_OF.get(one.measure) == measure), None)
        if target is None:
            return None, None
        if target.measure == COVERED:
            of_year = pace(_of(owed, target), value, self.gone)
            return (target, of_year) if is_year(self.period) else (None, None)
        days = _gone(span_of(self.period.starts_on.year, 0), self.period.ends_on)[1]
        return target, pace(target.value * self.gone[1] // days, value, self.gone)


def _lines(desk: str, values: Values, snapshot: Snapshot | None, aims: _Aims) -> tuple[Line, ...]:
    shown = measures_of(desk)
    others = {measure for mine in values.values() for measure in mine} - {*shown, measures.GROUPS}
    return tuple(_line(measure, values, snapshot, aims) for measure in (*shown, *sorted(others)))


def _line(measure: str, values: Values, snapshot: Snapshot | None, aims: _Aims) -> Line:
    value = _sum(values, measure)
    owed = _sum(values, measures.GROUPS) if measure == measures.REACHED else None
    target, now = aims.of(measure, value, owed or 0)
    closed = _sum(snapshot.closed.values, measure) if snapshot else None
    offices = sum(measure in mine for mine in values.values())
    return Line(measure, value, offices, owed, target, now, closed)


def _months(sums: MonthSums, period: NamedPeriod) -> dict[str, tuple[int, ...]]:
    year = f"{period.starts_on.year}-"
    found: dict[str, list[int]] = {}
    for (_office, measure, month), value in sums.items():
        if month.startswith(year):
            found.setdefault(measure, [0] * 12)[int(month[-2:]) - 1] += value
    return {measure: tuple(months) for measure, months in found.items()}


def _gone(span: Span, today: date) -> tuple[int, int]:
    """Days of the span that have come and all its days, as the city's targets are spread."""
    spread = city_rules().spread
    value = (spread.period_on(span.end) or spread.periods[0]).value
    return elapsed(span, today, value, rule_book().deadlines.exceptions)


def _of(owed: int, target: CityTarget | None) -> int:
    """How many of what is owed a target in percent asks for."""
    return -(-owed * target.value // PERCENT) if target else owed


def _covered(one: OfficeLine) -> tuple[int, int]:
    return one.permille, -(one.of or 0)


def _share(part: int, whole: int) -> int:
    return PERMILLE * part // whole if whole else 0


def _sum(values: Values, measure: str) -> int:
    return sum(mine.get(measure, 0) for mine in values.values())
