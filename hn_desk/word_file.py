"""The only door to python-docx: a Word document to go on writing in, laid out by the sheets and styles of paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from hn_desk.lines import Run
from hn_desk.paper import NUMBER_TOP, PageMarks, Sheet, Style
from hn_desk.ruled import CELL, RuledTable
from hn_desk.word_table import CellLook, table_markup, twips

FONT: Final = "Times New Roman"
LANGUAGE: Final = "vi-VN"
_CELL: Final = "Ô bảng"
_HEADER: Final = "Header"
_FOOTER: Final = "Footer"
_THIN: Final = "Dòng kẻ"
_OWN_STYLES: Final = {_CELL: CELL, _HEADER: Style(13), _FOOTER: Style(9), _THIN: Style(2, leading=1)}
_BUILT_IN: Final = frozenset({_HEADER, _FOOTER, "Heading 1", "Heading 2", "Title", "Subtitle", "Body Text", "Caption"})
_KEPT_STYLES: Final = frozenset({"Normal", "Default Paragraph Font", "Normal Table", "No List"})
_KEPT_PARTS: Final = frozenset({"core-properties", "officeDocument", "styles", "settings", "fontTable", "theme"})
_ALIGNED: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_FOOT_FROM_EDGE: Final = 6
_WARNING_SIZE: Final = 11
_GAP: Final = 2.3
_ABOVE_RULE: Final = 0.6
_UNWRITABLE: Final = dict.fromkeys(
    code for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF) if code not in (0x09, 0x0A)
)
"""What XML, and so a document, can't hold."""


@dataclass(frozen=True, slots=True)
class WordLine:
    """A line in a column without rules: words in a style, or a level line of `rule` mm; `before` mm stand above it."""

    words: str = ""
    style: str = _THIN
    rule: float = 0
    before: float = 0


Column = Sequence[WordLine]


