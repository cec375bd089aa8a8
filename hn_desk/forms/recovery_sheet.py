"""The recovery sheet: the words that open everything when no passphrase does, numbered, with a QR of the same words."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hn_desk.codes import QUIET_ZONE, qr_modules
from hn_desk.forms import values
from hn_desk.forms.foot import training_mark
from hn_desk.forms.press import BODY, add_body, press
from hn_desk.forms.text import FormText, Layout, fill, paragraphs_of
from hn_desk.paper import PageMarks, Paper, Strip, Style

LAYOUT: Final = Layout(
    "recovery-sheet",
    places=frozenset({"office", "number", "made_on"}),
    words=frozenset({"number", "made_on", "symbol"}),
    is_signed=False,
)
COLUMNS: Final = 3
ROW_HEIGHT: Final = 13.0
SYMBOL: Final = 40.0
_TITLE: Final = Style(16, is_bold=True, align="centre")
_SUBJECT: Final = Style(13, is_bold=True, align="centre", before=1)
_LINE: Final = Style(13, align="centre", before=1)
_NUMBER: Final = Style(11, align="right")
_WORD: Final = Style(17, is_bold=True)
_SMALL: Final = Style(10, is_italic=True)
_GAP: Final = 6.0


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet; `scanned` is what the QR holds."""

    office: str
    number: str
    made_on: date
    words: tuple[str, ...] = field(repr=False)
    scanned: str = field(repr=False)
    training: bool = False


def draw(form: FormText, facts: RecoverySheet) -> bytes:
    """The sheet as a PDF of one page."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: RecoverySheet) -> None:
    """The sheet on a new page of `paper`."""
    places = {"office": facts.office, "number": facts.number, "made_on": values.day(facts.made_on)}
    paper.begin(PageMarks(fill(form.words["number"], places), training_mark(is_on=facts.training)))
    paper.paragraph(form.title, _TITLE)
    paper.paragraph(fill(form.subject, places), _SUBJECT)
    paper.paragraph(f"{fill(form.words['number'], places)} – {fill(form.words['made_on'], places)}", _LINE)
    add_body(paper, form, "opening", places)
    paper.add(_grid(paper, facts.words), _symbol(paper, form, facts.scanned))
    for runs in paragraphs_of(form, "closing", places):
        paper.paragraph(runs, BODY)


def _grid(paper: Paper, words: tuple[str, ...]) -> Strip:
    """The words in numbered rows, read from left to right."""
    rows, width = -(-len(words) // COLUMNS), paper.sheet.room / COLUMNS

    def draw_rows(top: float) -> None:
        left = paper.sheet.left
        across = [left + width * n for n in range(COLUMNS + 1)]
        paper.grid(across, [top + ROW_HEIGHT * n for n in range(rows + 1)])
        for place, word in enumerate(words):
            x, y = across[place % COLUMNS], top + ROW_HEIGHT * (place // COLUMNS)
            paper.write(x + 10, y + (ROW_HEIGHT - _NUMBER.line_height) / 2, f"{place + 1}.", _NUMBER)
            paper.write(x + 13, y + (ROW_HEIGHT - _WORD.line_height) / 2, word, _WORD)

    return Strip(rows * ROW_HEIGHT, draw_rows, before=_GAP)


def _symbol(paper: Paper, form: FormText, scanned: str) -> Strip:
    """The QR with what it is beside it."""
    rows = qr_modules(scanned)
    quiet = SYMBOL / len(rows) * QUIET_ZONE

    def draw_symbol(top: float) -> None:
        left = paper.sheet.left
        paper.modules(left + quiet, top + quiet, SYMBOL, rows)
        beside = left + SYMBOL + 2 * quiet
        room = paper.sheet.width - paper.sheet.right - beside
        for n, line in enumerate(paper.lines(form.words["symbol"], _SMALL, room)):
            paper.line(beside, top + quiet + n * _SMALL.line_height, line, _SMALL, room)

    return Strip(SYMBOL + 2 * quiet, draw_symbol, before=_GAP)
