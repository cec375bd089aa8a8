"""One official report as data: its basis, periods, who works on it, its figures, sentences, tables, annexes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hn_desk.rules.dated import Dated

PERIOD_KINDS: Final = ("half1", "half2", "year", "quarter", "month", "free")
"""Periods a report may have; `half1` is the first half of a year, `free` from day to day."""
BlockKind = Literal["heading", "body", "item", "typed", "table", "chart", "difficulties", "adjustments"]
PLACE: Final = re.compile(r"\{([a-z0-9_.]+)\}")
PART: Final = re.compile(r"\[([^\[\]]*)\]")
"""Part of a sentence that is left out while all its figures are 0."""
OFFICE: Final = "{office}"
"""Where a sentence names the office."""
Options = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class FigureFile:
    """One figure: what it is called, and shortly in a table's head; what is counted, and what narrows it down."""

    code: str
    label: str
    short: str
    measure: str
    options: Options


@dataclass(frozen=True, slots=True)
class BlockFile:
    """One block: `text` with figures at `{code}`; `none` instead, or nothing, when all of `when` are 0.

    A part of the text in brackets is told while one of its figures isn't 0.

    Without a `when` in the file all figures of the text decide, so that none is lost.
    `of` is the figure's topics of listed difficulties, or the code of the table that is drawn.
    """

    kind: BlockKind
    text: str = ""
    when: tuple[str, ...] = ()
    none: str = ""
    level: int = 1
    slot: str = ""
    hint: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table: a row for each value of `rows` (`DIMENSIONS`), a column a figure; or a row a record of `records`.

    `values` are the values of the rows, in order; without any all that the office's data know. `has_total` adds the
    figures themselves as the last row; `shorts` are what the columns of figures are called.
    """

    code: str
    title: str
    heading: str
    rows: str
    values: tuple[str, ...]
    figures: tuple[str, ...]
    records: str
    has_total: bool
    shorts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """A table on pages of its own."""

    title: str
    table: str


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One official report.

    `reads` and `writes` are the actions its reader and its author need besides those of reports; `instruction` is the
    duty that a standing instruction must switch on.
    """

    code: str
    title: str
    subject: str
    notation: str
    duty: str
    source: str
    is_protected: bool
    periods: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    instruction: str
    opening: str
    receivers: tuple[str, ...]
    figures: tuple[FigureFile, ...]
    blocks: tuple[BlockFile, ...]
    tables: Mapping[str, TableFile]
    annexes: tuple[AnnexFile, ...]

    @property
    def slots(self) -> tuple[BlockFile, ...]:
        """Where free words are typed."""
        return tuple(block for block in self.blocks if block.kind == "typed")

    def figure(self, code: str) -> FigureFile:
        """One figure; KeyError for an unknown one."""
        return {one.code: one for one in self.figures}[code]


@dataclass(frozen=True, slots=True)
class ReportWords:
    """Words that stand on every report: its kind, periods by kind, the table of adjustments, total, annexes.

    Adjustments are told of reports on days up to `adjusted_years` before a report's first day.
    """

    kind_name: str
    periods: Mapping[str, str]
    columns: Mapping[str, str]
    total: str
    annex: str
    annexed: str
    annexed_one: str
    adjustments: str
    adjusted: str
    changed: str
    difficulty: str
    proposal: str
    nothing_yet: str
    adjusted_years: Dated[int]


def places_in(text: str) -> tuple[str, ...]:
    """The figures that a sentence shows."""
    return tuple(PLACE.findall(text.replace(OFFICE, "")))
