"""The end of a paper: who signs by which authority, who gets it, and the mã kiểm tra; never alone on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hn_desk.forms.facts import CheckCode, Signer
from hn_desk.forms.foot import CHECK_WIDTH, check_height, draw_check
from hn_desk.paper import Paper, Strip, Style

SIGNATURE_SPACE: Final = 24.0
SPACE_ACROSS: Final = 20.0
AUTHORITY_STYLE: Final = Style(13, is_bold=True, align="centre")
NOTE_STYLE: Final = Style(12, is_italic=True, align="centre")
RECIPIENTS_STYLE: Final = Style(12, is_bold=True, is_italic=True)
RECIPIENT_STYLE: Final = Style(11)
RECIPIENTS: Final = "Nơi nhận:"
_GAP: Final = 4.0
_NARROWEST: Final = 70.0


@dataclass(frozen=True, slots=True)
class Ending:
    """The right signer, on the left a second signer or the recipients, and the mã kiểm tra where there is room."""

    right: Signer
    left: Signer | None = None
    recipients: Sequence[str] = ()
    check: CheckCode | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """An ending on its paper, each signer in `room` mm."""

    paper: Paper
    ending: Ending
    room: float

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Who signs, from the right."""
        return (self.ending.right, self.ending.left) if self.ending.left else (self.ending.right,)

    @property
    def names_top(self) -> float:
        """How far below the block's top the names stand, all on one level."""
        space = SPACE_ACROSS if self.paper.sheet.is_across else SIGNATURE_SPACE
        return max(self._height(_titles(signer)) for signer in self.signers) + space

    @property
    def signers_height(self) -> float:
        """The height with the names."""
        return self.names_top + max(self._height(_name(signer)) for signer in self.signers)

    def draw_signers(self, top: float) -> None:
        """Each signer's authority and name, from the right margin and from the left one."""
        sheet = self.paper.sheet
        for signer, left in zip(self.signers, (sheet.width - sheet.right - self.room, sheet.left), strict=False):
            self.draw_texts(_titles(signer), (left, top))
            self.draw_texts(_name(signer), (left, top + self.names_top))

    def draw_texts(self, texts: Sequence[tuple[str, Style]], place: tuple[float, float]) -> None:
        """Wrapped texts under each other."""
        left, down = place
        for words, style in texts:
            for line in self.paper.lines(words, style, self.room):
                self.paper.line(left, down, line, style, self.room)
                down += style.line_height

    def recipients_height(self) -> float:
        """The height of the recipients, 0 for none."""
        return self._height(_recipients(self.ending.recipients))

    def _height(self, texts: Sequence[tuple[str, Style]]) -> float:
        return sum(len(self.paper.lines(words, style, self.room)) * style.line_height for words, style in texts)


def add_signatures(paper: Paper, ending: Ending) -> None:
    """Let the signatures follow: what comes before them must be glued, so that they are never alone on a page."""
    paper.add(_strip(paper, ending))


def draw_signer(paper: Paper, signer: Signer, place: tuple[float, float], room: float) -> float:
    """One signer alone at a place, centred in `room` mm; where it ends below, in mm from the page's top."""
    block = _Block(paper, Ending(signer), room)
    left, top = place
    block.draw_texts(_titles(signer), place)
    block.draw_texts(_name(signer), (left, top + block.names_top))
    return top + block.signers_height


def _strip(paper: Paper, ending: Ending) -> Strip:
    if ending.left is None:
        return _with_recipients(_Block(paper, ending, paper.sheet.room / 2))
    between = paper.sheet.room - CHECK_WIDTH
    if ending.check and between >= 2 * _NARROWEST:
        return _with_check_between(_Block(paper, ending, between / 2), ending.check)
    return _with_check_below(_Block(paper, ending, paper.sheet.room / 2))


def _with_recipients(block: _Block) -> Strip:
    paper, ending = block.paper, block.ending
    check_top = block.recipients_height() + (_GAP if ending.recipients else 0)

    def draw(top: float) -> None:
        block.draw_signers(top)
        block.draw_texts(_recipients(ending.recipients), (paper.sheet.left, top))
        if ending.check:
            draw_check(paper, ending.check, (paper.sheet.left, top + check_top))

    return Strip(max(block.signers_height, check_top + check_height(paper, ending.check)), draw, before=5)


def _with_check_between(block: _Block, check: CheckCode) -> Strip:
    paper = block.paper

    def draw(top: float) -> None:
        block.draw_signers(top)
        draw_check(paper, check, (paper.sheet.left + block.room, top))

    return Strip(max(block.signers_height, check_height(paper, check)), draw, before=3)


def _with_check_below(block: _Block) -> Strip:
    paper, check = block.paper, block.ending.check

    def draw(top: float) -> None:
        block.draw_signers(top)
        if check:
            draw_check(paper, check, (paper.sheet.left, top + block.signers_height + _GAP))

    return Strip(block.signers_height + (_GAP + check_height(paper, check) if check else 0), draw, before=5)


def _titles(signer: Signer) -> list[tuple[str, Style]]:
    return [(line, AUTHORITY_STYLE) for line in signer.authority] + ([(signer.note, NOTE_STYLE)] if signer.note else [])


def _name(signer: Signer) -> list[tuple[str, Style]]:
    return [(signer.name, AUTHORITY_STYLE)]


def _recipients(recipients: Sequence[str]) -> list[tuple[str, Style]]:
    return [(RECIPIENTS, RECIPIENTS_STYLE), *((words, RECIPIENT_STYLE) for words in recipients)] if recipients else []
