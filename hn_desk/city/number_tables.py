"""A desk's numbers as tables of typed cells: the sums, the offices, the months, what changed since a closing."""

from collections.abc import Iterable, Sequence

from hn_desk.city.board_words import state_label
from hn_desk.city.number_words import figure_label, measure_label, pace_of, value_words
from hn_desk.city.numbers import Line, Numbers
from hn_desk.city.report_figures import period_name, report_title
from hn_desk.i18n import _
from hn_desk.reports.table import Cell, Column, ColumnKind, Table
from hn_desk.rules.city_measures import GROUPS, REACHED, is_money
from hn_desk.rules.closed_periods import Adjustment, difference
from hn_desk.rules.periods import parse_period

MONTHS = range(1, 13)


def sums_table(found: Numbers) -> Table:
    """A sum a row: target, what should be done by now and pace where there is one; closed and changed where it is."""
    columns = [
        Column(_("Sum")),
        Column(_("Now"), "number"),
        Column(_("Owed"), "number"),
        Column(_("Offices that have any"), "number"),
        Column(_("Target"), "number"),
        Column(_("Percent"), "percent"),
        Column(
            _("Should be done by {day}").format(day=f"{min(found.board.day, found.period.ends_on):%d/%m}"), "number"
        ),
        Column(_("Pace")),
    ]
    rows = [_sum_row(one) for one in found.lines]
    if found.snapshot is not None:
        columns += [Column(_("As closed"), "number"), Column(_("Adjustment"), "number")]
        rows = [(*row, one.closed, one.adjusted) for row, one in zip(rows, found.lines, strict=True)]
    if all(one.of is None for one in found.lines):
        del columns[2]
        rows = [(*row[:2], *row[3:]) for row in rows]
    return Table(_("Sums of {period}").format(period=found.period.name), tuple(columns), tuple(rows))


def printed_sums(found: Numbers) -> Table:
    """The same as narrow as a page: of coverage, out of how many stands in the cell; without the count of offices."""
    whole = sums_table(found)
    kept = [n for n, one in enumerate(whole.columns) if one.heading not in (_("Owed"), _("Offices that have any"))]
    rows = (
        (row[0], value_words(one), *(row[n] for n in kept[2:]))
        for row, one in zip(whole.rows, found.lines, strict=True)
    )
    return Table(whole.title, tuple(whole.columns[n] for n in kept), tuple(rows))


def offices_table(found: Numbers) -> Table:
    """An office a row with how its packets stand and each of its sums, the city's sums last."""
    shown = [
        measure
        for one in found.lines
        for measure in ((one.measure, GROUPS) if one.measure == REACHED else (one.measure,))
    ]
    columns = (
        Column(_("Code")),
        Column(_("Office")),
        Column(_("Packets")),
        *(Column(measure_label(measure), kind_of(measure)) for measure in shown),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            one.code,
            one.name,
            state_label(one.state),
            *(found.values.get(one.code, {}).get(measure, 0) for measure in shown),
        )
        for one in found.board.offices
    ]
    whole = (sum(mine.get(measure, 0) for mine in found.values.values()) for measure in shown)
    rows.append(("", _("The city"), "", *whole))
    return Table(_("Offices in {period}").format(period=found.period.name), columns, tuple(rows))


def months_table(found: Numbers) -> Table:
    """A sum a row, a month of the year a column."""
    year = found.period.starts_on.year
    columns = (Column(_("Sum")), *(Column(f"{n:02}/{year}", "number") for n in MONTHS))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (measure_label(measure), *months) for measure, months in _in_order(found)
    )
    return Table(_("Months of {year}").format(year=year), columns, rows)


def figures_table(found: Numbers) -> Table:
    """A report's figure a row, over the offices that sent it; closed and changed where the period is."""
    columns = [
        Column(_("Report")),
        Column(_("Period")),
        Column(_("Figure")),
        Column(_("Now"), "number"),
        Column(_("Offices that sent it"), "number"),
    ]
    rows: list[tuple[Cell, ...]] = [
        (report_title(one.report), period_name(one.period), figure_label(line), one.value, one.offices)
        for line in found.figures
        for one in (line.figure,)
    ]
    if found.snapshot is not None and found.snapshot.figures is not None:
        columns += [Column(_("As closed"), "number"), Column(_("Adjustment"), "number")]
        rows = [(*row, line.closed, line.adjusted) for row, line in zip(rows, found.figures, strict=True)]
    title = _("Figures of reports, {period}").format(period=found.period.name)
    return Table(title, tuple(columns), tuple(rows))


def changes_table(found: Numbers) -> Table:
    """What came since the period was closed: office, sum, as closed, adjustment, now; no row where nothing did."""
    closed = found.snapshot.closed.values if found.snapshot else found.values
    names = _names(found)
    rows = tuple(
        (names.get(office, office), measure_label(measure), then, value, then + value)
        for office, mine in difference(closed, found.values).items()
        for measure, value in mine.items()
        for then in (closed.get(office, {}).get(measure, 0),)
    )
    columns = (
        Column(_("Office")),
        Column(_("Sum")),
        Column(_("As closed"), "number"),
        Column(_("Adjustment"), "number"),
        Column(_("Now"), "number"),
    )
    return Table(_("Adjustments of {period}").format(period=found.period.name), columns, rows)


def told_table(found: Numbers) -> Table:
    """What this closing told of periods closed before it."""
    told: Sequence[Adjustment] = found.snapshot.closed.adjustments if found.snapshot else ()
    names = _names(found)
    rows = tuple(
        (
            parse_period(one.period).name,
            names.get(one.office, one.office),
            measure_label(one.measure),
            one.value,
        )
        for one in told
    )
    columns = (Column(_("Period")), Column(_("Office")), Column(_("Sum")), Column(_("Adjustment"), "number"))
    return Table(_("Earlier adjustments told by {period}").format(period=found.period.name), columns, rows)


def kind_of(measure: str) -> ColumnKind:
    """What a column of a sum holds."""
    return "money" if is_money(measure) else "number"


def _sum_row(one: Line) -> tuple[Cell, ...]:
    goal = (one.pace.target, one.pace.percent, one.pace.expected) if one.pace else (None, None, None)
    return measure_label(one.measure), one.value, one.of, one.offices, *goal, pace_of(one.pace)


def _in_order(found: Numbers) -> Iterable[tuple[str, tuple[int, ...]]]:
    return ((one.measure, found.months[one.measure]) for one in found.lines if one.measure in found.months)


def _names(found: Numbers) -> dict[str, str]:
    return {one.code: one.name for one in found.board.offices}
