"""What every report hands out: a titled table of typed cells; and the parts of its period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from hn_desk.i18n import _
from hn_desk.rules.dates import add_months

Cell = str | int | date | None
ColumnKind = Literal["text", "number", "count", "money", "percent", "date", "blank"]
MONTH: Final = "month"
QUARTER: Final = "quarter"
YEAR: Final = "year"
MONTHS: Final = {MONTH: 1, QUARTER: 3, YEAR: 12}
MOST_PARTS: Final = 120


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included; `step` divides it by month, quarter or year, or not at all."""

    start: date
    end: date
    step: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and what its cells hold; a `count` is of people or loans, money is in đồng.

    A `blank` one is written into by hand, on paper.
    """

    heading: str
    kind: ColumnKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A report: each row has one cell a column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def parts_of(period: Period) -> Iterator[tuple[str, Period]]:
    """The parts of a period by its step, each with its name; the first and last may be cut short by the period."""
    if not period.step:
        yield "", period
        return
    months = MONTHS[period.step]
    start = date(period.start.year, (period.start.month - 1) // months * months + 1, 1)
    while start <= period.end:
        following = add_months(start, months)
        last = following - timedelta(days=1)
        yield _name(start, period.step), Period(max(start, period.start), min(last, period.end))
        start = following


def _name(start: date, step: str) -> str:
    if step == YEAR:
        return str(start.year)
    if step == MONTH:
        return f"{start.month:02}/{start.year}"
    return _("Quarter {n}/{year}").format(n=(start.month + 2) // 3, year=start.year)
