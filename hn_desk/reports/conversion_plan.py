"""What the office gives to the yearly plan of the SME scheme: done and assigned, and what households need."""

from datetime import date

from hn_desk.i18n import _
from hn_desk.reports import conversion_counts as counts
from hn_desk.reports.conversion_counts import Counting, Wish
from hn_desk.reports.conversion_progress import assigned
from hn_desk.reports.conversion_sections import Asked, Section, Work, made
from hn_desk.reports.table import Cell, Column
from hn_desk.rules.coverage import PERCENT
from hn_desk.rules.dates import format_date
from hn_desk.rules.targets import WHOLE_YEAR

DONG = "đồng"
HOUSEHOLDS = "hộ"


def plan(work: Work) -> Section:
    """Each figure of the year before and of the year, its target, and the target that stands for the year after."""
    year = work.asked.year
    before, now = _year(work, year - 1), _year(work, year)
    rows = [
        (_("Household businesses in business today"), HOUSEHOLDS, None, None, counts.in_business(now), None, None),
        *_of_targets(work, before, now),
        (
            _("Capital that households would need (newest contact)"),
            DONG,
            counts.capital_wanted(before),
            None,
            counts.capital_wanted(now),
            None,
            None,
        ),
        *_of_supports(work, before, now),
    ]
    day = format_date(min(work.words.today, date(year, 12, 31)))
    columns = (
        Column(_("Content")),
        Column(_("Unit")),
        Column(_("Done in {year}").format(year=year - 1), "number"),
        Column(_("Target of {year}").format(year=year), "number"),
        Column(_("Done in {year} by {day}").format(year=year, day=day), "number"),
        Column(_("Percent"), "percent"),
        Column(_("Target of {year}").format(year=year + 1), "number"),
    )
    notes = (
        _("For the yearly plan with the Department of Finance; always of the whole year."),
        _("The target of the year after is what was entered under “Targets”."),
    )
    return Section("plan", made("plan", columns, rows), None, notes)


def _year(work: Work, year: int) -> Counting:
    return Counting(work.of.session, Asked(year).period, work.of.merged)


def _of_targets(work: Work, before: Counting, now: Counting) -> list[tuple[Cell, ...]]:
    year = work.asked.year
    earlier, done = counts.measured(before), counts.measured(now)
    this, following = (assigned(work.of.session, one) for one in (year, year + 1))
    rows: list[tuple[Cell, ...]] = []
    for kind in work.words.targets.kinds_of(year + 1):
        target, next_target = this.get((WHOLE_YEAR, kind.code)), following.get((WHOLE_YEAR, kind.code))
        figure = done[kind.measure]
        percent = figure * PERCENT // target.number if target else None
        numbers = (target.number if target else None, figure, percent, next_target.number if next_target else None)
        rows.append((kind.label, kind.unit, earlier[kind.measure], *numbers))
    return rows


def _of_supports(work: Work, before: Counting, now: Counting) -> list[tuple[Cell, ...]]:
    earlier, wanted = _by_code(counts.supports_wanted(before)), _by_code(counts.supports_wanted(now))
    codes = [*wanted, *(code for code in earlier if code not in wanted)]
    label = _("Households that want support: {support}")
    return [
        (
            label.format(support=work.words.supports.get(code, code)),
            HOUSEHOLDS,
            earlier.get(code, 0),
            None,
            wanted.get(code, 0),
            None,
            None,
        )
        for code in codes
    ]


def _by_code(wishes: tuple[Wish, ...]) -> dict[str, int]:
    return {wish.code: wish.households for wish in wishes}
