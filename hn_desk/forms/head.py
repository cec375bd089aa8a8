"""The head of an office's paper by NĐ 30/2020: Quốc hiệu, the office, number, place and day, and the paper's name."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hn_desk.forms.facts import Letter, Office, ReceiptPage
from hn_desk.forms.text import FormText
from hn_desk.paper import MM, Paper, Strip, Style
from hn_desk.rules.dates import place_date_line

NATION: Final = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO: Final = "Độc lập - Tự do - Hạnh phúc"
AUTHORITY: Final = "ỦY BAN NHÂN DÂN"
BLANK_DAY: Final = "ngày …… tháng …… năm 20……"
NATION_STYLE: Final = Style(12, is_bold=True, align="centre")
MOTTO_STYLE: Final = Style(13, is_bold=True, align="centre")
SUPERIOR_STYLE: Final = Style(12, align="centre")
NUMBER_STYLE: Final = Style(13, align="centre")
PLACE_STYLE: Final = Style(13, is_italic=True, align="centre")
TITLE_STYLE: Final = Style(14, is_bold=True, align="centre", before=5.5)
SUBJECT_STYLE: Final = Style(13, is_bold=True, align="centre", before=0.8)
LEFT_SHARE: Final = 0.43
TITLE_RULE: Final = 30.0
_GAP: Final = 2.0


@dataclass(frozen=True, slots=True)
class Head:
    """The lines of a head: `issuer` is bold, one name a line; an empty `number` leaves its line out."""

    superior: str
    issuer: tuple[str, ...]
    number: str
    place: str
    day: date | None


def head_of(letter: Letter, form: FormText) -> Head:
    """The head of an office's letter; the number is blank until văn thư gives one."""
    number = letter.number or (" " * 14 + form.number_blank if form.number_blank else "")
    issuer = (AUTHORITY, full_name(letter.office).upper())
    return Head(letter.office.superior.upper(), issuer, number, letter.office.place, letter.issued_on)


def head_of_desk(page: ReceiptPage) -> Head:
    """The head of a city desk's receipt."""
    return Head(page.superior.upper(), (page.desk.upper(),), page.receipt_number, page.place, page.received_on)


def full_name(office: Office) -> str:
    """The office's name with its kind before it, once."""
    return office.name if office.name.lower().startswith(office.kind.lower()) else f"{office.kind} {office.name}"


def add_head(paper: Paper, head: Head) -> None:
    """Draw the head at the top of the page."""
    left_room = paper.sheet.room * LEFT_SHARE
    issuer = [line for name in head.issuer for line in paper.lines(name, NATION_STYLE, left_room)]
    lines = bool(head.superior) + len(issuer)
    upper = max(lines * NATION_STYLE.line_height, NATION_STYLE.line_height + MOTTO_STYLE.line_height) + _GAP

    def draw(top: float) -> None:
        left = paper.sheet.left + left_room / 2
        right = paper.sheet.left + left_room + (paper.sheet.room - left_room) / 2
        _draw_nation(paper, right, top)
        down = top
        if head.superior:
            paper.write(left, down, head.superior, SUPERIOR_STYLE)
            down += SUPERIOR_STYLE.line_height
        for line in issuer:
            paper.line(paper.sheet.left, down, line, NATION_STYLE, left_room)
            down += NATION_STYLE.line_height
        half = issuer_rule(issuer[-1].width * NATION_STYLE.size / MM) / 2
        paper.rule(left - half, left + half, down + 0.6)
        if head.number:
            paper.write(left, top + upper, f"Số: {head.number}", NUMBER_STYLE)
        paper.write(right, top + upper, place_line(head), PLACE_STYLE)

    paper.add(Strip(upper + NUMBER_STYLE.line_height, draw, is_glued=True))


def issuer_rule(width: float) -> float:
    """How long the rule under the issuer's last line is, which is `width` mm wide."""
    return width * 2 / 5


def place_line(head: Head) -> str:
    """Place and day, with blanks to be filled by hand while there is no day."""
    return place_date_line(head.place, head.day) if head.day else f"{head.place}, {BLANK_DAY}"


def add_title(paper: Paper, title: str, subject: str) -> None:
    """The paper's name and its subject, with the short rule under them."""
    paper.paragraph(title, TITLE_STYLE, is_glued=True)
    if subject:
        paper.paragraph(subject, SUBJECT_STYLE, is_glued=True)
    centre = paper.sheet.left + paper.sheet.room / 2
    paper.add(
        Strip(2, lambda top: paper.rule(centre - TITLE_RULE / 2, centre + TITLE_RULE / 2, top + 1), is_glued=True)
    )


def add_note(paper: Paper, note: str) -> None:
    """A line in brackets under the paper's name, centred."""
    paper.paragraph(note, replace(PLACE_STYLE, before=0.5), is_glued=True)


def _draw_nation(paper: Paper, centre: float, top: float) -> None:
    paper.write(centre, top, NATION, NATION_STYLE)
    down = top + NATION_STYLE.line_height
    paper.write(centre, down, MOTTO, MOTTO_STYLE)
    half = paper.width(MOTTO, MOTTO_STYLE) / 2
    paper.rule(centre - half, centre + half, down + MOTTO_STYLE.line_height + 0.6)
