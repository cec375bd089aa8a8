"""The office's confirmation printed onto a form of others: no head, no symbol, a text and a signature at given places.

The test print shows where a printer puts things: rulers, crosses each 50 mm, and the two places as boxes.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Final

from hn_desk.errors import InputError, Problem
from hn_desk.forms import confirmation_person
from hn_desk.forms.facts import Letter, Overlay, Shift
from hn_desk.forms.foot import training_mark
from hn_desk.forms.head import PLACE_STYLE, Head, place_line
from hn_desk.forms.press import press
from hn_desk.forms.signblock import draw_signer
from hn_desk.forms.text import Area, FormText, Layout, Spot, paragraphs_of
from hn_desk.i18n import _
from hn_desk.paper import LANDSCAPE, PORTRAIT, PageMarks, Paper, Sheet, Style

LAYOUT: Final = Layout(
    "confirm-overlay",
    places=confirmation_person.LAYOUT.places | {"number"},
    words=frozenset({"statement", "test"}),
    is_signed=False,
    has_spots=True,
)
TEXT: Final = Style(13, align="justify", indent=10, before=2.2)
SIGN_PLACE: Final = replace(PLACE_STYLE, leading=1.3)
MARK: Final = Style(7)
STEP: Final = 10
BOLD_STEP: Final = 50
SHORT: Final = 2.0
LONG: Final = 5.0
SIGN_ROOM: Final = 50.0
_EDGE: Final = 5.0


def draw(form: FormText, facts: Overlay) -> bytes:
    """The overlay as a PDF of one page. InputError when a place is not the form's, or the text runs off the sheet."""
    return press(lay, form, [facts], sheet_of(spot_of(form, facts.spot)))


def lay(paper: Paper, form: FormText, facts: Overlay) -> None:
    """The overlay on a new page of `paper`, which has the sheet of its spot."""
    spot, confirmation = spot_of(form, facts.spot), facts.confirmation
    paper.begin(PageMarks(warning=training_mark(is_on=confirmation.letter.training)))
    ends = _draw_text(paper, form, _moved(spot.text, facts.shift), _values(form, facts))
    sign = _moved(spot.sign, facts.shift)
    if _is_under_text(spot):
        sign = replace(sign, top=max(sign.top, ends))
    if _draw_signature(paper, confirmation.letter, sign) > paper.sheet.height - _EDGE:
        raise InputError(
            _("The confirmation does not fit at its place on the form."),
            do=_("Have the administrator install the form with the place further up or wider, or move the print up."),
            problems=(Problem("spot", _("The print runs off the sheet.")),),
        )


def draw_test(form: FormText, code: str, shift: Shift) -> bytes:
    """The position test as a PDF: rulers and crosses in mm, and the places of the spot `code`, all moved by `shift`."""
    spot = spot_of(form, code)
    paper = Paper(sheet_of(spot), form.title)
    paper.begin(PageMarks())
    _draw_rulers(paper, shift)
    for area, height in ((spot.text, _room_of_text(spot)), (spot.sign, SIGN_ROOM)):
        moved = _moved(area, shift)
        paper.box(moved.left, moved.top, moved.width, height, weight=1.2)
        told = f"{area.left:g}; {area.top:g}"
        paper.write(moved.left + 1, moved.top + 1, told, replace(MARK, size=9, is_bold=True))
    style = replace(MARK, size=10)
    for n, line in enumerate(paper.lines(form.words["test"], style, paper.sheet.width - 80)):
        paper.line(40, 20 + n * style.line_height, line, style, paper.sheet.width - 80)
    return paper.finish()


def spot_of(form: FormText, code: str) -> Spot:
    """The spot called `code`; InputError when the form has none of that name."""
    spot = next((one for one in form.spots if one.code == code), None)
    if spot is None:
        what = _("Choose the form that is printed upon.")
        raise InputError(what, problems=(Problem("spot", what),))
    return spot


def sheet_of(spot: Spot) -> Sheet:
    """The sheet of the form that is printed upon."""
    return LANDSCAPE if spot.sheet == "across" else PORTRAIT


def _is_under_text(spot: Spot) -> bool:
    """Whether the signature stands below the text, so that a long text pushes it down."""
    text, sign = spot.text, spot.sign
    return sign.top > text.top and sign.left < text.left + text.width and text.left < sign.left + sign.width


def _room_of_text(spot: Spot) -> float:
    return spot.sign.top - spot.text.top if _is_under_text(spot) else SIGN_ROOM


def _moved(area: Area, shift: Shift) -> Area:
    return replace(area, left=area.left + shift.right, top=area.top + shift.down)


def _draw_text(paper: Paper, form: FormText, area: Area, places: Mapping[str, str]) -> float:
    down = area.top
    for n, runs in enumerate(paragraphs_of(form, "opening", places)):
        down += TEXT.before if n else 0
        for line in paper.lines(runs, TEXT, area.width):
            paper.line(area.left, down, line, TEXT, area.width)
            down += TEXT.line_height
    return down + TEXT.before


def _draw_signature(paper: Paper, letter: Letter, area: Area) -> float:
    words = place_line(Head("", (), "", letter.office.place, letter.issued_on))
    down = area.top
    for line in paper.lines(words, SIGN_PLACE, area.width):
        paper.line(area.left, down, line, SIGN_PLACE, area.width)
        down += SIGN_PLACE.line_height
    return draw_signer(paper, letter.signer, (area.left, down), area.width)


def _draw_rulers(paper: Paper, shift: Shift) -> None:
    """A ruler along the top and one along the left, and a cross wherever both are at a multiple of 50 mm."""
    width, height = int(paper.sheet.width), int(paper.sheet.height)
    for x in range(STEP, width, STEP):
        length = LONG if x % BOLD_STEP == 0 else SHORT
        paper.upright(x + shift.right, STEP + shift.down, STEP + shift.down + length)
        paper.write(x + shift.right, STEP + shift.down - MARK.line_height, str(x), replace(MARK, align="centre"))
    for y in range(STEP, height, STEP):
        length = LONG if y % BOLD_STEP == 0 else SHORT
        paper.rule(STEP + shift.right, STEP + shift.right + length, y + shift.down)
        half = MARK.line_height / 2
        paper.write(STEP + shift.right - 0.5, y + shift.down - half, str(y), replace(MARK, align="right"))
    for x, y in product(range(BOLD_STEP, width, BOLD_STEP), range(BOLD_STEP, height, BOLD_STEP)):
        _draw_cross(paper, x + shift.right, y + shift.down)
        paper.write(x + shift.right + 1, y + shift.down + 0.5, f"{x}; {y}", MARK)


def _draw_cross(paper: Paper, x: float, y: float) -> None:
    paper.rule(x - LONG, x + LONG, y, weight=0.4)
    paper.upright(x, y - LONG, y + LONG, weight=0.4)


def _values(form: FormText, facts: Overlay) -> Mapping[str, str]:
    places = confirmation_person.person_values(form, facts.confirmation)
    return {**places, "number": facts.confirmation.letter.number}
