"""A desk's numbers as files: a workbook with a sheet for each table, and a PDF with the head of NĐ 30 and charts."""

from typing import Any, Final

from hn_desk.city.board import OfficeState
from hn_desk.city.board_sheet import packets_sheet
from hn_desk.city.desk import CityDesk
from hn_desk.city.number_charts import months_chart, offices_chart, progress_chart
from hn_desk.city.number_tables import (
    changes_table,
    figures_table,
    months_table,
    offices_table,
    printed_sums,
    sums_table,
    told_table,
)
from hn_desk.city.number_words import closed_words, figures_words, late_words, untold_words
from hn_desk.city.numbers import Numbers, numbers
from hn_desk.city.trust_page import city_words
from hn_desk.forms.head import Head, add_head, add_title
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.paper import LANDSCAPE, PORTRAIT, PageMarks, Paper, Style
from hn_desk.reports.charts import Chart
from hn_desk.reports.document import TableOfFigures
from hn_desk.reports.drawn_charts import add_chart
from hn_desk.reports.office_report_pdf import laid_table
from hn_desk.reports.table import Table
from hn_desk.ruled import RuledTable, add_table
from hn_desk.rules.dates import format_date
from hn_desk.sheets import SheetColumn, SheetTable, make_sheets

PLACE: Final = "Hà Nội"
BODY: Final = Style(13, align="justify", leading=1.2, indent=10, before=2)
STRONG: Final = Style(13, is_bold=True, leading=1.2, indent=10, before=3)
ANNEX: Final = Style(14, is_bold=True, align="centre")


def numbers_name(found: Numbers, ending: str) -> str:
    """The name of a file with these numbers: desk, period, day."""
    return f"SO-LIEU-{found.board.desk}-{found.period.code}-{found.board.day:%Y%m%d}.{ending}"


def numbers_workbook(found: Numbers) -> bytes:
    """The .xlsx: sums, offices, months, figures, packets; of a closed period its adjustments too. No formulas."""
    tables = [_sheet(make(found)) for make in (sums_table, offices_table, months_table)]
    if found.figures:
        tables.append(_sheet(figures_table(found)))
    tables.append(packets_sheet(found.board))
    if found.snapshot is not None:
        tables += [_sheet(changes_table(found)), _sheet(told_table(found))]
    return make_sheets(tables)


def numbers_pdf(found: Numbers, *, is_training: bool) -> bytes:
    """The PDF: head, sums, charts and who is late on A4 upright; offices and adjustments on A4 across behind it."""
    words = city_words()
    texts: dict[str, str] = words["numbers"]
    paper = Paper(PORTRAIT, texts["title"])
    foot = found.snapshot.sha256[:16] if found.snapshot else ""
    paper.begin(PageMarks(foot, texts["training"] if is_training else ""))
    _add_beginning(paper, found, words)
    if found.lines:
        add_table(paper, _laid(paper, printed_sums(found)))
    _add_figures(paper, found)
    for chart in _charts(found):
        add_chart(paper, chart, before=5, is_glued=False)
    untold, late = untold_words(found.untold), late_words(found)
    if untold:
        paper.paragraph(untold, BODY)
    if late:
        paper.paragraph(texts["late"], STRONG, is_glued=True)
    for line in late:
        paper.paragraph(line, BODY)
    _add_annex(paper, (texts["offices"], texts["offices_title"]), offices_table(found))
    for key, table in (("changes", changes_table(found)), ("told", told_table(found))):
        if found.snapshot is not None and table.rows:
            _add_annex(paper, (texts[key], texts[f"{key}_title"]), table)
    return paper.finish()


def export_numbers(desk: CityDesk, code: str, ending: str) -> tuple[str, bytes]:
    """The numbers of a period as a file (`xlsx` or `pdf`): its name and bytes; it is logged."""
    desk.require("board.read")
    found = numbers(desk, code)
    is_training = desk.environment == "training"
    data = numbers_pdf(found, is_training=is_training) if ending == "pdf" else numbers_workbook(found)
    with desk.write() as session:
        audit.log(session, Act("city.export", "numbers", content={"period": code, "kind": ending}))
    return numbers_name(found, ending), data


def _add_beginning(paper: Paper, found: Numbers, words: dict[str, Any]) -> None:
    texts, board = words["numbers"], found.board
    superior = words["superiors"].get(board.desk, words["superior"])
    add_head(paper, Head(superior, (board.name.upper(),), "", PLACE, board.day))
    add_title(paper, texts["title"], texts["subject"].format(desk=board.name, period=found.period.name))
    come = sum(map(_has_come, board.offices))
    counted = texts["counted"].format(day=format_date(board.day), come=come, offices=len(board.offices))
    for line in (counted, closed_words(found)):
        paper.paragraph(line, BODY)


def _has_come(office: OfficeState) -> bool:
    return any(first == 1 for stream in office.streams for first, _last in stream.come)


def _add_figures(paper: Paper, found: Numbers) -> None:
    """The figures of reports, or why there are none."""
    table, why = figures_table(found), figures_words(found)
    if table.rows:
        paper.paragraph(table.title, STRONG, is_glued=True)
        add_table(paper, _laid(paper, table))
    elif why:
        paper.paragraph(why, BODY)


def _charts(found: Numbers) -> list[Chart]:
    first = next((one.measure for one in found.lines if one.value), "")
    charts = [progress_chart(found), *((months_chart(found, first), offices_chart(found, first)) if first else ())]
    return [chart for chart in charts if chart is not None]


def _add_annex(paper: Paper, title: tuple[str, str], table: Table) -> None:
    paper.turn(LANDSCAPE)
    for line in title:
        paper.paragraph(line, ANNEX, is_glued=True)
    add_table(paper, _laid(paper, table))


def _laid(paper: Paper, table: Table) -> RuledTable:
    """The table with its text as large as its columns allow."""
    return laid_table(TableOfFigures(table.title, table.columns, table.rows, ()), paper.sheet.room)


def _sheet(table: Table) -> SheetTable:
    columns = [SheetColumn(column.heading, column.kind) for column in table.columns]
    return SheetTable(table.title, columns, table.rows)
