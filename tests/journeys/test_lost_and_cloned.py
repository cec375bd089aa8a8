"""Both sides in their windows: a lost packet noticed, requested, made again, applied; a clone found and explained."""

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.office import Office, unlock
from hn_desk.city.receipts import receipts
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.window import CityWindow
from hn_desk.ui.dialogs.packet_answers import AnswersDialog
from hn_desk.ui.dialogs.packet_seal import SealDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_keys import Keys
from hn_desk.ui.pages.packets import PacketsPage
from hn_desk.ui.widgets.field import MultiLine
from tests.actions.conftest import PASSPHRASE
from tests.actions.records import add_event
from tests.pair import KEY_PASSPHRASE, Pair, at_now
from tests.ui.test_city import Open, desk_screen, open_window, results, take
from tests.ui.test_city_board import states, text_of

__all__ = ["open_window"]
Show = Callable[[QWidget], QWidget]


def packets_page(office: Office, jobs: Jobs, show: Show) -> PacketsPage:
    page = PacketsPage(office, jobs)
    jobs.changed.connect(page.reload)
    show(page)
    page.reload()
    hands.settle(jobs)
    return page


def seal(page: PacketsPage, *, is_full: bool = False) -> SealDialog:
    page.streams.choose("STC")
    hands.settle(page.jobs)
    hands.press(page.streams.full_button if is_full else page.streams.seal_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, SealDialog)
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    hands.settle(page.jobs)
    return dialog


def on_stick(page: PacketsPage, stick: Path) -> Path:
    """The chosen packet on a stick; its file there."""
    stick.mkdir()
    page.book.copy_to(stick)
    hands.settle(page.jobs)
    row = page.book.table.chosen_row()
    assert row is not None
    return stick / str(row.file_name)


def answered(page: PacketsPage, receipt: Path) -> str:
    """What the office's window says of the city's answer."""
    page.read_answers((receipt,))
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, AnswersDialog)
    said = " ".join(line for answer in dialog.answers for line in answer.lines)
    hands.press(dialog.close_button)
    hands.settle(page.jobs)
    return said


def begin_numbering_in(keys: Keys, why: str) -> None:
    """The administrator begins a new numbering in the window."""
    hands.press(keys.numbering)
    asked = hands.dialog(keys)
    reason = asked.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, why)
    hands.press(hands.button(asked, "Begin"))
    hands.settle(keys.jobs)


def receipt(window: CityWindow, screen: DeskScreen, into: Path) -> Path:
    """The city's receipt for the office, made in its window."""
    assert screen.desk is not None
    into.write_bytes(receipts(screen.desk, "00070"))
    hands.settle(window.jobs)
    return into


def book_states(page: PacketsPage) -> list[tuple[int, str]]:
    return [(row.number, row.state) for row in page.book.table.rows()]


def test_a_lost_packet_is_noticed_requested_made_again_and_applied(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path, open_window: Open
) -> None:
    page = packets_page(pair.clerk, jobs, show)
    files = []
    for number in range(3):
        add_event(pair.office)
        page.reload()
        hands.settle(jobs)
        seal(page)
        files.append(on_stick(page, tmp_path / f"stick {number}"))
    first, lost, third = files
    shutil.rmtree(lost.parent)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, first, third)
    screen.tabs.setCurrentWidget(screen.board)
    hands.choose(screen.board.filter, "missing")
    assert states(screen.board) == [("00070", "missing")]
    hands.pick(screen.board.table, 0)
    hands.press(screen.board.request_button)
    hands.settle(window.jobs)
    preview = hands.dialog(screen.board)
    assert isinstance(preview, PreviewDialog)
    assert "Còn thiếu gói số: 2" in text_of(preview.paper.pdf)
    preview.close()

    said = answered(page, receipt(window, screen, tmp_path / "BN-1.pdf"))
    assert "Packet 3 has arrived but waits for the one before it." in said
    assert book_states(page) == [(3, "waiting"), (2, "waiting"), (1, "received")]
    (pair.office.folder / "outbox" / lost.name).unlink()
    page.book.choose(page.book.table.rows()[1].id)
    hands.settle(jobs)
    again = on_stick(page, tmp_path / "stick again")
    assert again.name == lost.name

    take(window, screen, again)
    assert results(screen)[-1][0] == "applied"
    hands.choose(screen.board.filter, "")
    assert states(screen.board) == [("00070", "good")]
    answered(page, receipt(window, screen, tmp_path / "BN-2.pdf"))
    assert {state for _number, state in book_states(page)} == {"received"}


def test_a_clone_is_found_and_explained_on_both_sides_and_work_goes_on(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path, open_window: Open
) -> None:
    page = packets_page(pair.clerk, jobs, show)
    seal(page)
    first = on_stick(page, tmp_path / "stick 1")
    shutil.copytree(pair.office.folder, tmp_path / "clone")
    with ExitStack() as stack:
        clone = unlock(tmp_path / "clone", "mai", PASSPHRASE, clock=at_now)
        stack.callback(clone.close)
        for office in (pair.office, clone):
            add_event(office, topic="sme")
        twin_jobs = Jobs()
        stack.callback(twin_jobs.close)
        twin_page = packets_page(clone, twin_jobs, show)
        seal(twin_page)
        from_clone = on_stick(twin_page, tmp_path / "stick of the clone")
        twin_page.window().close()
    page.window().activateWindow()
    page.reload()
    hands.settle(jobs)
    seal(page)
    second = on_stick(page, tmp_path / "stick 2")

    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, first, from_clone, second)
    decided = {row.decision: row for row in screen.intake.table.rows()}
    assert decided.keys() == {"applied", "quarantined"}
    assert "A different packet with the number 2 came before" in decided["quarantined"].text
    assert "phone the office" in decided["quarantined"].do

    said = answered(page, receipt(window, screen, tmp_path / "BN.pdf"))
    assert "a copy of the office exists" in said
    assert "begins a new numbering" in said
    add_event(pair.office)
    page.reload()
    hands.settle(jobs)
    refused = seal(page)
    assert "a copy of the office exists" in " ".join(hands.visible_texts(refused))
    refused.reject()

    keys = Keys(pair.as_officer("anh"), jobs)
    show(keys)
    begin_numbering_in(keys, "Tìm thấy bản sao trên máy cũ")
    page.reload()
    hands.settle(jobs)
    seal(page)
    take(window, screen, on_stick(page, tmp_path / "stick 3"))
    assert screen.intake.table.rows()[-1].decision == "applied"


@pytest.mark.parametrize("begins", [True, False])
def test_a_database_put_back_by_hand_packs_nothing_before_a_new_numbering(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path, *, begins: bool
) -> None:
    folder, old = pair.office.folder, tmp_path / "old"
    pair.office.close()
    shutil.copytree(folder, old)
    again = unlock(folder, "mai", PASSPHRASE, clock=at_now)
    seal(packets_page(again, jobs, show))
    again.close()
    shutil.copy(old / "office.db", folder / "office.db")
    if begins:
        admin = unlock(folder, "anh", PASSPHRASE, clock=at_now)
        keys = Keys(admin, jobs)
        show(keys)
        begin_numbering_in(keys, "Chép lại tệp cũ")
        admin.close()
    with ExitStack() as stack:
        put_back = unlock(folder, "mai", PASSPHRASE, clock=at_now)
        stack.callback(put_back.close)
        page = packets_page(put_back, jobs, show)
        dialog = seal(page)
        if begins:
            assert book_states(page) == [(1, "packed")]
        else:
            assert "an earlier copy was put back by hand" in " ".join(hands.visible_texts(dialog))
            dialog.reject()
