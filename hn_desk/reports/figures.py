"""Every figure of an official report: the records its measure finds, and their values added up."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from hn_desk.reports import figures_credit, figures_events, figures_households, figures_registers
from hn_desk.reports.counting import Counting, Measuring
from hn_desk.reports.document import Figure
from hn_desk.rules.report_file import FigureFile, ReportFile, TableFile
from hn_desk.rules.report_measures import DIMENSIONS, MEASURES, unit_of

SHARE: Final = "groups_share"
AT: Final = "@"
COUNTS: Final[Mapping[str, Measuring]] = {
    "events": figures_events.events,
    "event_sum": figures_events.event_sum,
    "groups": figures_events.groups,
    "groups_reached": figures_events.groups_reached,
    "households": figures_households.households,
    "contacts": figures_households.contacts,
    "households_met": figures_households.households_met,
    "households_agreed": figures_households.households_agreed,
    "households_hindered": figures_households.households_hindered,
    "households_wishing": figures_households.households_wishing,
    "capital_wanted": figures_households.capital_wanted,
    "submitted": figures_households.submitted,
    "converted": figures_households.converted,
    "converted_capital": figures_households.converted_capital,
    "converted_workers": figures_households.converted_workers,
    "supported": figures_households.supported,
    "loans": figures_credit.loans,
    "loan_sum": figures_credit.loan_sum,
    "lists": figures_credit.lists,
    "office_plans": figures_registers.office_plans,
    "duty_acts": figures_registers.duty_acts,
    "examples": figures_registers.examples,
    "examples_helped": figures_registers.examples_helped,
    "difficulties": figures_registers.difficulties,
    "budget_planned": figures_registers.budget_planned,
    "budget_spent": figures_registers.budget_spent,
}
"""Measure → what finds its records; the share of groups is a ratio and has none."""
Dimensions = Mapping[str, Sequence[tuple[str, str]]]
"""What the rows of tables may be: codes and their words, by dimension."""


def counted(of: Counting, one: FigureFile) -> Figure:
    """One figure with exactly the records that make it up."""
    measure = MEASURES[one.measure]
    if one.measure == SHARE:
        return Figure(one.code, one.label, figures_events.groups_share(of, one.options), measure.unit)
    records = COUNTS[one.measure](of, one.options)
    unit = unit_of(one.measure, next(iter(one.options.get("field", ())), ""))
    ids = tuple(record.id for record in records)
    values = tuple(record.value for record in records)
    amounts = values if any(value != 1 for value in values) else ()
    return Figure(one.code, one.label, sum(values), unit, ids, measure.subject, amounts)


def of_rows(file: ReportFile, dimensions: Dimensions) -> tuple[FigureFile, ...]:
    """The figures of the rows of its tables: each named `figure@row`, narrowed down by the row, each once."""
    found = {one.code: one for table in file.tables.values() for one in _of_table(file, table, dimensions)}
    return tuple(found.values())


def rows_of(table: TableFile, dimensions: Dimensions) -> tuple[tuple[str, str], ...]:
    """Codes and words of a table's rows, those it names or all."""
    known = dict(dimensions[table.rows])
    return tuple((code, known.get(code, code)) for code in (table.values or known))


def _of_table(file: ReportFile, table: TableFile, dimensions: Dimensions) -> Iterator[FigureFile]:
    for row, words in rows_of(table, dimensions) if table.rows else ():
        for code in table.figures:
            one = file.figure(code)
            options = {**one.options, DIMENSIONS[table.rows]: (row,)}
            yield replace(one, code=f"{code}{AT}{row}", label=f"{one.label}: {words}", options=options)
