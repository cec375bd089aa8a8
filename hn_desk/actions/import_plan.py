"""How one workbook is to be read and what the clerk decided about its rows, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

HOUSEHOLDS: Final = "households"
PEOPLE: Final = "people"
GROUPS: Final = "groups"
SUBJECTS: Final = (HOUSEHOLDS, PEOPLE, GROUPS)

MAKE: Final = "new"
"""A choice: the row becomes a record of its own; an answer to an unknown residential group: make it."""
SKIP: Final = "skip"
"""A choice: the row is left out."""
UPDATE: Final = "update:"
"""A choice begins so: the row changes the record whose id follows."""
EMPTY: Final = "empty"
"""An answer to a word that is unknown: the field stays empty."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What the wizard's steps decided about one sheet; rows and columns as in `intake`.

    `accepted` mends all alike: a problem's or warning's code → what is done (`new`, `empty`, an id or a code for an
    unknown word, `copy` for a missing name) or the reason why it may stand. `choices` maps a row's number to `new`,
    `skip` or `update:<record id>`.
    """

    subject: str
    path: Path | None = None
    name: str = ""
    data_sha256: str = ""
    sheet: str = ""
    headings_row: int = 0
    headings_rows: int = 1
    fingerprint: str = ""
    encodings: Mapping[int, str] = field(default_factory=dict)
    mapping: Mapping[str, int] = field(default_factory=dict)
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[int, str] = field(default_factory=dict)
    template: str = ""
