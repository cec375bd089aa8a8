"""The rows of a workbook that were not written, as a workbook to mend and take in again."""

from collections.abc import Mapping
from datetime import date
from pathlib import PurePath
from typing import Final

from hn_desk.actions.import_facts import ERROR, POSSIBLE, Preview, RowOutcome
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.import_reading import encodings_of, headings_of, sheet_of
from hn_desk.i18n import _
from hn_desk.intake.cells import SAME_AS_ABOVE
from hn_desk.intake.headings import REASON
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Cell, Opened, Sheet
from hn_desk.intake.units import UNIT_WORDS, unit_above
from hn_desk.intake.values import SERIAL
from hn_desk.sheets import Content, SheetColumn, make_workbook

SUFFIX: Final = "-loi.xlsx"
NO_DATA: Final = "kind."
"""The codes of why a row holds no data begin so."""
UNWRITTEN: Final = frozenset({ERROR, POSSIBLE})


def failures_name(name: str) -> str:
    """What the workbook of `name`'s mistakes is called."""
    return PurePath(name).stem.removesuffix(SUFFIX.removesuffix(".xlsx")) + SUFFIX


def failures_workbook(opened: Opened, plan: ImportPlan, preview: Preview) -> bytes | None:
    """The original rows that were not written, each with its reasons in a last column; None when all were.

    Cells stand as they stood but for letters from before Unicode, which are readable, for "as above", which says
    what stood above, for what was typed over, and for days that a spreadsheet counted.
    """
    rows = [row for row in preview.rows if row.outcome in UNWRITTEN]
    if not rows:
        return None
    sheet = sheet_of(opened, plan.sheet)
    headings = headings_of(sheet, plan)
    texts = headings.texts[:-1] if headings.texts[-1:] == (REASON,) else headings.texts
    columns = [SheetColumn(text) for text in (*texts, REASON)]
    originals = _Originals(sheet, plan, preview)
    lines = [(*originals.cells(row, len(texts)), _reasons(row)) for row in rows]
    title, unit = _("Rows that were not taken in"), UNIT_WORDS.get(unit_above(sheet, headings))
    return make_workbook(f"{title}. Đơn vị tính: {unit}" if unit else title, columns, lines)


class _Originals:
    """The cells of rows as they stood, each saying alone what it said among the others."""

    def __init__(self, sheet: Sheet, plan: ImportPlan, preview: Preview) -> None:
        self._sheet, self._plan = sheet, plan
        self._encodings = encodings_of(plan)
        self._repeated = _repeated_rows(plan, preview)

    def cells(self, row: RowOutcome, width: int) -> list[Content]:
        """The first `width` cells of a row."""
        over = {self._plan.mapping[field]: told for field, told in self._put_over(row).items()}
        return [over.get(column, self._plain(row.row, column)) for column in range(width)]

    def _put_over(self, row: RowOutcome) -> dict[str, Content]:
        """Fields whose cell would not say the same alone, with what it stands for."""
        counted = {one.field for one in row.normalised if one.rule in (SERIAL, SAME_AS_ABOVE)}
        told: dict[str, Content] = {}
        for field, column in self._plan.mapping.items():
            source = self._repeated.get((row.row, field), row.row)
            typed = self._plan.edits.get((source, field))
            if typed is not None:
                told[field] = typed
            elif field in counted and isinstance(row.values.get(field), date):
                told[field] = row.values[field]
            elif source != row.row:
                told[field] = self._plain(source, column)
        return told

    def _plain(self, row: int, column: int) -> Content:
        cells = self._sheet.rows[row - 1]
        return _plain(cells[column], self._encodings.get(column, Encoding.UNICODE)) if column < len(cells) else None


def _repeated_rows(plan: ImportPlan, preview: Preview) -> Mapping[tuple[int, str], int]:
    """Row and field of each cell that says "as above" → the row above that says it itself."""
    last: dict[str, int] = {}
    found: dict[tuple[int, str], int] = {}
    for row in preview.rows:
        if row.reasons and row.reasons[0].code.startswith(NO_DATA):
            continue
        above = {one.field for one in row.normalised if one.rule == SAME_AS_ABOVE}
        for field in plan.mapping:
            if field in above and field in last:
                found[row.row, field] = last[field]
            else:
                last[field] = row.row
    return found


def _plain(cell: Cell, encoding: Encoding) -> Content:
    if isinstance(cell, str):
        return decode(cell, encoding)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _reasons(row: RowOutcome) -> str:
    return " ".join(one.what for one in row.reasons)
