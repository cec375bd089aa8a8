"""An official report on paper by NĐ 30/2020: head, text, tables and charts, signature; annexes across behind it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hn_desk.forms.facts import Signer
from hn_desk.forms.foot import training_mark
from hn_desk.forms.head import AUTHORITY, Head, add_head, add_title
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import BLANK
from hn_desk.lines import Run
from hn_desk.paper import LANDSCAPE, MM, PORTRAIT, PageMarks, Paper, Style
from hn_desk.reports.document import Annex, Block, Piece, ReportDocument, TableOfFigures
from hn_desk.reports.drawn_charts import add_chart
from hn_desk.reports.printed import ruled_table
from hn_desk.reports.table import Table
from hn_desk.ruled import RuledTable, add_table
from hn_desk.rules.dates import place_date_line

DRAFT: Final = "DỰ THẢO"
FINGERPRINT: Final = "Mã nội dung: {fingerprint}"
ATTACHED: Final = "(Kèm theo {kind} số {number} {day} của {office})"
BODY: Final = Style(14, align="justify", indent=12, before=2.2)
HEADING: Final = replace(BODY, is_bold=True, align="left", before=3)
TABLE_TITLE: Final = Style(13, is_bold=True, align="centre", before=3)
ANNEX_NUMBER: Final = Style(14, is_bold=True, align="centre")
ANNEX_TITLE: Final = Style(13, is_bold=True, align="centre", before=0.8)
ATTACHED_STYLE: Final = Style(13, is_italic=True, align="centre", before=0.5)
CELL_SIZES: Final = (11, 10, 9)
"""Sizes of a table's text in points, the first that its columns have room for."""
_LETTER: Final = 0.5
"""How wide a letter is on the average, in em."""
_BLANK_NUMBER: Final = " " * 14


def draw(document: ReportDocument) -> bytes:
    """The report as a PDF. InputError for a character the paper's font lacks."""
    paper = Paper(PORTRAIT, document.kind_name)
    paper.begin(PageMarks(foot_of(document), training_mark(is_on=document.is_training), stage_of(document)))
    add_head(paper, head_of(document))
    add_title(paper, document.kind_name, document.subject)
    blocks = shown_blocks(document)
    if document.opening:
        paper.paragraph(_words(document.opening), BODY, is_glued=not blocks)
    for n, block in enumerate(blocks, 1):
        _add_block(paper, block, is_last=n == len(blocks))
    add_signatures(paper, Ending(signer_of(document), recipients=document.receivers))
    for annex in document.annexes:
        _add_annex(paper, document, annex)
    return paper.finish()


def head_of(document: ReportDocument) -> Head:
    """The report's head; number and day stay blank until văn thư gave them."""
    office = document.office.upper()
    issuer = (office,) if office.startswith(AUTHORITY) else (AUTHORITY, office)
    return Head(document.upper_line.upper(), issuer, number_of(document), document.place_name, document.issued_on)


def number_of(document: ReportDocument) -> str:
    """`125/BC-UBND`, with a blank before the notation while there is no number."""
    if "/" in document.number:
        return document.number
    return f"{document.number or _BLANK_NUMBER}/{document.notation.removeprefix('/')}"


def signer_of(document: ReportDocument) -> Signer:
    """Who signs."""
    return Signer(document.sign.lines, document.sign.name)


def stage_of(document: ReportDocument) -> str:
    """`DỰ THẢO` until the report is frozen."""
    return "" if document.fingerprint else DRAFT


def foot_of(document: ReportDocument) -> str:
    """What a frozen report's pages bear small, so that paper and record can be compared."""
    return FINGERPRINT.format(fingerprint=document.fingerprint) if document.fingerprint else ""


def attached_line(document: ReportDocument) -> str:
    """What an annex belongs to, in brackets under its title; empty before there are number and day."""
    if not (document.number and document.issued_on):
        return ""
    day = place_date_line("", document.issued_on).removeprefix(", ")
    office = "Ủy ban nhân dân " + document.office[:1].lower() + document.office[1:]
    kind = document.kind_name.capitalize()
    return ATTACHED.format(kind=kind, number=number_of(document), day=day, office=office)


def shown_blocks(document: ReportDocument) -> tuple[Block, ...]:
    """The blocks that stand on paper: of a frozen report no place for words that nobody typed."""
    return tuple(
        block
        for block in document.blocks
        if block.kind != "typed" or words_of(block.pieces).strip() or not document.fingerprint
    )


def words_of(pieces: Sequence[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece.text for piece in pieces)


def typed_words(block: Block) -> list[str]:
    """The paragraphs of the free words, a dotted blank while there are none."""
    lines = (line.strip() for line in words_of(block.pieces).split("\n"))
    return [line for line in lines if line] or [BLANK]


def laid_table(table: TableOfFigures, room: float) -> RuledTable:
    """The table as paper holds it in `room` mm, its text as large as the columns allow; columns joined if they must."""
    plain = Table(table.title, table.columns, table.rows)
    apart = ruled_table(plain, is_joined=False)
    size = _size_for(apart, room)
    ruled = apart if size else ruled_table(plain)
    if table.has_total:
        ruled = replace(ruled, rows=ruled.rows[:-1], total=ruled.rows[-1])
    return replace(ruled, style=replace(ruled.style, size=size or _size_for(ruled, room) or CELL_SIZES[-1]))


def _size_for(table: RuledTable, room: float) -> float:
    """The largest size at which the columns fit in `room` mm, 0 when there is none."""
    letters = sum(column.width for column in table.columns)
    return next((size for size in CELL_SIZES if letters * size * _LETTER / MM <= room), 0)


def _add_block(paper: Paper, block: Block, *, is_last: bool) -> None:
    if block.table:
        if block.table.title:
            paper.paragraph(block.table.title, TABLE_TITLE, is_glued=True)
        add_table(paper, laid_table(block.table, paper.sheet.room), is_glued=is_last)
    elif block.chart:
        add_chart(paper, block.chart, before=3, is_glued=is_last)
    elif block.kind == "heading":
        paper.paragraph(_words(block.pieces), HEADING, is_glued=True)
    elif block.kind == "typed":
        *before, last = typed_words(block)
        for words in before:
            paper.paragraph(words, BODY)
        paper.paragraph(last, BODY, is_glued=is_last)
    else:
        paper.paragraph(_words(block.pieces), BODY, is_glued=is_last)


def _add_annex(paper: Paper, document: ReportDocument, annex: Annex) -> None:
    paper.turn(LANDSCAPE)
    paper.paragraph(annex.number, ANNEX_NUMBER, is_glued=True)
    paper.paragraph(annex.title.upper(), ANNEX_TITLE, is_glued=True)
    if line := attached_line(document):
        paper.paragraph(line, ATTACHED_STYLE, is_glued=True)
    add_table(paper, laid_table(annex.table, paper.sheet.room))


def _words(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    return tuple(Run(piece.text) for piece in pieces)
