"""Periods that reports, coverage and the command line name: a year, a half, a quarter, a month, from day to day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import FIRST_YEAR, LAST_YEAR, add_months, format_date

MONTHS: Final = {"": 12, "H": 6, "Q": 3, "M": 1}
"""Months of a year, a half, a quarter and a month, by the letter their codes have."""
PARTS: Final = {kind: 12 // months for kind, months in MONTHS.items()}
_NAMED: Final = re.compile(r"([0-9]{4})(?:-(?:([HQ])([1-4])|([0-9]{2})))?")
_FREE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """From the first day to the last, both included; `code` is stable, `name` in the language of the screen."""

    code: str
    name: str
    starts_on: date
    ends_on: date


def parse_period(text: str) -> NamedPeriod:
    """The period of `2026`, `2026-H1`, `2026-Q2`, `2026-11` or `2026-01-01..2026-03-31`; DeskError for other words."""
    typed = text.strip().upper()
    named, free = _NAMED.fullmatch(typed), _FREE.fullmatch(typed)
    if named:
        year, letter, part, month = named.groups()
        kind = letter or ("M" if month else "")
        number = int(part or month or 1)
        if FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= number <= PARTS[kind]:
            return _named(int(year), kind, number)
    if free:
        start, end = _day(free[1]), _day(free[2])
        if start and end and start <= end:
            return _free(start, end)
    raise DeskError(
        _("“{typed}” is not a period.").format(typed=text),
        do=_("Write 2026, 2026-H1, 2026-Q2, 2026-11, or first and last day as 2026-01-01..2026-03-31."),
        reason="period",
    )


def previous_period(period: NamedPeriod) -> NamedPeriod:
    """The period just before, of the same kind; before one from day to day as many days as it has."""
    kind, number = _kind_of(period.code)
    if kind is None:
        days = period.ends_on - period.starts_on + timedelta(days=1)
        return _free(period.starts_on - days, period.starts_on - timedelta(days=1))
    year = period.starts_on.year
    return _named(year, kind, number - 1) if number > 1 else _named(year - 1, kind, PARTS[kind])


def periods_of_year(year: int) -> tuple[NamedPeriod, ...]:
    """The year, its halves, its quarters and its months, in this order."""
    return tuple(_named(year, kind, number) for kind in MONTHS for number in range(1, PARTS[kind] + 1))


def is_year(period: NamedPeriod) -> bool:
    """Whether it is a whole year."""
    return _kind_of(period.code)[0] == ""


def _kind_of(code: str) -> tuple[str | None, int]:
    named = _NAMED.fullmatch(code)
    if named is None:
        return None, 0
    return named[2] or ("M" if named[4] else ""), int(named[3] or named[4] or 1)


def _named(year: int, kind: str, number: int) -> NamedPeriod:
    start = date(year, (number - 1) * MONTHS[kind] + 1, 1)
    end = add_months(start, MONTHS[kind]) - timedelta(days=1)
    code = {"": f"{year}", "M": f"{year}-{number:02}"}.get(kind, f"{year}-{kind}{number}")
    return NamedPeriod(code, _name(kind, number).format(n=number, year=year), start, end)


def _name(kind: str, number: int) -> str:
    if kind == "H":
        return _("First half of {year}") if number == 1 else _("Second half of {year}")
    return {"": _("Year {year}"), "Q": _("Quarter {n}/{year}"), "M": _("Month {n}/{year}")}[kind]


def _free(start: date, end: date) -> NamedPeriod:
    name = _("{start} to {end}").format(start=format_date(start), end=format_date(end))
    return NamedPeriod(f"{start.isoformat()}..{end.isoformat()}", name, start, end)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
