"""Small charts as data: each bar's name, length and the words beside it; the screen and paper draw them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

PROGRESS: Final = "progress"
"""Each bar against its own target, with a mark where it should be by now."""
RANKED: Final = "ranked"
"""All bars by one scale."""
COLUMNS: Final = "columns"
"""Upright bars by one scale, in the order of time."""
ChartKind = Literal["progress", "ranked", "columns"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: filled up to `value`, outlined up to `full`, marked at `mark`; `words` stand beside it."""

    label: str
    value: int
    words: str
    full: int | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one kind, and what filled, outlined and marked mean."""

    kind: ChartKind
    bars: tuple[Bar, ...]
    legend: str


@dataclass(frozen=True, slots=True)
class Lengths:
    """Shares (0–1) of the room that a bar's filling, outline and mark take; None where there is none."""

    filled: float
    outlined: float | None
    marked: float | None


def lengths(chart: Chart) -> tuple[Lengths, ...]:
    """The lengths of each bar: the longest of the scale takes the whole room."""
    longest = max((_most(bar) for bar in chart.bars), default=0)
    return tuple(_lengths(bar, _most(bar) if chart.kind == PROGRESS else longest) for bar in chart.bars)


def told(chart: Chart) -> str:
    """The chart in words, a line a bar, for who can't see it."""
    return "\n".join((chart.legend, *(f"{bar.label}: {bar.words}" for bar in chart.bars)))


def _most(bar: Bar) -> int:
    return max(bar.value, bar.full or 0, bar.mark or 0)


def _lengths(bar: Bar, scale: int) -> Lengths:
    return Lengths(_share(bar.value, scale) or 0.0, _share(bar.full, scale), _share(bar.mark, scale))


def _share(value: int | None, scale: int) -> float | None:
    return None if value is None else value / scale if scale else 0.0


def ranked(bars: Sequence[Bar], most: int) -> tuple[Bar, ...]:
    """The first `most` bars of those that are not empty."""
    return tuple(bar for bar in bars if _most(bar))[:most]
