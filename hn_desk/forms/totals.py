"""The office's totals for posting or a meeting, A4 across: a programme a row, a stage a column, no person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import Letter
from hn_desk.forms.press import add_body, begin_letter, press
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import FormText, Layout, fill
from hn_desk.paper import LANDSCAPE, Paper
from hn_desk.ruled import RuledColumn, RuledTable, add_table

STAGES: Final = ("wanted", "confirmed", "agreed", "paid", "owed", "late")
LAYOUT: Final = Layout(
    "totals",
    places=values.LETTER | {"begun", "ended"},
    columns=frozenset({"programme", *STAGES}),
    words=frozenset({"all"}),
)


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One figure as it is shown: the programme's neutral name (empty for all together), one of `STAGES`, two texts."""

    programme: str
    stage: str
    number: str
    amount: str


@dataclass(frozen=True, slots=True)
class OfficeTotals:
    """Facts of `totals`: the letter, the period with both days, the rows in order."""

    letter: Letter
    begun: date
    ended: date
    rows: tuple[TotalRow, ...]


def draw(form: FormText, facts: OfficeTotals) -> bytes:
    """The totals as a PDF."""
    return press(lay, form, [facts], LANDSCAPE)


def lay(paper: Paper, form: FormText, facts: OfficeTotals) -> None:
    """The totals on new pages of `paper`, a landscape one."""
    days = {"begun": values.day(facts.begun), "ended": values.day(facts.ended)}
    places = values.letter_values(facts.letter) | days
    begin_letter(paper, form, facts.letter, fill(form.subject, places))
    add_body(paper, form, "opening", places)
    add_table(paper, _table(form, facts))
    add_body(paper, form, "closing", places)
    recipients = [fill(line, places) for line in form.recipients]
    add_signatures(paper, Ending(facts.letter.signer, recipients=recipients, check=facts.letter.check))


def _table(form: FormText, facts: OfficeTotals) -> RuledTable:
    columns = tuple(RuledColumn(column.heading, column.width, column.align) for column in form.columns)
    return RuledTable(columns, list(_rows(form, facts.rows)))


def _rows(form: FormText, rows: Sequence[TotalRow]) -> Iterator[list[str]]:
    """A programme's figures in one row, the number above its đồng."""
    for programme, of_programme in groupby(rows, key=lambda row: row.programme):
        cells = {"programme": programme or form.words["all"]}
        cells |= {row.stage: f"{row.number}\n{row.amount}" for row in of_programme}
        yield [cells[column.key] for column in form.columns]
