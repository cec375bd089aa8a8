"""How far the office has come: its targets with their pace, and the parts of the year or quarter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import Target
from hn_desk.reports import conversion_counts as counts
from hn_desk.reports.charts import COLUMNS, PROGRESS, Bar, Chart
from hn_desk.reports.conversion_counts import Met
from hn_desk.reports.conversion_sections import (
    Asked,
    Section,
    Work,
    contacted_column,
    contacts_column,
    made,
    of_two,
    registered_column,
)
from hn_desk.reports.table import Cell, Column
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.rules.targets import (
    QUARTERS,
    REGISTERED,
    WHOLE_YEAR,
    WORKING,
    Pace,
    TargetKind,
    elapsed,
    pace,
    pace_words,
    span_of,
)

MONTHS: Final = 3


@dataclass(frozen=True, slots=True)
class Assigned:
    """A target and the paper it came from."""

    number: int
    source: str


def assigned(session: Session, year: int) -> dict[tuple[int, str], Assigned]:
    """The targets of a year by quarter and kind; four quarters make the year's where none was assigned for it."""
    columns = (Target.quarter, Target.kind, Target.number, Target.source)
    rows = session.execute(select(*columns).where(Target.year == year).order_by(Target.quarter))
    found = {(quarter, kind): Assigned(number, source) for quarter, kind, number, source in rows}
    for kind in {kind for _quarter, kind in found}:
        parts = [found.get((quarter, kind)) for quarter in QUARTERS]
        whole = [part for part in parts if part is not None]
        if (WHOLE_YEAR, kind) not in found and len(whole) == len(QUARTERS):
            found[WHOLE_YEAR, kind] = Assigned(sum(part.number for part in whole), _("Sum of the four quarters"))
    return found


def progress(work: Work) -> Section:
    """Each kind of target: assigned, done, and whether the office is on time."""
    done, targets = counts.measured(work.of), assigned(work.of.session, work.asked.year)
    gone = _gone(work)
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for kind in work.words.targets.kinds_of(work.asked.year):
        target = targets.get((work.asked.quarter, kind.code))
        figure = done[kind.measure]
        if target is None:
            rows.append((kind.label, None, figure, None, None, _("No target assigned"), ""))
        else:
            now = pace(target.number, figure, gone)
            words = pace_words(now)
            rows.append((kind.label, now.target, now.done, now.percent, now.expected, words, target.source))
            bars.append(_progress_bar(kind, now))
    legend = _("Filled: done. Outline: the target. Mark: where it should be by now.")
    chart = Chart(PROGRESS, tuple(bars), legend) if bars else None
    return Section("progress", made("progress", _progress_columns(work), rows), chart, _progress_notes(work, bars))


def _progress_bar(kind: TargetKind, now: Pace) -> Bar:
    words = _("{done} of {target} ({percent} %) · {pace}")
    told = words.format(
        done=format_dong(now.done), target=format_dong(now.target), percent=now.percent, pace=pace_words(now)
    )
    return Bar(kind.label, now.done, told, full=now.target, mark=now.expected)


def _progress_columns(work: Work) -> tuple[Column, ...]:
    day = format_date(min(work.words.today, work.of.period.end))
    return (
        Column(_("What is to be reached")),
        Column(_("Target"), "number"),
        Column(_("Done so far"), "number"),
        Column(_("Percent"), "percent"),
        Column(_("Should be done by {day}").format(day=day), "number"),
        Column(_("Pace")),
        Column(_("Paper that assigns it")),
    )


def _progress_notes(work: Work, bars: Sequence[Bar]) -> tuple[str, ...]:
    come, days = _gone(work)
    if _spread(work) == WORKING:
        spread = _("The target is spread evenly over {days} working days, {come} of them have come (today counted).")
    else:
        spread = _("The target is spread evenly over {days} days, {come} of them have come (today counted).")
    nothing = _("No target was entered for this time: do it under “Targets”.")
    return (spread.format(days=days, come=come),) if bars else (nothing,)


def _gone(work: Work) -> tuple[int, int]:
    span = span_of(work.asked.year, work.asked.quarter)
    return elapsed(span, work.words.today, _spread(work), work.words.exceptions)


def _spread(work: Work) -> str:
    return work.words.targets.spread_on(work.of.period.end)


def parts(work: Work) -> Section:
    """Quarters of a year, months of a quarter."""
    is_year = work.asked.quarter == WHOLE_YEAR
    met = counts.met_by_quarter(work.of) if is_year else counts.met_by_month(work.of)
    by_month = counts.by_key(counts.registered(work.of), "month")
    targets = assigned(work.of.session, work.asked.year) if is_year else {}
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for part, name, months in _part_names(work.asked):
        figure = sum(by_month.get(month, 0) for month in months)
        target = _registered_target(work, targets, part)
        one = met.get(part, Met())
        rows.append((name, *((target,) if is_year else ()), figure, one.agreed, one.households, one.contacts))
        bars.append(
            Bar(name, figure, of_two(figure, target) if target is not None else format_dong(figure), full=target)
        )
    whole = counts.met_by(work.of)[None]
    year = (_registered_target(work, targets, WHOLE_YEAR),) if is_year else ()
    rows.append((work.asked.name, *year, sum(by_month.values()), whole.agreed, whole.households, whole.contacts))
    head = (Column(_("Period")), *((Column(_("Target: registered"), "number"),) if is_year else ()))
    columns = (
        *head,
        registered_column(),
        Column(_("Households that agreed"), "number"),
        contacted_column(),
        contacts_column(),
    )
    legend = _("Filled: registered. Outline: the target.") if is_year else _("Filled: registered.")
    note = _("A household contacted in several parts of the period counts once in each, and once in the whole.")
    return Section("parts", made("parts", columns, rows), Chart(COLUMNS, tuple(bars), legend), (note,))


def _registered_target(work: Work, targets: Mapping[tuple[int, str], Assigned], quarter: int) -> int | None:
    kinds = [kind.code for kind in work.words.targets.kinds if kind.measure == REGISTERED]
    return next((targets[quarter, kind].number for kind in kinds if (quarter, kind) in targets), None)


def _part_names(asked: Asked) -> Iterator[tuple[int, str, tuple[int, ...]]]:
    """Number, name and months of each part."""
    if asked.quarter == WHOLE_YEAR:
        for quarter in QUARTERS:
            first = quarter * MONTHS - MONTHS + 1
            yield quarter, Asked(asked.year, quarter).name, tuple(range(first, first + MONTHS))
    else:
        for month in range(asked.quarter * MONTHS - MONTHS + 1, asked.quarter * MONTHS + 1):
            yield month, f"{month:02}/{asked.year}", (month,)
