"""Targets an office was assigned: which kinds there are, and how far it should have come by a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.coverage import PERCENT
from hn_desk.rules.dated import Dated, Period
from hn_desk.rules.money import format_dong
from hn_desk.rules.reading import Reader
from hn_desk.rules.workdays import is_workday

REGISTERED: Final = "registered"
SUBMITTED: Final = "submitted"
AGREED: Final = "agreed"
CONTACTED: Final = "contacted"
CONTACTS: Final = "contacts"
SUPPORTED: Final = "supported"
MEASURES: Final = (REGISTERED, SUBMITTED, AGREED, CONTACTED, CONTACTS, SUPPORTED)
"""What the program can count; a kind of target in the data names one."""
WORKING: Final = "working"
CALENDAR: Final = "calendar"
WHOLE_YEAR: Final = 0
QUARTERS: Final = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class TargetKind:
    """One kind of target from a day on: what it is called, what is counted for it and in what, its source."""

    code: str
    label: str
    measure: str
    unit: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class TargetData:
    """The kinds an office may be assigned, and over which days (`WORKING`, `CALENDAR`) a target is spread."""

    kinds: tuple[TargetKind, ...]
    spread: Dated[str]

    def kinds_of(self, year: int) -> tuple[TargetKind, ...]:
        """The kinds that hold at the end of `year`."""
        return tuple(kind for kind in self.kinds if kind.since <= date(year, 12, 31))

    def spread_on(self, day: date) -> str:
        """How targets are spread on `day`; before the first rule as the first one says."""
        period = self.spread.period_on(day)
        return period.value if period else self.spread.periods[0].value


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a target, both included."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a target is reached: whole percent (cut), what should be done by now, and how much more is done."""

    target: int
    done: int
    percent: int
    expected: int

    @property
    def ahead(self) -> int:
        """Done beyond what should be by now; below 0 it is behind."""
        return self.done - self.expected


def span_of(year: int, quarter: int) -> Span:
    """The days of a year (`quarter` 0) or of one of its quarters."""
    if quarter == WHOLE_YEAR:
        return Span(date(year, 1, 1), date(year, 12, 31))
    end = date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    return Span(date(year, quarter * 3 - 2, 1), end)


def elapsed(span: Span, today: date, spread: str, exceptions: Mapping[date, bool]) -> tuple[int, int]:
    """Days of the span that have come, today among them, and all its days; working days alone where they count."""
    length = (span.end - span.start).days + 1
    days = (span.start + timedelta(days=n) for n in range(length))
    counted = [day for day in days if spread == CALENDAR or is_workday(day, exceptions)]
    return sum(day <= today for day in counted), len(counted)


def pace(target: int, done: int, gone: tuple[int, int]) -> Pace:
    """`done` of `target` after `gone` (days come, days in all); what should be done by now is cut to whole ones."""
    come, days = gone
    expected = target * come // days if days else target
    return Pace(target, done, done * PERCENT // target if target else PERCENT, expected)


def pace_words(one: Pace) -> str:
    """Whether the office is on time: ahead or behind by how many."""
    if one.done >= one.target:
        return _("Target reached")
    if one.ahead == 0:
        return _("On time")
    if one.ahead > 0:
        return _("Ahead by {n}").format(n=format_dong(one.ahead))
    return _("Behind by {n}").format(n=format_dong(-one.ahead))


def load_targets(data: Mapping[str, object], name: str) -> TargetData:
    """Make TargetData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    rows = reader.tables("kinds")
    kinds = tuple(_kind(row) for row in rows)
    codes = [kind.code for kind in kinds]
    for row, code in zip(rows, codes, strict=True):
        if codes.count(code) > 1:
            row.problem("code", _("stands more than once"))
    periods = tuple(_spread(row) for row in reader.tables("spread"))
    reader.finish()
    return TargetData(kinds, Dated(periods))


def _kind(reader: Reader) -> TargetKind:
    return TargetKind(
        reader.text("code"),
        reader.text("label"),
        reader.choice("measure", MEASURES),
        reader.text("unit"),
        reader.day("from"),
        reader.text("source"),
    )


def _spread(reader: Reader) -> Period[str]:
    return Period(reader.day("from"), reader.choice("days", (WORKING, CALENDAR)), reader.text("source"))
