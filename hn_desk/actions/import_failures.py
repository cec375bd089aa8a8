"""The rows of a workbook that were not written, as a workbook to mend and take in again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import Final

from hn_desk.actions.import_facts import ERROR, POSSIBLE, Preview, RowOutcome
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.import_reading import encodings_of, headings_of, sheet_of
from hn_desk.i18n import _
from hn_desk.intake.cells import SAME_AS_ABOVE
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Cell, Opened
from hn_desk.sheets import SheetColumn, Value, make_workbook

SUFFIX: Final = "-loi.xlsx"
REASON: Final = "Lý do"
"""A heading among those of the office's own workbook."""
UNWRITTEN: Final = frozenset({ERROR, POSSIBLE})


def failures_name(name: str) -> str:
    """What the workbook of `name`'s mistakes is called."""
    return PurePath(name).stem.removesuffix(SUFFIX.removesuffix(".xlsx")) + SUFFIX


def failures_workbook(opened: Opened, plan: ImportPlan, preview: Preview) -> bytes | None:
    """The original rows that were not written, each with its reasons in a last column; None when all were.

    Cells stand as they stood but for letters from before Unicode, which are readable, for "as above", which says
    what stood above, and for what was typed over.
    """
    rows = [row for row in preview.rows if row.outcome in UNWRITTEN]
    if not rows:
        return None
    sheet = sheet_of(opened, plan.sheet)
    texts = headings_of(sheet, plan).texts
    columns = [SheetColumn(text) for text in (*texts, REASON)]
    lines = [(*_cells(sheet.rows[row.row - 1], len(texts), row, plan), _reasons(row)) for row in rows]
    return make_workbook(_("Rows that were not taken in"), columns, lines)


def _cells(cells: Sequence[Cell], width: int, row: RowOutcome, plan: ImportPlan) -> list[Value]:
    encodings = encodings_of(plan)
    over = _put_over(row, plan)
    padded = [*cells[:width], *[None] * (width - len(cells))]
    return [
        over.get(column, _plain(cell, encodings.get(column, Encoding.UNICODE))) for column, cell in enumerate(padded)
    ]


def _put_over(row: RowOutcome, plan: ImportPlan) -> Mapping[int, Value]:
    """Columns whose cell would not say the same alone, with what it stands for."""
    above = {one.field: one.after for one in row.normalised if one.rule == SAME_AS_ABOVE}
    typed = {field: text for (number, field), text in plan.edits.items() if number == row.row}
    return {plan.mapping[field]: text for field, text in {**above, **typed}.items() if field in plan.mapping}


def _plain(cell: Cell, encoding: Encoding) -> Value:
    if isinstance(cell, str):
        return decode(cell, encoding)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else repr(cell)
    return cell.date() if isinstance(cell, datetime) else cell if isinstance(cell, int | date) else None


def _reasons(row: RowOutcome) -> str:
    return " ".join(one.what for one in row.reasons)
