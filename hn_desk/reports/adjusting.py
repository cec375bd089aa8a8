"""What earlier reports told and records no longer say: the adjustments that the next report owes.

A report that was frozen stays as it is. The next one of its kind counts the earlier periods again, each to its end
once that is past, and tells every number that differs from what was last told of it; once told it isn't told again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hn_desk.reports.document import Figure


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One number of the earlier report `report` that was told as `was` and is `now`; records that came and went.

    `period` is that report's period in words, `number` what văn thư gave it.
    """

    report: str
    period: str
    number: str
    code: str
    label: str
    unit: str
    was: int
    now: int
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a frozen report told: its figures by code, and the adjustments of earlier ones."""

    id: str
    period: str
    number: str
    figures: Mapping[str, Figure]
    adjustments: tuple[Adjustment, ...] = ()


def last_told(frozen: Sequence[Told]) -> tuple[Told, ...]:
    """The reports, in the order they were frozen, each with its figures as later ones told them last.

    What was told of a report before it was taken back and frozen anew is no longer said of it.
    """
    known: dict[str, dict[str, Figure]] = {}
    for one in frozen:
        for adjustment in one.adjustments:
            figures = known.get(adjustment.report, {})
            if adjustment.code in figures:
                figures[adjustment.code] = _adjusted(figures[adjustment.code], adjustment)
        known[one.id] = dict(one.figures)
    return tuple(replace(one, figures=known[one.id]) for one in frozen)


def adjustments(told: Iterable[Told], again: Mapping[str, Mapping[str, Figure]]) -> tuple[Adjustment, ...]:
    """What to tell now: `told` by `last_told`, `again` the figures counted again, by report and code.

    Figures of rows of tables (`figure@row`) and those that are no longer counted are left alone.
    """
    return tuple(one for report in told for one in _of_report(report, again.get(report.id, {})))


def _of_report(report: Told, again: Mapping[str, Figure]) -> Iterator[Adjustment]:
    for code, was in report.figures.items():
        now = again.get(code)
        if now is None or now.value == was.value:
            continue
        came = tuple(one for one in now.records if one not in set(was.records))
        went = tuple(one for one in was.records if one not in set(now.records))
        values = (was.value, now.value, came, went)
        yield Adjustment(report.id, report.period, report.number, code, now.label, now.unit, *values)


def _adjusted(figure: Figure, adjustment: Adjustment) -> Figure:
    kept = tuple(one for one in figure.records if one not in set(adjustment.went))
    return replace(figure, value=adjustment.now, records=(*kept, *adjustment.came), amounts=())
