"""From a file to the rows that a plan reads of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hn_desk.actions.import_plan import ImportPlan
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.columns import match_columns
from hn_desk.intake.fields import SubjectFields
from hn_desk.intake.headings import Headings, guess_headings, headings_at
from hn_desk.intake.legacy import find_encodings
from hn_desk.intake.letters import Encoding
from hn_desk.intake.opening import Opened, Sheet
from hn_desk.intake.reading import ReadRow, read_rows
from hn_desk.intake.rows import BLANK


def sheet_of(opened: Opened, name: str) -> Sheet:
    """The sheet of that name, the largest without a name; InputError when it isn't in the file."""
    if not name:
        return max(opened.sheets, key=lambda sheet: len(sheet.rows))
    found = next((sheet for sheet in opened.sheets if sheet.name == name), None)
    if found is None:
        raise InputError(
            _("The file has no sheet “{name}”.").format(name=name), do=_("Choose one of its sheets."), reason="no-sheet"
        )
    return found


def headings_of(sheet: Sheet, plan: ImportPlan) -> Headings:
    """The headings as the plan says."""
    return headings_at(sheet, plan.headings_row, plan.headings_rows)


def unread_headings(opened: Opened, plan: ImportPlan) -> list[str]:
    """The headings of the columns that hold no field, in their order."""
    texts = headings_of(sheet_of(opened, plan.sheet), plan).texts
    return [text for column, text in enumerate(texts) if text and column not in plan.mapping.values()]


def encodings_of(plan: ImportPlan) -> Mapping[int, Encoding]:
    """In which code each column is read."""
    return {column: Encoding(code) for column, code in plan.encodings.items()}


def guessed_plan(fields: SubjectFields, opened: Opened, plan: ImportPlan, *headings: int) -> ImportPlan:
    """`plan` with what the sheet itself tells: headings (or those given: last row and how many), codes, columns."""
    sheet = sheet_of(opened, plan.sheet)
    found = headings_at(sheet, *headings) if headings else guess_headings(sheet, fields)
    encodings = find_encodings(sheet, found)
    return replace(
        plan,
        name=opened.name,
        data_sha256=opened.sha256,
        sheet=sheet.name,
        headings_row=found.row,
        headings_rows=found.rows,
        fingerprint=found.fingerprint,
        encodings={column: str(code) for column, code in encodings.items()},
        mapping={one.field: one.column for one in match_columns(sheet, found, encodings, fields)},
    )


def rows_read(fields: SubjectFields, opened: Opened, plan: ImportPlan, today: date) -> tuple[ReadRow, ...]:
    """Every row below the headings that isn't blank. InputError when a needed column is not mapped."""
    sheet = sheet_of(opened, plan.sheet)
    _refuse_unmapped(fields, plan)
    headings, encodings = headings_of(sheet, plan), encodings_of(plan)
    read = read_rows(sheet, headings, encodings, plan.mapping, fields, today, edits=plan.edits)
    return tuple([row for row in read if row.kind != BLANK])


def _refuse_unmapped(fields: SubjectFields, plan: ImportPlan) -> None:
    """A list without any needed column is no list of this subject."""
    needed = [one for one in fields.fields if one.needed]
    if not any(one.code in plan.mapping for one in needed):
        raise InputError(
            _("No column holds any of these: {fields}.").format(fields=", ".join(one.label for one in needed)),
            do=_("Choose the column of each field, or another heading row."),
            reason="no-columns",
        )