class WordFile:
    """A document being written; equal content gives equal bytes, and it tells nobody who wrote it or when."""

    def __init__(self, sheet: Sheet, title: str, day: date, styles: Mapping[str, Style]) -> None:
        self._document = Document()
        self._sheet = sheet
        self._marks = PageMarks()
        self._ids: dict[str, str] = {}
        self._strip_template()
        self._name(title, day)
        self._set_language()
        self._define({**_OWN_STYLES, **styles})
        _size(self._document.sections[0], sheet)

    def begin(self, marks: PageMarks) -> None:
        """Let every page bear these marks, and from the second on its number."""
        self._marks = marks
        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        self._head(section.first_page_header, has_number=False)
        self._foot(section.first_page_footer)
        self._mark(section)

    def turn(self, sheet: Sheet) -> None:
        """Go on, with the page numbers, on a new page of this size."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._document.paragraphs[-1].style = _THIN
        section.different_first_page_header_footer = False
        self._sheet = sheet
        _size(section, sheet)
        self._mark(section)

    def paragraph(self, runs: str | Sequence[Run], style: str, *, is_glued: bool = False) -> None:
        """A paragraph in one of the styles; a glued one stays on the page of the next."""
        paragraph = self._document.add_paragraph(style=style)
        if is_glued:
            paragraph.paragraph_format.keep_with_next = True
        _write(paragraph, runs)

    def rule(self, length: float) -> None:
        """A level line of so many mm, centred; it stays on the page of what follows."""
        paragraph = self._document.add_paragraph(style=_THIN)
        paragraph.paragraph_format.keep_with_next = True
        _draw_rule(paragraph, length, self._sheet.room)

    def picture(self, png: bytes, told: str, *, is_glued: bool = False) -> None:
        """A picture as wide as the room, with its content in words for who can't see it."""
        self._gap()
        shape = self._document.add_picture(BytesIO(png), width=Mm(self._sheet.room))
        for side in "TBLR":
            shape._inline.set(f"dist{side}", "0")
        shape._inline.docPr.set("descr", _clean(told))
        self._document.paragraphs[-1].paragraph_format.keep_with_next = is_glued

    def side_by_side(self, rows: Sequence[tuple[Column, Column]], share: float) -> None:
        """Rows of two columns without rules, the left one with its share of the room; no page divides a row."""
        rooms = (self._sheet.room * share, self._sheet.room * (1 - share))
        table = _columns(rooms)
        self._document.element.body._insert_tbl(table)
        for columns in rows:
            row = _row(table)
            for lines, room in zip(columns, rooms, strict=True):
                cell = _cell(row, room)
                for line in lines or (WordLine(),):
                    self._column_line(cell, line, room)

    def table(self, table: RuledTable, *, is_glued: bool = False) -> None:
        """A ruled table whose head row comes again on every page; a glued one stays with what follows."""
        self._gap()
        look = CellLook(self._ids[_CELL], 0 if table.style.size == CELL.size else table.style.size)
        markup = table_markup(table, self._sheet.room, look, is_glued=is_glued)
        self._document.element.body._insert_tbl(parse_xml(_clean(markup)))

    def finish(self) -> bytes:
        """The whole .docx."""
        body = self._document.element.body
        if body.inner_content_elements[-1].tag == qn("w:tbl"):
            self._document.add_paragraph(style=_THIN)
        stream = BytesIO()
        self._document.save(stream)
        return _without_times(stream.getvalue())

    def _gap(self) -> None:
        """Room between a text and what follows that is no text."""
        paragraph = self._document.add_paragraph(style=_THIN)
        paragraph.paragraph_format.space_before = Mm(_GAP)
        paragraph.paragraph_format.keep_with_next = True

    def _column_line(self, cell: Any, line: WordLine, room: float) -> None:
        paragraph = self._paragraph_in(cell, _THIN if line.rule else line.style)
        if line.before:
            paragraph.paragraph_format.space_before = Mm(line.before)
        if line.rule:
            _draw_rule(paragraph, line.rule, room)
        else:
            _write(paragraph, line.words)

    def _paragraph_in(self, cell: Any, style: str) -> Paragraph:
        paragraph = Paragraph(_child(cell, "w:p"), self._document._body)
        paragraph._p.style = self._ids[style]
        return paragraph

    def _mark(self, section: Section) -> None:
        for part in (section.header, section.footer):
            part.is_linked_to_previous = False
        self._head(section.header, has_number=True)
        self._foot(section.footer)

    def _head(self, header: Any, *, has_number: bool) -> None:
        """The page's number above the middle of the sheet, the stage at the right."""
        paragraph = header.paragraphs[0]
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(self._sheet.width / 2 - self._sheet.left), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(self._sheet.room), WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run("\t")
        if has_number:
            field = _child(paragraph._p, "w:fldSimple", instr="PAGE")
            _child(_child(field, "w:r"), "w:t").text = "2"
        if self._marks.stage:
            _write(paragraph, (Run(f"\t{self._marks.stage}", is_bold=True),))

    def _foot(self, footer: Any) -> None:
        """The warning at the left, the foot at the right."""
        paragraph = footer.paragraphs[0]
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(self._sheet.room), WD_TAB_ALIGNMENT.RIGHT)
        if self._marks.warning:
            _write(paragraph, (Run(self._marks.warning, is_bold=True),), _WARNING_SIZE)
        if self._marks.foot:
            _write(paragraph, (Run(f"\t{self._marks.foot}"),))

    def _strip_template(self) -> None:
        """Leave out of python-docx's template what this document doesn't use."""
        part = self._document.part
        for rels in (part.package.rels, part.rels):
            for key in [key for key, rel in rels.items() if rel.reltype.rpartition("/")[2] not in _KEPT_PARTS]:
                del rels[key]
        styles = self._document.styles.element
        for style in styles.findall(qn("w:style")):
            if style.find(qn("w:name")).get(qn("w:val")) not in _KEPT_STYLES:
                styles.remove(style)

    def _name(self, title: str, day: date) -> None:
        facts = self._document.core_properties
        facts.author = facts.last_modified_by = facts.comments = facts.keywords = facts.subject = ""
        facts.title, facts.language, facts.revision = title, LANGUAGE, 1
        facts.created = facts.modified = datetime(day.year, day.month, day.day)

    def _set_language(self) -> None:
        look = self._document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        for tag in ("w:rFonts", "w:lang"):
            for old in look.findall(qn(tag)):
                look.remove(old)
        self._document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}").clear()
        settings = self._document.settings.element
        for tag in ("w:rsids", "w:savePreviewPicture"):
            settings.remove(settings.find(qn(tag)))
        settings.find(qn("w:themeFontLang")).set(qn("w:val"), LANGUAGE)
        look.insert(0, _element("w:rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT))
        _child(look, "w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi=LANGUAGE)

    def _define(self, styles: Mapping[str, Style]) -> None:
        for name, style in styles.items():
            made: Any = self._document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in _BUILT_IN)
            self._ids[name] = made.style_id
            made.base_style = self._document.styles["Normal"]
            made.quick_style = True
            made.font.size, made.font.bold, made.font.italic = Pt(style.size), style.is_bold, style.is_italic
            form = made.paragraph_format
            form.alignment, form.widow_control = _ALIGNED[style.align], True
            form.space_before, form.space_after = Mm(style.before), Pt(0)
            form.first_line_indent = Mm(style.indent)
            form.line_spacing = Pt(style.size * style.leading)
            form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if name == _THIN else WD_LINE_SPACING.AT_LEAST
            if name.startswith("Heading"):
                _child(made.element.get_or_add_pPr(), "w:outlineLvl", val=str(int(name[-1]) - 1))


def _size(section: Section, sheet: Sheet) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.is_across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance, section.footer_distance = Mm(NUMBER_TOP), Mm(_FOOT_FROM_EDGE)


def _write(paragraph: Paragraph, runs: str | Sequence[Run], size: float = 0) -> None:
    for run in (Run(runs),) if isinstance(runs, str) else runs:
        written = paragraph.add_run(_clean(run.words))
        written.bold = True if run.is_bold else None
        written.italic = True if run.is_italic else None
        if size:
            written.font.size = Pt(size)


def _draw_rule(paragraph: Paragraph, length: float, room: float) -> None:
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Mm((room - length) / 2)
    form.space_before = Mm(_ABOVE_RULE)
    properties = paragraph._p.get_or_add_pPr()
    border = _element("w:pBdr")
    _child(border, "w:top", val="single", sz="5", space="1", color="000000")
    properties.insert_element_before(border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def _columns(rooms: Sequence[float]) -> Any:
    """A table without rows, rules and padding."""
    table = OxmlElement("w:tbl")
    properties = _child(table, "w:tblPr")
    _child(properties, "w:tblW", w=twips(sum(rooms)), type="dxa")
    _child(properties, "w:tblLayout", type="fixed")
    margins = _child(properties, "w:tblCellMar")
    for edge in ("left", "right"):
        _child(margins, f"w:{edge}", w="0", type="dxa")
    grid = _child(table, "w:tblGrid")
    for room in rooms:
        _child(grid, "w:gridCol", w=twips(room))
    return table


def _row(table: Any) -> Any:
    row = _child(table, "w:tr")
    _child(_child(row, "w:trPr"), "w:cantSplit")
    return row


def _cell(row: Any, room: float) -> Any:
    cell = _child(row, "w:tc")
    _child(_child(cell, "w:tcPr"), "w:tcW", w=twips(room), type="dxa")
    return cell


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    made = _element(tag, **attributes)
    parent.append(made)
    return made


def _element(tag: str, **attributes: str) -> Any:
    made: Any = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _clean(words: str) -> str:
    return words.translate(_UNWRITABLE)


def _without_times(packed: bytes) -> bytes:
    """The same archive with each part's time left out."""
    stream = BytesIO()
    with ZipFile(BytesIO(packed)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name), ZIP_DEFLATED)
    return stream.getvalue()
