"""An official report as a Word document to go on editing: the layout of its paper, tables as tables."""

from collections.abc import Sequence
from typing import Final

from hn_desk.forms.foot import training_mark
from hn_desk.forms.head import (
    LEFT_SHARE,
    MOTTO,
    MOTTO_STYLE,
    NATION,
    NATION_STYLE,
    NUMBER_STYLE,
    PLACE_STYLE,
    SUBJECT_STYLE,
    SUPERIOR_STYLE,
    TITLE_RULE,
    TITLE_STYLE,
    Head,
    issuer_rule,
    place_line,
)
from hn_desk.forms.signblock import (
    AUTHORITY_STYLE,
    RECIPIENT_STYLE,
    RECIPIENTS,
    RECIPIENTS_STYLE,
    SIGNATURE_SPACE,
)
from hn_desk.paper import LANDSCAPE, PORTRAIT, PageMarks, Sheet, text_width
from hn_desk.reports import office_report_pdf as paper
from hn_desk.reports.charts import Chart, told
from hn_desk.reports.document import Annex, Block, ReportDocument
from hn_desk.reports.drawn_charts import chart_alone
from hn_desk.scans import picture_of
from hn_desk.word_file import WordFile, WordLine

STYLES: Final = {
    "Title": TITLE_STYLE,
    "Subtitle": SUBJECT_STYLE,
    "Body Text": paper.BODY,
    "Heading 1": paper.HEADING,
    "Heading 2": paper.HEADING,
    "Caption": paper.TABLE_TITLE,
    "Nation": NATION_STYLE,
    "Motto": MOTTO_STYLE,
    "Superior": SUPERIOR_STYLE,
    "Number": NUMBER_STYLE,
    "Place": PLACE_STYLE,
    "Authority": AUTHORITY_STYLE,
    "Receivers": RECIPIENTS_STYLE,
    "Receiver": RECIPIENT_STYLE,
    "Annex Number": paper.ANNEX_NUMBER,
    "Annex Title": paper.ANNEX_TITLE,
    "Attached": paper.ATTACHED_STYLE,
}
DOTS: Final = 220
"""Dots an inch of a chart's picture."""


def draw(document: ReportDocument) -> bytes:
    """The report as a .docx; a chart is the picture of its drawing on paper. InputError as on paper."""
    word = WordFile(PORTRAIT, document.kind_name, document.counted_on, STYLES)
    word.begin(PageMarks("", training_mark(is_on=document.is_training), paper.stage_of(document)))
    _add_head(word, paper.head_of(document))
    word.paragraph(document.kind_name, "Title", is_glued=True)
    word.paragraph(document.subject, "Subtitle", is_glued=True)
    word.rule(TITLE_RULE)
    blocks = paper.shown_blocks(document)
    if document.opening:
        word.paragraph(paper.words_of(document.opening), "Body Text", is_glued=not blocks)
    for n, block in enumerate(blocks, 1):
        _add_block(word, block, PORTRAIT, is_last=n == len(blocks))
    _add_ending(word, document)
    for annex in document.annexes:
        _add_annex(word, document, annex)
    return word.finish()


def _add_head(word: WordFile, head: Head) -> None:
    issuer = [WordLine(line, "Nation") for line in head.issuer]
    left = [
        *([WordLine(head.superior, "Superior")] if head.superior else []),
        *issuer,
        WordLine(rule=issuer_rule(text_width(head.issuer[-1], NATION_STYLE))),
    ]
    right = [
        WordLine(NATION, "Nation"),
        WordLine(MOTTO, "Motto"),
        WordLine(rule=text_width(MOTTO, MOTTO_STYLE)),
    ]
    number = WordLine(f"Số: {head.number}", "Number", before=1)
    place = WordLine(place_line(head), "Place", before=1)
    word.side_by_side([(left, right), ([number], [place])], LEFT_SHARE)


def _add_block(word: WordFile, block: Block, sheet: Sheet, *, is_last: bool) -> None:
    if block.table:
        if block.table.title:
            word.paragraph(block.table.title, "Caption", is_glued=True)
        word.table(paper.laid_table(block.table, sheet.room), is_glued=is_last)
    elif block.chart:
        word.picture(_picture(block.chart, sheet.room), told(block.chart), is_glued=is_last)
    elif block.kind == "heading":
        word.paragraph(paper.words_of(block.pieces), f"Heading {block.level}", is_glued=True)
    else:
        lines = paper.typed_words(block) if block.kind == "typed" else [paper.words_of(block.pieces)]
        for n, line in enumerate(lines, 1):
            word.paragraph(line, "Body Text", is_glued=is_last and n == len(lines))


def _picture(chart: Chart, room: float) -> bytes:
    return picture_of(chart_alone(chart, room), DOTS)


def _add_ending(word: WordFile, document: ReportDocument) -> None:
    receivers: Sequence[WordLine] = [
        WordLine(RECIPIENTS, "Receivers", before=5),
        *(WordLine(line, "Receiver") for line in document.receivers),
    ]
    lines = [WordLine(line, "Authority", before=0 if n else 5) for n, line in enumerate(document.sign.lines)]
    signer = [*lines, WordLine(document.sign.name, "Authority", before=SIGNATURE_SPACE)]
    word.side_by_side([(receivers if document.receivers else [], signer)], 0.5)


def _add_annex(word: WordFile, document: ReportDocument, annex: Annex) -> None:
    word.turn(LANDSCAPE)
    word.paragraph(annex.number, "Annex Number", is_glued=True)
    word.paragraph(annex.title.upper(), "Annex Title", is_glued=True)
    if line := paper.attached_line(document):
        word.paragraph(line, "Attached", is_glued=True)
    word.table(paper.laid_table(annex.table, LANDSCAPE.room))
