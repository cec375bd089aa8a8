"""What proves and marks a paper: the mã kiểm tra by its signatures, mã hồ sơ and the training warning on every page."""

from collections.abc import Sequence
from typing import Final

from hn_desk.codes import QUIET_ZONE, Modules, qr_modules
from hn_desk.forms.facts import CheckCode, Letter
from hn_desk.lines import Line, Run
from hn_desk.paper import PageMarks, Paper, Style

TRAINING: Final = "BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"
SYMBOL: Final = 30.0
CHECK_WIDTH: Final = 80.0
_STYLE: Final = Style(9)
_NAME: Final = "Mã kiểm tra"
_EXPLAINED: Final = (
    "Quét bằng phần mềm của cơ quan nhận để đối chiếu với nội dung trên giấy. "
    "Chữ ký kỹ thuật, không thay chữ ký số chuyên dùng công vụ."
)


def page_marks(letter: Letter) -> PageMarks:
    """What stands on every page of an office's paper."""
    return PageMarks(f"Mã hồ sơ: {letter.file_code}" if letter.file_code else "", training_mark(is_on=letter.training))


def training_mark(*, is_on: bool) -> str:
    """The warning across every page that a training office prints."""
    return TRAINING if is_on else ""


def check_height(paper: Paper, check: CheckCode | None) -> float:
    """How high the mã kiểm tra stands, 0 for none."""
    if check is None:
        return 0
    return SYMBOL + 2 * _quiet(qr_modules(check.content)) + len(_nonce_lines(paper, check)) * _STYLE.line_height


def draw_check(paper: Paper, check: CheckCode, place: tuple[float, float]) -> None:
    """The QR with what it is beside it and the nonce under it, `CHECK_WIDTH` wide from its left top corner."""
    left, top = place
    rows = qr_modules(check.content)
    quiet = _quiet(rows)
    paper.modules(left + quiet, top + quiet, SYMBOL, rows)
    beside = left + SYMBOL + 2 * quiet
    _draw_lines(paper, (beside, top + quiet), _explained(paper, left + CHECK_WIDTH - beside))
    _draw_lines(paper, (left + quiet, top + SYMBOL + 2 * quiet), _nonce_lines(paper, check))


def _explained(paper: Paper, room: float) -> list[Line]:
    return paper.lines((Run(f"{_NAME}\n", is_bold=True), Run(_EXPLAINED)), _STYLE, room)


def _nonce_lines(paper: Paper, check: CheckCode) -> list[Line]:
    return paper.lines(f"Số ngẫu nhiên:\n{check.nonce}", _STYLE, CHECK_WIDTH - _quiet(qr_modules(check.content)))


def _draw_lines(paper: Paper, place: tuple[float, float], lines: Sequence[Line]) -> None:
    left, top = place
    for n, line in enumerate(lines):
        paper.line(left, top + n * _STYLE.line_height, line, _STYLE, CHECK_WIDTH)


def _quiet(rows: Modules) -> float:
    return SYMBOL / len(rows) * QUIET_ZONE
