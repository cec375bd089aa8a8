"""The end of a paper: who signs by which authority, who gets it; never alone on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.forms.facts import Signer
from hn_desk.paper import Paper, Strip, Style

SIGNATURE_SPACE: Final = 24.0
AUTHORITY_STYLE: Final = Style(13, is_bold=True, align="centre")
NOTE_STYLE: Final = Style(12, is_italic=True, align="centre")
RECIPIENTS_STYLE: Final = Style(12, is_bold=True, is_italic=True)
RECIPIENT_STYLE: Final = Style(11)
_RECIPIENTS: Final = "Nơi nhận:"


@dataclass(frozen=True, slots=True)
class Ending:
    """The right signer, and on the left a second signer or the recipients."""

    right: Signer
    left: Signer | None = None
    recipients: Sequence[str] = ()


def add_signatures(paper: Paper, ending: Ending, *, is_glued: bool = False) -> None:
    """Let the sign block follow: what comes before it must be glued, so that it is never alone on a page."""
    half = paper.sheet.room / 2
    height = max(
        _signer_height(paper, ending.right, half),
        _signer_height(paper, ending.left, half) if ending.left else 0,
        _recipients_height(paper, ending.recipients, half),
    )

    def draw(top: float) -> None:
        left = paper.sheet.left
        _draw_signer(paper, ending.right, (left + half, top), half)
        if ending.left:
            _draw_signer(paper, ending.left, (left, top), half)
        elif ending.recipients:
            _draw_recipients(paper, ending.recipients, (left, top), half)

    paper.add(Strip(height, draw, before=5, is_glued=is_glued))


def _signer_lines(signer: Signer) -> list[tuple[str, Style]]:
    return [(line, AUTHORITY_STYLE) for line in signer.authority] + ([(signer.note, NOTE_STYLE)] if signer.note else [])


def _signer_height(paper: Paper, signer: Signer, room: float) -> float:
    above = sum(len(paper.lines(words, style, room)) * style.line_height for words, style in _signer_lines(signer))
    names = len(paper.lines(signer.name, AUTHORITY_STYLE, room))
    return above + SIGNATURE_SPACE + names * AUTHORITY_STYLE.line_height


def _draw_signer(paper: Paper, signer: Signer, place: tuple[float, float], room: float) -> None:
    left, down = place
    for words, style in _signer_lines(signer):
        down = _draw_lines(paper, (left, down), (words, style), room)
    _draw_lines(paper, (left, down + SIGNATURE_SPACE), (signer.name, AUTHORITY_STYLE), room)


def _recipients_height(paper: Paper, recipients: Sequence[str], room: float) -> float:
    lines = sum(len(paper.lines(words, RECIPIENT_STYLE, room)) for words in recipients)
    return RECIPIENTS_STYLE.line_height + lines * RECIPIENT_STYLE.line_height


def _draw_recipients(paper: Paper, recipients: Sequence[str], place: tuple[float, float], room: float) -> None:
    left, down = place
    paper.write(left, down, _RECIPIENTS, RECIPIENTS_STYLE)
    down += RECIPIENTS_STYLE.line_height
    for words in recipients:
        down = _draw_lines(paper, (left, down), (words, RECIPIENT_STYLE), room)


def _draw_lines(paper: Paper, place: tuple[float, float], text: tuple[str, Style], room: float) -> float:
    """Draw a wrapped text and tell where it ends."""
    (left, down), (words, style) = place, text
    for line in paper.lines(words, style, room):
        paper.line(left, down, line, style, room)
        down += style.line_height
    return down
