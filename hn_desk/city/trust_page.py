"""The page of a trust pack: its number and day, the root's four words, who is in it."""

from datetime import datetime
from typing import Any, Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.packets.certificates import Trust
from hn_desk.packets.trust_keeping import root_words
from hn_desk.paper import PORTRAIT, PageMarks, Paper, Style
from hn_desk.rules.dates import format_date
from hn_desk.settings import resource

TITLE: Final = Style(14, is_bold=True, align="centre", before=6)
BODY: Final = Style(13, align="justify", leading=1.3, before=3)
STRONG: Final = Style(13, is_bold=True, leading=1.3, before=3)
NOTE: Final = Style(10, is_italic=True, before=8)
WORDS_FILE: Final = "reference/city_words.toml"


def city_words() -> dict[str, Any]:
    """What the city prints."""
    return read_toml(resource(WORDS_FILE))


def trust_page(
    trust: Trust, names: dict[str, str], at: datetime, *, is_training: bool, told: tuple[str, ...] = ()
) -> bytes:
    """One A4 page about `trust`; `names` are the desks' names by code, `told` the rules' files it carries."""
    words = city_words()["trust"]
    until = trust.next_update or at
    paper = Paper(PORTRAIT, words["title"])
    paper.begin(PageMarks(f"TIN-{trust.number:06}", words["training"] if is_training else ""))
    paper.paragraph(words["title"], TITLE)
    days = {"day": format_date(at.astimezone().date()), "until": format_date(until.astimezone().date())}
    paper.paragraph(words["number"].format(number=trust.number, **days), BODY)
    paper.paragraph(words["words"].format(words=" – ".join(root_words(trust))), STRONG)
    paper.paragraph(words["ask"], BODY)
    paper.paragraph(words["desks"], BODY)
    for code in sorted(trust.desks):
        paper.paragraph(f"{code}: {names.get(code, code)}", BODY)
    paper.paragraph(words["offices"].format(count=len(trust.offices)), BODY)
    if told:
        paper.paragraph(words["rules"], BODY)
    for line in told:
        paper.paragraph(line, BODY)
    paper.paragraph(words["note"], NOTE)
    return paper.finish()
