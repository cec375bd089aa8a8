"""What the import screens get back: each row's outcome with its reasons, totals, groups of equal mistakes, batches."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from hn_desk.actions.office import Changed
from hn_desk.intake.opening import Opened
from hn_desk.intake.reading import Normalisation, Value

NEW: Final = "new"
UPDATE: Final = "update"
SAME: Final = "same"
POSSIBLE: Final = "possible_duplicate"
ERROR: Final = "error"
SKIPPED: Final = "skipped"
OUTCOMES: Final = (NEW, UPDATE, SAME, POSSIBLE, ERROR, SKIPPED)
AGAIN: Final = "repeated"
"""The code of a row that says the same as an earlier one."""
ROWS: Final = "rows"
"""The total of all outcomes."""
NONE: Final[Mapping[str, Any]] = MappingProxyType({})
OF_FILE: Final = "row:"
"""The id of a record that an earlier row of the same file brings begins so; the row's number follows."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row has its outcome: a stable code, a translated sentence, and the field it belongs to (or "")."""

    code: str
    what: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What becomes of one row; `values` as they would be stored, `changes` of a kept record by field (old, new).

    `record_id` is the record that the row fits, `row:N` for one that row N of this file brings, "" for a new one.
    """

    row: int
    outcome: str
    reasons: tuple[Reason, ...] = ()
    normalised: tuple[Normalisation, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    changes: Mapping[str, tuple[Value, Value]] = field(default_factory=dict)
    record_id: str = ""


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Rows with the same mistake or doubt: answer it once in `ImportPlan.accepted` under `code`."""

    code: str
    what: str
    field: str
    count: int
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """Every row's outcome in the sheet's order, totals by outcome (`rows` is their sum), equal mistakes together."""

    rows: tuple[RowOutcome, ...]
    totals: Mapping[str, int]
    groups: tuple[ProblemGroup, ...]


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A workbook that was opened, and who wrote it in when (already, in another import that stands), newest first."""

    opened: Opened
    imported: tuple["BatchRow", ...]


@dataclass(frozen=True, slots=True)
class ImportDone:
    """What was written; `failures` is the workbook of the rows that were not (None when there is none)."""

    changed: Changed
    batch_id: str
    totals: Mapping[str, int]
    failures: bytes | None


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import that was written: which file, by whom, when (UTC), how many; `why` says why it can't be undone."""

    id: str
    subject: str
    file_name: str
    sheet: str
    officer_name: str
    at: str
    totals: Mapping[str, int]
    is_undone: bool
    can_undo: bool
    why: str


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A kept way of reading: under what name, for which headings, which column (from 0) holds which field."""

    id: str
    version: int
    name: str
    subject: str
    fingerprint: str
    mapping: Mapping[str, int]
