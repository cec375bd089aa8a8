"""What the sections of the figures are made of and made as: what is asked, the data's words, table, chart and notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hn_desk.i18n import _
from hn_desk.reports.charts import Chart
from hn_desk.reports.conversion_counts import Counting
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules.money import format_dong
from hn_desk.rules.targets import WHOLE_YEAR, TargetData, span_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A year, or one of its quarters (0: all of it)."""

    year: int
    quarter: int = WHOLE_YEAR

    @property
    def period(self) -> Period:
        """Its days."""
        span = span_of(self.year, self.quarter)
        return Period(span.start, span.end)

    @property
    def name(self) -> str:
        """What it is called."""
        if self.quarter == WHOLE_YEAR:
            return _("Year {year}").format(year=self.year)
        return _("Quarter {n}/{year}").format(n=self.quarter, year=self.year)


@dataclass(frozen=True, slots=True)
class Words:
    """What the office's data call codes, its kinds of targets, the days it works against the calendar, the day."""

    kinds: Mapping[str, str]
    obstacles: Mapping[str, str]
    supports: Mapping[str, str]
    industries: Mapping[str, str]
    alive_months: tuple[int, ...]
    targets: TargetData
    exceptions: Mapping[date, bool]
    today: date


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: its table, its chart or None, and what its reader must know."""

    code: str
    table: Table
    chart: Chart | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """What a section is made of."""

    of: Counting
    asked: Asked
    words: Words


def section_labels() -> dict[str, str]:
    """Every section by its code, in the order of the report."""
    return {
        "progress": _("Targets and pace"),
        "parts": _("By parts of the period"),
        "groups": _("By residential group"),
        "officers": _("By officer"),
        "industries": _("By main industry"),
        "kinds": _("By enterprise kind"),
        "obstacles": _("Obstacles"),
        "supports": _("Support wanted"),
        "received": _("Support received"),
        "alive": _("Still in business"),
        "plan": _("Input for next year's plan"),
    }


def made(code: str, columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """The table of one section."""
    return Table(section_labels()[code], tuple(columns), tuple(rows))


def titled(table: Table, code: str) -> Table:
    """A table under the title of a section."""
    return replace(table, title=section_labels()[code])


def of_two(one: int, other: int) -> str:
    """Two figures beside a bar."""
    return f"{format_dong(one)} / {format_dong(other)}"


def registered_column() -> Column:
    """Household businesses that became enterprises."""
    return Column(_("Registered as enterprises"), "number")


def contacted_column() -> Column:
    """Households met at least once."""
    return Column(_("Households contacted"), "number")


def contacts_column() -> Column:
    """Visits, calls, meetings."""
    return Column(_("Contacts"), "number")
