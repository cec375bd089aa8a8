"""A question that an officer put together, and its answer: facts counted by one or two groupings. Pure.

A fact is one record with the values it has for each grouping and the amounts it adds; one with several obstacles, say,
stands in several lines and counts once in the sum.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Final

from hn_desk.reports.question_words import COUNT, DIFFERENT, LEFT, REACHED, REACHED_SHARE, SHARE, TIMES
from hn_desk.reports.table import MONTHS, Period
from hn_desk.rules.figures import FEWEST_SHOWN

NONE: Final = ""
"""The value of a record that has none."""
_PEOPLE: Final = (COUNT, "people", "women")
Key = tuple[str, ...]
Figures = dict[str, int | None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; `filters` maps a grouping to the one value wanted; posted, small protected counts are hidden."""

    subject: str
    start: date
    end: date
    day: str = ""
    groups: tuple[str, ...] = ()
    measures: tuple[str, ...] = (COUNT,)
    filters: Mapping[str, str] = field(default_factory=dict)
    is_posted: bool = False

    @property
    def period(self) -> Period:
        """Its days, divided as finely as it is grouped by time."""
        steps = [step for step in TIMES if step in self.groups]
        return Period(self.start, self.end, steps[0] if steps else "")

    @property
    def wanted(self) -> tuple[str, ...]:
        """The groupings whose values a fact must bring."""
        counted = (DIFFERENT[measure] for measure in self.measures if measure in DIFFERENT)
        return tuple(dict.fromkeys((*self.groups, *self.filters, *counted)))


@dataclass(frozen=True, slots=True)
class Fact:
    """One record: its id, its values by grouping, what it adds by measure, whether it tells of protected programmes."""

    id: str
    keys: Mapping[str, Sequence[str]]
    amounts: Mapping[str, int] = field(default_factory=dict)
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures (None: not shown) of each line by the values of its groupings, and of all facts together."""

    lines: Mapping[Key, Mapping[str, int | None]]
    total: Mapping[str, int | None]


def answered(question: Question, facts: Iterable[Fact]) -> Answer:
    """Count the facts that pass the filters."""
    passed = [one for one in facts if _passes(one, question.filters)]
    lines: dict[Key, list[Fact]] = {}
    for one in passed:
        for key in product(*(one.keys[group] or (NONE,) for group in question.groups)):
            lines.setdefault(key, []).append(one)
    whole = len({one.id for one in passed})
    counted = {key: _counted(question, those, whole) for key, those in lines.items()}
    total = _counted(question, passed, whole)
    if question.is_posted:
        _hide(question, lines, counted, total)
    return Answer(counted, total)


def time_key(day: date, step: str) -> str:
    """The part of a month, quarter or year in which a day lies: its first day, as ISO."""
    months = MONTHS[step]
    return date(day.year, (day.month - 1) // months * months + 1, 1).isoformat()


def _passes(fact: Fact, filters: Mapping[str, str]) -> bool:
    return all(value in (fact.keys[group] or (NONE,)) for group, value in filters.items())


def _counted(question: Question, facts: Sequence[Fact], whole: int) -> Figures:
    return {measure: _figure(measure, facts, whole) for measure in question.measures}


def _figure(measure: str, facts: Sequence[Fact], whole: int) -> int:
    ids = {one.id for one in facts}
    if measure == COUNT:
        return len(ids)
    if measure == SHARE:
        return 100 * len(ids) // whole if whole else 0
    if measure in (REACHED, LEFT, REACHED_SHARE):
        reached = len({one.id for one in facts if one.amounts[REACHED]})
        shares = {REACHED: reached, LEFT: len(ids) - reached, REACHED_SHARE: 100 * reached // len(ids) if ids else 0}
        return shares[measure]
    if measure in DIFFERENT:
        return len({value for one in facts for value in one.keys[DIFFERENT[measure]]})
    return sum(one.amounts.get(measure, 0) for one in facts)


def _hide(question: Question, lines: Mapping[Key, Sequence[Fact]], counted: dict[Key, Figures], total: Figures) -> None:
    """Cover lines of protected programmes with a small count, and whatever would let it be worked out."""
    small = [key for key, facts in lines.items() if _is_small(facts)]
    for key in small:
        counted[key] = dict.fromkeys(question.measures)
    if small:
        total.update(dict.fromkeys(question.measures))
        for figures in counted.values():
            figures.update({measure: None for measure in figures if measure == SHARE})


def _is_small(facts: Sequence[Fact]) -> bool:
    """Whether these facts have from one to four records, people or women that are protected."""
    those = {one.id: one for one in facts if one.is_protected}
    counts = [len(those), *(sum(one.amounts.get(name, 0) for one in those.values()) for name in _PEOPLE[1:])]
    return any(0 < count < FEWEST_SHOWN for count in counts)
