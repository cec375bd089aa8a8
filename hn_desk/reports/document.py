"""An official report as data: its figures with the records they count, its text in pieces, tables, annexes, head, foot.

Pure values: what is shown, printed, frozen and compared is this and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any, Final, Literal

from hn_desk.models.audit import canonical
from hn_desk.reports.charts import Chart
from hn_desk.reports.table import Cell, Column
from hn_desk.rules import plain_values
from hn_desk.rules.report_measures import COUNT

FINGERPRINT: Final = 16
BlockKind = Literal["heading", "body", "item", "typed", "table", "chart"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report: a count, đồng or whole percent, and the ids of exactly the records counted, each once.

    `subject` says what the records are (`events`, `households`, …); it is empty for a ratio. `amounts` are what the
    records add, in their order; empty where each adds 1.
    """

    code: str
    label: str
    value: int
    unit: str = COUNT
    records: tuple[str, ...] = ()
    subject: str = ""
    amounts: tuple[int, ...] = ()

    @property
    def values(self) -> dict[str, int]:
        """The records, in order, with what each adds."""
        return dict(zip(self.records, self.amounts, strict=True)) if self.amounts else dict.fromkeys(self.records, 1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `figure` is the code of the figure it shows, empty for words."""

    text: str
    figure: str = ""


@dataclass(frozen=True, slots=True)
class TableOfFigures:
    """A table whose cells are texts, or figures by code: `figures` has the shape of `rows`, empty where none is.

    `has_total` says that the last row sums up those above it.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[tuple[str, ...], ...]
    has_total: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of level 1 ("I. …") or 2 ("1. …"), a paragraph, an item ("- …"), free words, a table or a chart.

    `slot` names the free words' place; they are empty until somebody typed them.
    """

    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    level: int = 1
    slot: str = ""
    table: TableOfFigures | None = None
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """A table on pages of its own, A4 across: its number ("Phụ lục I") and title."""

    number: str
    title: str
    table: TableOfFigures


@dataclass(frozen=True, slots=True)
class SignFacts:
    """Who signs, as the office's own data say; `lines` are those above the name, as every other paper has them."""

    sign_for: str
    sign_authority: str
    title: str
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A whole report: `number` and `issued_on` stay blank until văn thư types them.

    `fingerprint` is the beginning of the frozen content's SHA-256 in hexadecimal, empty while it is a draft.
    """

    code: str
    kind_name: str
    subject: str
    period: str
    starts_on: date
    ends_on: date
    counted_on: date
    office: str
    upper_line: str
    place_name: str
    notation: str
    number: str
    issued_on: date | None
    opening: tuple[Piece, ...]
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    receivers: tuple[str, ...]
    sign: SignFacts
    is_training: bool
    fingerprint: str


def to_plain(document: ReportDocument) -> dict[str, Any]:
    """The document as JSON holds it."""
    plain: dict[str, Any] = plain_values.to_plain(document)
    return plain


def from_plain(plain: Mapping[str, Any]) -> ReportDocument:
    """The document that `to_plain` wrote, equal to it."""
    read = plain_values.from_plain(ReportDocument, plain)
    blocks = tuple(replace(one, table=_with_days(one.table)) if one.table else one for one in read.blocks)
    annexes = tuple(replace(one, table=_with_days(one.table)) for one in read.annexes)
    return replace(read, blocks=blocks, annexes=annexes)


def sha256_of(plain: Mapping[str, Any]) -> str:
    """The SHA-256 (hexadecimal) of the canonical JSON of plain values."""
    return sha256(canonical(dict(plain))).hexdigest()


def _with_days(table: TableOfFigures) -> TableOfFigures:
    """A table whose cells in columns of days are days again."""
    kinds = [column.kind for column in table.columns]
    rows = tuple(tuple(_cell(kind, cell) for kind, cell in zip(kinds, row, strict=True)) for row in table.rows)
    return replace(table, rows=rows)


def _cell(kind: str, cell: Cell) -> Cell:
    return date.fromisoformat(cell) if kind == "date" and isinstance(cell, str) and cell else cell
