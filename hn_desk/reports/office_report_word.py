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
    "Quốc hiệu": NATION_STYLE,
    "Tiêu ngữ": MOTTO_STYLE,
    "Cơ quan cấp trên": SUPERIOR_STYLE,
    "Số ký hiệu": NUMBER_STYLE,
    "Địa danh và ngày": PLACE_STYLE,
    "Thẩm quyền ký": AUTHORITY_STYLE,
    "Nơi nhận": RECIPIENTS_STYLE,
    "Nơi nhận (dòng)": RECIPIENT_STYLE,
    "Số phụ lục": paper.ANNEX_NUMBER,
    "Tên phụ lục": paper.ANNEX_TITLE,
    "Kèm theo": paper.ATTACHED_STYLE,
}
DOTS: Final = 220
"""Dots an inch of a chart's picture."""
PAGE_SHARE: Final = 0.9
"""How much of a page a chart's picture takes at most."""


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
    issuer = [WordLine(line, "Quốc hiệu") for line in head.issuer]
    left = [
        *([WordLine(head.superior, "Cơ quan cấp trên")] if head.superior else []),
        *issuer,
        WordLine(rule=issuer_rule(min(text_width(head.issuer[-1], NATION_STYLE), PORTRAIT.room * LEFT_SHARE))),
    ]
    right = [
        WordLine(NATION, "Quốc hiệu"),
        WordLine(MOTTO, "Tiêu ngữ"),
        WordLine(rule=text_width(MOTTO, MOTTO_STYLE)),
    ]
    number = WordLine(f"Số: {head.number}", "Số ký hiệu", before=1)
    place = WordLine(place_line(head), "Địa danh và ngày", before=1)
    word.side_by_side([(left, right), ([number], [place])], LEFT_SHARE)


def _add_block(word: WordFile, block: Block, sheet: Sheet, *, is_last: bool) -> None:
    if block.table:
        if block.table.title:
            word.paragraph(block.table.title, "Caption", is_glued=True)
        word.table(paper.laid_table(block.table, sheet.room), is_glued=is_last)
    elif block.chart:
        _add_chart(word, block.chart, sheet, is_glued=is_last)
    elif block.kind == "heading":
        word.paragraph(paper.words_of(block.pieces), f"Heading {block.level}", is_glued=True)
    else:
        lines = paper.typed_words(block) if block.kind == "typed" else [paper.words_of(block.pieces)]
        for n, line in enumerate(lines, 1):
            word.paragraph(line, "Body Text", is_glued=is_last and n == len(lines))


def _add_chart(word: WordFile, chart: Chart, sheet: Sheet, *, is_glued: bool) -> None:
    """Its drawing as a picture, as several when it is higher than a page."""
    pages = chart_alone(chart, sheet.room, (sheet.floor - sheet.top) * PAGE_SHARE)
    for n, page in enumerate(pages, 1):
        words = told(chart) if n == 1 else ""
        word.picture(picture_of(page, DOTS), words, is_glued=is_glued and n == len(pages))


def _add_ending(word: WordFile, document: ReportDocument) -> None:
    receivers: Sequence[WordLine] = [
        WordLine(RECIPIENTS, "Nơi nhận", before=5),
        *(WordLine(line, "Nơi nhận (dòng)") for line in document.receivers),
    ]
    lines = [WordLine(line, "Thẩm quyền ký", before=0 if n else 5) for n, line in enumerate(document.sign.lines)]
    signer = [*lines, WordLine(document.sign.name, "Thẩm quyền ký", before=SIGNATURE_SPACE)]
    word.side_by_side([(receivers if document.receivers else [], signer)], 0.5)


def _add_annex(word: WordFile, document: ReportDocument, annex: Annex) -> None:
    word.turn(LANDSCAPE)
    word.paragraph(annex.number, "Số phụ lục", is_glued=True)
    word.paragraph(annex.title.upper(), "Tên phụ lục", is_glued=True)
    if line := paper.attached_line(document):
        word.paragraph(line, "Kèm theo", is_glued=True)
    word.table(paper.laid_table(annex.table, LANDSCAPE.room))
