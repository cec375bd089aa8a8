"""The city's receipt for an office's packets: one A4 page a clerk can file, with room for the desk's signature."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hn_desk.forms import values
from hn_desk.forms.facts import ReceiptPage, ReceivedSubject, RefusedRow
from hn_desk.forms.foot import training_mark
from hn_desk.forms.head import add_head, add_title, head_of_desk
from hn_desk.forms.press import BODY, add_body, press
from hn_desk.forms.text import FormText, Layout, fill, paragraphs_of
from hn_desk.paper import MM, PORTRAIT, PageMarks, Paper, Strip, Style
from hn_desk.ruled import RuledColumn, RuledTable, add_table, fitting

LAYOUT: Final = Layout(
    "receipt",
    places=frozenset({"office", "office_code", "desk", "day", "packet_count", "highest_number", "questions"})
    | {"refused_count", "unshown_count", "has_refused"},
    words=frozenset({"packet", "state", "digest", "subject", "new", "changed", "unchanged", "refused", "questioned"})
    | {"row", "reason", "todo", "total", "unshown", "signature_note"},
    is_signed=False,
)
PACKETS_SHOWN: Final = 6
SIGNATURE_WIDTH: Final = 80.0
SIGNATURE_HEIGHT: Final = 28.0
_CELL: Final = Style(10, leading=1.15)
_DIGEST: Final = Style(9, leading=1.15)
_LONGEST: Final = 160


def draw(form: FormText, facts: ReceiptPage) -> bytes:
    """The receipt as a PDF of one page; `signature_box` says where the signature's appearance goes."""
    return press(lay, form, [facts])


def lay(paper: Paper, form: FormText, facts: ReceiptPage) -> None:
    """The receipt on a new page of `paper`."""
    places = _values(facts)
    paper.begin(PageMarks(facts.receipt_number, training_mark(is_on=facts.training)))
    add_head(paper, head_of_desk(facts))
    add_title(paper, form.title, fill(form.subject, places))
    add_body(paper, form, "opening", places)
    add_table(paper, _packets(form.words, facts))
    add_table(paper, _subjects(form.words, facts.subjects))
    for runs in paragraphs_of(form, "closing", places):
        paper.paragraph(runs, BODY)
    if facts.refused:
        _add_refused(paper, form, facts.refused)
    paper.add(Strip(SIGNATURE_HEIGHT, lambda _top: _draw_signature_room(paper, form.words["signature_note"])))


def signature_box() -> tuple[float, float, float, float]:
    """Where the signature's appearance goes on the page: left, bottom, right, top in points from the bottom left."""
    left = PORTRAIT.width - PORTRAIT.right - SIGNATURE_WIDTH
    bottom = PORTRAIT.bottom
    return left * MM, bottom * MM, (left + SIGNATURE_WIDTH) * MM, (bottom + SIGNATURE_HEIGHT) * MM


def grouped(digest: str) -> str:
    """A hexadecimal digest in groups of four, to be compared by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _add_refused(paper: Paper, form: FormText, refused: Sequence[RefusedRow]) -> None:
    """The refused rows that fit on the page, and how many more `receipt.json` holds."""
    room = paper.sheet.floor - SIGNATURE_HEIGHT - paper.y - 4 * _CELL.line_height
    table = fitting(paper, _refused(form.words, refused), room)
    unshown = len(refused) - len(table.rows)
    if table.rows:
        add_table(paper, table)
    if unshown:
        paper.paragraph(fill(form.words["unshown"], {"unshown_count": str(unshown)}), replace(_CELL, before=1))


def _draw_signature_room(paper: Paper, note: str) -> None:
    top, room = paper.sheet.floor - SIGNATURE_HEIGHT, paper.sheet.room - SIGNATURE_WIDTH - 5
    for n, line in enumerate(paper.lines(note, _CELL, room)):
        paper.line(paper.sheet.left, top + n * _CELL.line_height, line, _CELL, room)


def _packets(words: Mapping[str, str], facts: ReceiptPage) -> RuledTable:
    columns = (
        RuledColumn(words["packet"], 20, "centre"),
        RuledColumn(words["state"], 30),
        RuledColumn(words["digest"], 115, "centre"),
    )
    rows = [
        (f"{packet.epoch}-{packet.number:06}", packet.state, grouped(packet.digest))
        for packet in facts.packets[-PACKETS_SHOWN:]
    ]
    return RuledTable(columns, rows, style=_DIGEST)


def _subjects(words: Mapping[str, str], subjects: Sequence[ReceivedSubject]) -> RuledTable:
    keys = ("new", "changed", "unchanged", "refused", "questioned")
    columns = (RuledColumn(words["subject"], 55), *(RuledColumn(words[key], 22, "centre") for key in keys))
    rows = [(subject.subject, *(str(getattr(subject, key)) for key in keys)) for subject in subjects]
    sums = [str(sum(getattr(subject, key) for subject in subjects)) for key in keys]
    return RuledTable(columns, rows, (words["total"], *sums), style=_CELL)


def _refused(words: Mapping[str, str], refused: Sequence[RefusedRow]) -> RuledTable:
    columns = (
        RuledColumn(words["subject"], 28),
        RuledColumn(words["row"], 30),
        RuledColumn(words["reason"], 54),
        RuledColumn(words["todo"], 53),
    )
    rows = [(_short(row.subject), _short(row.row), _short(row.reason), _short(row.todo)) for row in refused]
    return RuledTable(columns, rows, style=_CELL)


def _short(words: str) -> str:
    """Words that keep the receipt on its one page; `receipt.json` has them whole."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"


def _values(facts: ReceiptPage) -> Mapping[str, str]:
    return {
        "office": facts.office,
        "office_code": facts.office_code,
        "desk": facts.desk,
        "day": values.day(facts.received_on),
        "packet_count": f"{len(facts.packets):02}",
        "highest_number": str(facts.highest_number or ""),
        "questions": str(facts.questions or ""),
        "refused_count": str(len(facts.refused) or ""),
        "unshown_count": "",
        "has_refused": "x" if facts.refused else "",
    }
