"""Which kind a named period is, and how a report's own words name it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from hn_desk.rules.dates import add_months, format_date
from hn_desk.rules.periods import NamedPeriod, previous_period

FREE: Final = "free"
ROMAN: Final = ("", "I", "II", "III", "IV")


def kind_of(period: NamedPeriod) -> str:
    """One of `report_file.PERIOD_KINDS`."""
    code = period.code
    if ".." in code:
        return FREE
    if "-" not in code:
        return "year"
    part = code.split("-")[1]
    return {"H1": "half1", "H2": "half2"}.get(part, "quarter" if part.startswith("Q") else "month")


def period_words(words: Mapping[str, str], period: NamedPeriod) -> str:
    """How paper names a period, by the words of its kind."""
    first = period.starts_on
    return words[kind_of(period)].format(
        year=first.year,
        quarter=ROMAN[(first.month + 2) // 3],
        month=f"{first.month:02}" if first.month < 3 else str(first.month),
        start=format_date(period.starts_on),
        end=format_date(period.ends_on),
    )


def period_before(period: NamedPeriod, kinds: tuple[str, ...]) -> NamedPeriod:
    """The period before it that a report with these kinds has: where it has first halves only, that of last year."""
    before = previous_period(period)
    return before if kind_of(before) in kinds else previous_period(before)


def day_alike(day: date, period: NamedPeriod, before: NamedPeriod) -> date:
    """The last day of `before` to compare with, when `period` is counted up to `day`: as far from its beginning."""
    if day >= period.ends_on:
        return before.ends_on
    if kind_of(period) == FREE:
        return before.starts_on + (day - period.starts_on)
    years, months = (getattr(before.starts_on, part) - getattr(period.starts_on, part) for part in ("year", "month"))
    return min(add_months(day, 12 * years + months), before.ends_on)
