"""What the chosen sheet says of itself, read as the plan says: headings, fonts, samples, what stands in a cell."""

import re
from dataclasses import dataclass
from typing import Final

from hn_desk.actions import labels
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.intake.columns import match_columns
from hn_desk.intake.fields import BAND, SEX, STATUS, FieldSpec
from hn_desk.intake.headings import Headings, headings_at
from hn_desk.intake.legacy import samples
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.opening import Opened, Sheet, cell_text
from hn_desk.ui.dialogs.import_steps.check_model import FieldColumn

SAMPLES: Final = 3
_ORDER: Final = re.compile(r"\([0-9]+\)")
"""The row of column numbers below the headings."""
LOOKED_AT: Final = 200
"""Rows in which samples of a column are looked for."""


@dataclass(frozen=True, slots=True)
class ColumnFont:
    """A column of the sheet and how its letters are read."""

    id: str
    place: int
    heading: str
    font: str
    encoding: str


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet: where it stands, its heading, samples, and how sure the proposal for it is (0–100)."""

    place: int
    heading: str
    samples: str
    confidence: int


class SheetFacts:
    """Reads nothing by itself but what it is asked for: a sheet may have 20 000 rows."""

    def __init__(self, office: Office, opened: Opened, plan: ImportPlan) -> None:
        self._office = office
        self.plan = plan
        self.sheet: Sheet = next(sheet for sheet in opened.sheets if sheet.name == plan.sheet)
        self.subject = office.book.imports[plan.subject]
        self.headings: Headings = headings_at(self.sheet, plan.headings_row, plan.headings_rows)
        self.titles = self.headings.texts

    def fields(self) -> tuple[FieldSpec, ...]:
        """The fields of the subject."""
        return self.subject.fields

    def is_a_list(self) -> bool:
        """Whether any of the fields that are needed has its column."""
        return any(field.needed and field.code in self.plan.mapping for field in self.fields())

    def missing(self) -> tuple[str, ...]:
        """Labels of the fields that are needed and have no column."""
        return tuple(field.label for field in self.fields() if field.needed and field.code not in self.plan.mapping)

    def chosen_fields(self) -> tuple[FieldColumn, ...]:
        """The fields that have a column, in the order of the columns."""
        specs = {field.code: field for field in self.fields()}
        order = sorted(self.plan.mapping.items(), key=lambda pair: pair[1])
        words = {SEX: labels.sexes(), STATUS: labels.household_statuses(), BAND: labels.revenue_bands(self._office)}
        return tuple(
            FieldColumn(code, specs[code].label, specs[code].kind, words.get(specs[code].kind, {}))
            for code, _column in order
        )

    def columns(self) -> tuple[SheetColumn, ...]:
        """Every column with a heading or something below it."""
        found = match_columns(self.sheet, self.headings, self._encodings(), self.subject)
        sure = {match.column: match.confidence for match in found}
        texts = {column: self._samples(column) for column in range(len(self.titles))}
        return tuple(
            SheetColumn(column, self.title(column), ", ".join(texts[column]), sure.get(column, 0))
            for column in texts
            if self.titles[column] or texts[column]
        )

    def fonts(self) -> tuple[ColumnFont, ...]:
        """Every column with letters that may stand in an old font."""
        encodings, fonts = self._encodings(), self.sheet.fonts
        return tuple(
            ColumnFont(str(column), column, self.title(column), fonts.get(column, ""), encodings[column])
            for column in range(len(self.titles))
            if self.titles[column] or self._samples(column)
        )

    def title(self, column: int) -> str:
        """The heading of a column, or its letter."""
        text = self.titles[column] if column < len(self.titles) else ""
        return text or _("Column {letter}").format(letter=letter_of(column))

    def before_and_after(self, column: int, encoding: str) -> tuple[tuple[str, str], ...]:
        """Five samples of a column as they stand and as `encoding` reads them."""
        return samples(self.sheet, self.headings, column, Encoding(encoding))

    def stands_at(self, row: int, field: str) -> str:
        """What stands in a field's cell of the sheet's row (from 1), or was typed over it."""
        typed = self.plan.edits.get((row, field))
        column = self.plan.mapping.get(field)
        if typed is not None or column is None:
            return typed or ""
        cells = self.sheet.rows[row - 1]
        return self._decoded(cell_text(cells[column]), column) if column < len(cells) else ""

    def _samples(self, column: int) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for row in self.sheet.rows[self.headings.row + 1 : self.headings.row + 1 + LOOKED_AT]:
            text = self._decoded(cell_text(row[column]), column).strip() if column < len(row) else ""
            if text and not _ORDER.fullmatch(text):
                found[text] = None
            if len(found) == SAMPLES:
                break
        return tuple(found)

    def _encodings(self) -> dict[int, Encoding]:
        return {column: Encoding(self.plan.encodings.get(column, "unicode")) for column in range(len(self.titles))}

    def _decoded(self, text: str, column: int) -> str:
        return decode(text, Encoding(self.plan.encodings.get(column, "unicode")))


def letter_of(column: int) -> str:
    """The letters over a column as Excel shows them: A, B … AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
