"""Periods that were closed with their sums: what came later is the difference, told once by a later closing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.rules.periods import NamedPeriod

Values = Mapping[str, Mapping[str, int]]
"""Office → measure → value; what is 0 may be left out."""
FREE: Final = ".."


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What came after `period` was closed changed `measure` of `office` by `value`."""

    period: str
    office: str
    measure: str
    value: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A period with its values as they stood, and what it told of periods closed before it."""

    period: str
    values: Values
    adjustments: tuple[Adjustment, ...] = ()


def is_closable(period: NamedPeriod) -> bool:
    """Whether it is a month, a quarter, a half or a year."""
    return FREE not in period.code


def is_alike(one: str, other: str) -> bool:
    """Whether two codes name periods of one kind, so that together they count nothing twice."""
    return _kind(one) == _kind(other)


def difference(then: Values, now: Values) -> dict[str, dict[str, int]]:
    """What has to be added to `then` to have `now`; nothing of what is equal."""
    found: dict[str, dict[str, int]] = {}
    for office in sorted({*then, *now}):
        before, after = then.get(office, {}), now.get(office, {})
        for measure in sorted({*before, *after}):
            value = after.get(measure, 0) - before.get(measure, 0)
            if value:
                found.setdefault(office, {})[measure] = value
    return found


def with_adjustments(values: Values, adjustments: Iterable[Adjustment]) -> dict[str, dict[str, int]]:
    """The values with these adjustments added; what becomes 0 is left out."""
    whole = {office: dict(mine) for office, mine in values.items()}
    for one in adjustments:
        mine = whole.setdefault(one.office, {})
        mine[one.measure] = mine.get(one.measure, 0) + one.value
    kept = {office: {measure: value for measure, value in mine.items() if value} for office, mine in whole.items()}
    return {office: mine for office, mine in kept.items() if mine}


def told(closed: Sequence[Closed], place: int) -> tuple[Adjustment, ...]:
    """What those closed after the one at `place`, in their order, told of it."""
    period = closed[place].period
    later = (one for one in closed[place + 1 :] if is_alike(one.period, period))
    return tuple(adjustment for one in later for adjustment in one.adjustments if adjustment.period == period)


def untold(closed: Sequence[Closed], place: int, now: Values) -> tuple[Adjustment, ...]:
    """What changed of the one at `place` and was told by none after it; `now` is the same period counted today."""
    period = closed[place].period
    known = with_adjustments(closed[place].values, told(closed, place))
    changed = difference(known, now)
    return tuple(
        Adjustment(period, office, measure, value)
        for office, mine in changed.items()
        for measure, value in mine.items()
    )


def _kind(code: str) -> str:
    part = code.partition("-")[2]
    return part[:1] if part[:1] in ("H", "Q") else "M" if part else ""
