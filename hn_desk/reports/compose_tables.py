"""Tables and charts of an official report: rows of figures, listed records, adjustments."""

from collections.abc import Iterator, Mapping, Sequence

from hn_desk.reports.adjusting import Adjustment
from hn_desk.reports.charts import RANKED, Bar, Chart
from hn_desk.reports.document import Figure, TableOfFigures
from hn_desk.reports.figures import AT, Dimensions, rows_of
from hn_desk.reports.record_rows import COLUMNS, columns_of
from hn_desk.reports.table import Cell, Column, ColumnKind
from hn_desk.rules.money import format_dong
from hn_desk.rules.report_file import ReportWords, TableFile
from hn_desk.rules.report_measures import COUNT, MONEY

Row = tuple[tuple[Cell, ...], tuple[str, ...]]
"""The cells of a row, and the codes of the figures they show."""


def table_of(
    table: TableFile,
    words: ReportWords,
    figures: Mapping[str, Figure],
    dimensions: Dimensions,
    listed: Sequence[tuple[Cell, ...]],
) -> TableOfFigures | None:
    """A table of the report's file; None when nothing stands in it."""
    if table.records:
        return _of_records(table, words, figures, listed)
    rows = list(_of_rows(table, figures, dimensions))
    if not any(value for cells, _codes in rows for value in cells[1:]):
        return None
    if table.has_total:
        rows.append(_row(words.total, [figures[code] for code in table.figures]))
    columns = (Column(table.heading), *(_column(table, figures[code]) for code in table.figures))
    return _made(table.title, columns, rows, has_total=table.has_total)


def chart_of(table: TableOfFigures) -> Chart:
    """The first figure of each row as a bar, the longest first; of several figures its name stands in the legend."""
    rows = [(str(row[0]), row[1]) for row in (table.rows[:-1] if table.has_total else table.rows)]
    found = [(name, value) for name, value in rows if isinstance(value, int)]
    bars = tuple(Bar(name, value, format_dong(value)) for name, value in sorted(found, key=lambda one: -one[1]))
    heading = table.columns[1].heading
    legend = f"{table.title}: {heading[:1].lower()}{heading[1:]}" if len(table.columns) > 2 else table.title
    return Chart(RANKED, bars, legend)


def adjusted_table(words: ReportWords, adjustments: Sequence[Adjustment]) -> TableOfFigures:
    """What was told and what is right, a row a number."""
    kinds: tuple[tuple[str, ColumnKind], ...] = (
        ("period", "text"),
        ("report", "text"),
        ("figure", "text"),
        ("was", "number"),
        ("now", "number"),
        ("why", "text"),
    )
    columns = tuple(Column(words.columns[name], kind) for name, kind in kinds)
    rows: list[Row] = []
    for one in adjustments:
        why = words.adjusted.format(came=len(one.came), went=len(one.went)) if one.came or one.went else words.changed
        rows.append(((one.period, one.number, one.label, one.was, one.now, why), ("",) * len(columns)))
    return _made("", columns, rows)


def _of_rows(table: TableFile, figures: Mapping[str, Figure], dimensions: Dimensions) -> Iterator[Row]:
    """The rows that have a figure; those that the file names stand there with 0 too."""
    for row, name in rows_of(table, dimensions):
        found = [figures[f"{code}{AT}{row}"] for code in table.figures]
        if table.values or any(one.value for one in found):
            yield _row(name, found)


def _row(name: str, found: Sequence[Figure]) -> Row:
    return (name, *(one.value for one in found)), ("", *(one.code for one in found))


def _of_records(
    table: TableFile, words: ReportWords, figures: Mapping[str, Figure], listed: Sequence[tuple[Cell, ...]]
) -> TableOfFigures | None:
    if not listed:
        return None
    subject = figures[table.records].subject
    columns = columns_of(subject, words.columns)
    rows: list[Row] = [(row, ("",) * len(columns)) for row in listed]
    if table.has_total:
        rows.append(_total(table, words, figures, [name for name, _kind in COLUMNS[subject]]))
    return _made(table.title, columns, rows, has_total=table.has_total)


def _total(table: TableFile, words: ReportWords, figures: Mapping[str, Figure], names: Sequence[str]) -> Row:
    """The last row: the table's figures under the columns of their names, the number of records beside the words."""
    found = {code: figures[code] for code in table.figures}
    cells: list[Cell] = [found[name].value if name in found else None for name in names]
    codes = [name if name in found else "" for name in names]
    cells[1], codes[1] = f"{words.total}: {figures[table.records].value}", table.records
    return tuple(cells), tuple(codes)


def _column(table: TableFile, figure: Figure) -> Column:
    kinds: Mapping[str, ColumnKind] = {COUNT: "count", MONEY: "money"}
    return Column(table.shorts.get(figure.code, figure.label), kinds.get(figure.unit, "percent"))


def _made(title: str, columns: tuple[Column, ...], rows: Sequence[Row], *, has_total: bool = False) -> TableOfFigures:
    cells, codes = tuple(row[0] for row in rows), tuple(row[1] for row in rows)
    return TableOfFigures(title, columns, cells, codes, has_total)
