"""The city's board in its window: an office that lost a packet is found, asked on paper, and complete once it sends."""

from pathlib import Path

from pypdfium2 import PdfDocument

from hn_desk.sheets import read_workbook
from hn_desk.ui import hands
from hn_desk.ui.city.board import BoardView
from hn_desk.ui.dialogs.preview import PreviewDialog
from tests.actions.conftest import NOW
from tests.city.test_collect import sealed_packet
from tests.pair import Pair
from tests.ui.test_city import Open, desk_screen, fill_office, open_window, take

__all__ = ["open_window"]


def states(board: BoardView) -> list[tuple[str, str]]:
    return [(row.code, row.state) for row in board.table.rows()]


def text_of(pdf: bytes) -> str:
    document = PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    document.close()
    return " ".join(" ".join(pages).split())


def test_a_lost_packet_is_seen_asked_for_on_paper_and_complete_once_it_came(
    pair: Pair, tmp_path: Path, open_window: Open
) -> None:
    fill_office(pair)
    first, lost, third = (sealed_packet(pair).path for _n in range(3))
    window = open_window(pair.city)
    screen = desk_screen(window)
    board = screen.board
    screen.tabs.setCurrentWidget(board)
    assert states(board) == [("00070", "never")]
    take(window, screen, first, third)
    hands.choose(board.filter, "overdue")
    assert states(board) == []
    assert not board.all_button.isEnabled()
    hands.choose(board.filter, "missing")
    hands.pick(board.table, 0)
    day = f"{NOW.astimezone():%d/%m/%Y}"
    assert board.details.text().splitlines()[0] == f"Numbering 1: 1 and 3 came; 2 missing since {day}"
    assert "1 enterprises registered" in board.details.text()
    hands.press(board.request_button)
    hands.settle(window.jobs)
    preview = hands.dialog(board)
    assert isinstance(preview, PreviewDialog)
    said = text_of(preview.paper.pdf)
    assert "Phường Hoàn Kiếm (mã đơn vị 00070)" in said
    assert f"Còn thiếu gói số: 2 (biết từ ngày {day})" in said
    preview.save_into(tmp_path)
    preview.close()
    assert (tmp_path / f"YEU-CAU-STC-00070-{NOW.astimezone():%Y%m%d}.pdf").exists()
    take(window, screen, lost)
    hands.choose(board.filter, "")
    assert states(board) == [("00070", "good")]
    assert not board.all_button.isEnabled()


def test_an_office_never_heard_of_is_asked_and_the_board_is_kept_as_a_workbook(
    pair: Pair, tmp_path: Path, open_window: Open
) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window, "SNV")
    hands.settle(window.jobs)
    screen.tabs.setCurrentWidget(screen.board)
    hands.choose(screen.board.filter, "overdue")
    hands.press(screen.board.all_button)
    hands.settle(window.jobs)
    preview = hands.dialog(screen.board)
    assert isinstance(preview, PreviewDialog)
    assert "chưa nhận được gói dữ liệu nào" in text_of(preview.paper.pdf)
    preview.close()
    screen.board.save_sheet(tmp_path)
    hands.settle(window.jobs)
    (rows,) = read_workbook((tmp_path / f"BANG-THEO-DOI-SNV-{NOW.astimezone():%Y%m%d}.xlsx").read_bytes())
    assert rows[-1][:3] == ("00070", "Phường Hoàn Kiếm", "Nothing has come yet")
    assert rows[-2][-1] == "Amount confirmed"
