"""The answer to a free question as a table, with the sum below, and as a chart of its first figure."""

from collections.abc import Mapping
from typing import Final

from hn_desk.i18n import _
from hn_desk.reports.charts import COLUMNS, RANKED, Bar, Chart
from hn_desk.reports.question_words import MONEY, REACHED_SHARE, SHARE, TIMES, Subject, measure_kind, times
from hn_desk.reports.questions import Answer, Key, Question, time_key
from hn_desk.reports.table import Cell, Column, Period, Table, parts_of
from hn_desk.reports.totals import NOT_SHOWN
from hn_desk.rules.money import format_dong

MOST_BARS: Final = 16
BETWEEN: Final = " · "
Words = Mapping[str, Mapping[str, str]]


def table_of(question: Question, answer: Answer, subject: Subject, words: Words) -> Table:
    """A line for each set of values, in the order of time and of the lists; the sum last, alone without groupings."""
    names = {**subject.groups, **times()}
    columns = [Column(names[group]) for group in question.groups]
    columns += [Column(subject.measures[measure], measure_kind(measure)) for measure in question.measures]
    known = _known(question, words)
    lines = _lines(question, answer, known)
    rows = [(*_told(key, question, known), *_cells(figures)) for key, figures in lines.items()]
    lead = (_("Total"), *("" for _group in question.groups[1:])) if question.groups else ()
    return Table(subject.label, tuple(columns), (*rows, (*lead, *_cells(answer.total))))


def chart_of(question: Question, answer: Answer, subject: Subject, words: Words) -> Chart | None:
    """Bars of the first figure: upright by time, else the longest first; None without groupings or figures."""
    measure, known = question.measures[0], _known(question, words)
    shown = [(key, figures[measure]) for key, figures in _lines(question, answer, known).items()]
    bars = [
        Bar(BETWEEN.join(_told(key, question, known)), value, _words(value, measure))
        for key, value in shown
        if value is not None
    ]
    if not question.groups or not any(bar.value for bar in bars):
        return None
    if len(question.groups) == 1 and question.groups[0] in TIMES and len(bars) <= MOST_BARS:
        return Chart(COLUMNS, tuple(bars), subject.measures[measure])
    longest = sorted((bar for bar in bars if bar.value), key=lambda bar: -bar.value)
    return Chart(RANKED, tuple(longest[:MOST_BARS]), subject.measures[measure])


def _known(question: Question, words: Words) -> Words:
    """The words of each grouping's values in their order; of a time, every part of the period."""
    return {group: _parts(question, group) if group in TIMES else words[group] for group in question.groups}


def _parts(question: Question, step: str) -> Mapping[str, str]:
    parts = parts_of(Period(question.start, question.end, step))
    return {time_key(part.start, step): name for name, part in parts}


def _lines(question: Question, answer: Answer, known: Words) -> dict[Key, Mapping[str, int | None]]:
    """The lines in order; divided by time alone, a part without any record has a line too."""
    if not question.groups:
        return {}
    nothing = dict.fromkeys(question.measures, 0)
    is_time = len(question.groups) == 1 and question.groups[0] in TIMES
    empty: dict[Key, Mapping[str, int | None]] = {}
    if is_time:
        empty = {(code,): nothing for code in known[question.groups[0]]}
    places = [{code: place for place, code in enumerate(known[group])} for group in question.groups]

    def rank(key: Key) -> tuple[tuple[int, str], ...]:
        return tuple((of.get(value, len(of)), value) for value, of in zip(key, places, strict=True))

    lines = {**empty, **answer.lines}
    return {key: lines[key] for key in sorted(lines, key=rank)}


def _told(key: Key, question: Question, known: Words) -> tuple[str, ...]:
    return tuple(known[group].get(value, value) for group, value in zip(question.groups, key, strict=True))


def _cells(figures: Mapping[str, int | None]) -> tuple[Cell, ...]:
    return tuple(NOT_SHOWN if value is None else value for value in figures.values())


def _words(value: int, measure: str) -> str:
    if measure in (SHARE, REACHED_SHARE):
        return f"{value} %"
    return f"{format_dong(value)} đồng" if measure in MONEY else format_dong(value)
