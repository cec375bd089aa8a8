"""The foot of an office's paper: the mã kiểm tra on the last page, mã hồ sơ and the training warning on every one."""

from typing import Final

from hn_desk.codes import QUIET_ZONE, qr_modules
from hn_desk.forms.facts import CheckCode, Letter
from hn_desk.paper import PageMarks, Paper, Strip, Style

TRAINING: Final = "BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"
SYMBOL: Final = 30.0
_STYLE: Final = Style(9)
_BOLD: Final = Style(9, is_bold=True)
_GAP: Final = 3.0


def page_marks(letter: Letter) -> PageMarks:
    """What stands on every page of an office's paper."""
    return PageMarks(f"Mã hồ sơ: {letter.file_code}" if letter.file_code else "", training_mark(is_on=letter.training))


def training_mark(*, is_on: bool) -> str:
    """The warning across every page that a training office prints."""
    return TRAINING if is_on else ""


def add_check(paper: Paper, letter: Letter) -> None:
    """The mã kiểm tra at the bottom of the page where the signatures stand; nothing when there is none yet."""
    if letter.check is None:
        paper.add(Strip(0, _nothing))
        return
    check, rows = letter.check, qr_modules(letter.check.content)
    quiet = SYMBOL / len(rows) * QUIET_ZONE

    def draw(_top: float) -> None:
        top = paper.sheet.floor - SYMBOL
        paper.modules(paper.sheet.left + quiet, top, SYMBOL, rows)
        _draw_words(paper, check, (paper.sheet.left + SYMBOL + 2 * quiet, top))

    paper.add(Strip(SYMBOL, draw, before=max(quiet, _GAP)))


def _draw_words(paper: Paper, check: CheckCode, place: tuple[float, float]) -> None:
    left, top = place
    room = paper.sheet.width - paper.sheet.right - left
    down = top
    for words, style in (
        ("Mã kiểm tra", _BOLD),
        (f"Số ngẫu nhiên: {check.nonce}", _STYLE),
        ("Quét mã bằng phần mềm của cơ quan nhận để đối chiếu với nội dung trên giấy.", _STYLE),
        ("Chữ ký kỹ thuật, không thay chữ ký số chuyên dùng công vụ.", _STYLE),
    ):
        for line in paper.lines(words, style, room):
            paper.line(left, down, line, style, room)
            down += style.line_height


def _nothing(_top: float) -> None:
    """The end of a paper without a check code."""
