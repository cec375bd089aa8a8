"""The request that a desk sends an office on paper: which packets are missing, since when, and what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from hn_desk.city.board import GOOD, Board, OfficeState, StreamState, board, day_of
from hn_desk.city.desk import CityDesk
from hn_desk.city.handovers import REQUEST, went_out
from hn_desk.city.trust_page import city_words
from hn_desk.errors import DeskError
from hn_desk.forms.head import Head, add_head, add_title
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.paper import PORTRAIT, PageMarks, Paper, Style
from hn_desk.rules.dates import format_date
from hn_desk.rules.gaps import Run

PLACE: Final = "Hà Nội"
TO: Final = Style(14, align="centre", before=3)
BODY: Final = Style(13, align="justify", leading=1.3, indent=10, before=2)
STRONG: Final = Style(13, is_bold=True, align="justify", leading=1.3, indent=10, before=2)


@dataclass(frozen=True, slots=True)
class RequestPages:
    """The requests as one PDF with a page or more for each office, and the name of its file."""

    name: str
    pdf: bytes


def request_pages(desk: CityDesk, codes: Sequence[str]) -> RequestPages:
    """Ask these offices, in the board's order, for what is missing or late. DeskError when none of them owes any."""
    desk.require("requests.write")
    found = board(desk)
    asked = [office for office in found.offices if office.code in codes and office.state != GOOD]
    if not asked:
        raise DeskError(
            _("Nothing is missing from the offices chosen."), do=_("Choose an office that is late."), reason="complete"
        )
    pdf = _drawn(desk, found, asked)
    with desk.write() as session:
        for office in asked:
            went_out(session, desk, (office.code, REQUEST, f"{found.day:%d/%m/%Y}"), "folder")
        audit.log(session, Act("city.request", "packets", content={"offices": [office.code for office in asked]}))
    one = f"-{asked[0].code}" if len(asked) == 1 else ""
    return RequestPages(f"YEU-CAU-{desk.code}{one}-{found.day:%Y%m%d}.pdf", pdf)


def _drawn(desk: CityDesk, found: Board, asked: Sequence[OfficeState]) -> bytes:
    words = city_words()
    texts: dict[str, str] = words["request"]
    superior = words["superiors"].get(desk.code, words["superior"])
    paper = Paper(PORTRAIT, texts["title"])
    warning = texts["training"] if desk.environment == "training" else ""
    for office in asked:
        paper.begin(PageMarks(f"{desk.code}-{office.code}", warning))
        add_head(paper, Head(superior, (desk.name.upper(),), "", PLACE, found.day))
        add_title(paper, texts["title"], "")
        paper.paragraph(texts["to"].format(office=office.name, code=office.code), TO)
        for line, style in _lines(texts, found, office):
            paper.paragraph(line, style)
    return paper.finish()


def _lines(texts: dict[str, str], found: Board, office: OfficeState) -> list[tuple[str, Style]]:
    """What a request says below its title."""
    places: dict[str, Any] = {"day": format_date(found.day), "desk": found.name}
    told = [line for stream in office.streams for line in _stream(texts, stream, places, len(office.streams) > 1)]
    if office.days is None:
        told.append((texts["never"].format(**places), STRONG))
    elif office.is_late:
        last = format_date(day_of(office.last_received))
        told.append((texts["late"].format(last=last, days=office.days, limit=found.late_after), STRONG))
    do = ["do_missing", "do_lost"] if office.gaps else ["do_send"]
    steps = [texts[key].format(**places) for key in (*do, "do_receipt")]
    return [
        *told,
        (texts["do_title"], STRONG),
        *((f"{n}. {step}", BODY) for n, step in enumerate(steps, 1)),
    ]


def _stream(
    texts: dict[str, str], stream: StreamState, places: dict[str, Any], is_one_of_several: bool
) -> list[tuple[str, Style]]:
    kind = "come_numbering" if is_one_of_several else "come"
    come = texts[kind if stream.come else "come_none"]
    told = [(come.format(epoch=stream.epoch, numbers=_numbers(stream.come), **places), BODY)]
    for gap in stream.gaps:
        numbers = _numbers([(gap.first, gap.last)])
        told.append((texts["missing"].format(numbers=numbers, since=format_date(day_of(gap.since))), STRONG))
    if stream.lost:
        told.append((texts["lost"].format(numbers=_numbers(stream.lost), **places), BODY))
    for key, count in (("waiting", stream.waiting), ("aside", stream.quarantined)):
        if count:
            told.append((texts[key].format(count=count), BODY))
    return told


def _numbers(runs: Sequence[Run]) -> str:
    """Runs on paper, which is Vietnamese whatever the screen's language."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
