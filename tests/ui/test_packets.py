"""The page of packets seals, copies, shows passwords for a reason, and reads what the city answers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from hn_desk.actions import sealing
from hn_desk.actions.office import Office
from hn_desk.actions.packets import packet_rows
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.ui import hands
from hn_desk.ui.dialogs.packet_answers import AnswersDialog, PasswordDialog
from hn_desk.ui.dialogs.packet_seal import SealDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_keys import Keys
from hn_desk.ui.pages.packets import PacketsPage
from hn_desk.ui.widgets.field import MultiLine
from tests.actions.records import add_event
from tests.pair import KEY_PASSPHRASE, Pair

Show = Callable[[QWidget], QWidget]


def opened(office: Office, jobs: Jobs, show: Show) -> PacketsPage:
    page = PacketsPage(office, jobs)
    jobs.changed.connect(page.reload)
    show(page)
    page.reload()
    hands.settle(jobs)
    return page


@pytest.fixture
def page(pair: Pair, jobs: Jobs, show: Show) -> PacketsPage:
    add_event(pair.office)
    return opened(pair.clerk, jobs, show)


def desk_row(page: PacketsPage, code: str) -> int:
    return [row.desk for row in page.streams.table.rows()].index(code)


def ask_to_seal(page: PacketsPage, code: str) -> SealDialog:
    hands.pick(page.streams.table, desk_row(page, code))
    hands.settle(page.jobs)
    hands.press(page.streams.seal_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, SealDialog)
    return dialog


def seal(page: PacketsPage, code: str) -> None:
    dialog = ask_to_seal(page, code)
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    hands.settle(page.jobs)


def receipt_of(pair: Pair, page: PacketsPage, tmp_path: Path) -> Path:
    """What the desk answers to the packet in the outbox."""
    desk = pair.desk("STC")
    packet = next((pair.office.folder / "outbox").glob("*-STC-*.xlsx"))
    collect(desk, packet.read_bytes())
    file = tmp_path / "bien-nhan.pdf"
    file.write_bytes(receipts(desk, "00070"))
    return file


def close_dialog(page: PacketsPage) -> None:
    dialog = hands.dialog(page)
    assert isinstance(dialog, AnswersDialog | PasswordDialog)
    hands.press(dialog.close_button)


def test_a_desk_shows_what_its_next_packet_carries(page: PacketsPage) -> None:
    hands.pick(page.streams.table, desk_row(page, "STC"))
    hands.settle(page.jobs)
    sheets = {count.title: count.rows for count in page.streams.sheets.rows()}
    assert (sheets["Tuyên truyền"], sheets["Tổ được tuyên truyền"]) == (1, 2)
    assert page.streams.title.text() == "Next packet for STC: number 1"


def test_a_sealed_packet_stands_in_the_book_and_in_the_outbox(page: PacketsPage, pair: Pair) -> None:
    said: list[str] = []
    page.said.connect(said.append)
    seal(page, "STC")
    row = page.book.table.chosen_row()
    assert row is not None
    assert (row.desk, row.number, row.state) == ("STC", 1, "packed")
    assert (pair.office.folder / "outbox" / row.file_name).exists()
    assert said == ["Packet 1 is sealed and lies in the outbox. Copy it to a stick or folder now."]
    assert page.streams.table.rows()[desk_row(page, "STC")].next_number == 2


def test_a_desk_that_has_everything_is_told_and_only_an_empty_packet_is_offered(page: PacketsPage) -> None:
    seal(page, "STC")
    assert page.streams.seal_button.text() == "&Seal an empty packet…"
    assert page.streams.note.text() == "This desk already has everything."


def test_a_wrong_passphrase_is_shown_under_its_field_and_seals_nothing(page: PacketsPage, pair: Pair) -> None:
    dialog = ask_to_seal(page, "STC")
    hands.type_text(dialog.passphrase, "không phải mật khẩu này")
    hands.press(dialog.seal_button)
    hands.settle(page.jobs)
    assert dialog.form.problem_at("passphrase").startswith("The passphrase is wrong")
    assert dialog.isVisible()
    assert list((pair.office.folder / "outbox").iterdir()) == []
    hands.press(dialog.cancel_button)


def test_an_empty_passphrase_is_asked_for(page: PacketsPage) -> None:
    dialog = ask_to_seal(page, "STC")
    hands.press(dialog.seal_button)
    assert dialog.form.problem_at("passphrase") == "Type the passphrase of the signing key."
    hands.press(dialog.cancel_button)


def test_a_full_packet_carries_everything_once_more(page: PacketsPage, pair: Pair) -> None:
    seal(page, "STC")
    first = page.book.table.chosen_row()
    add_event(pair.office, "Buổi thứ hai")
    page.reload()
    hands.settle(page.jobs)
    dialog = ask_to_seal(page, "STC")
    hands.choose(dialog.kind, "full")
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    hands.settle(page.jobs)
    second = page.book.table.chosen_row()
    assert first is not None
    assert second is not None
    assert second.number == 2
    assert second.rows > first.rows


def test_everything_can_be_sealed_again_when_nothing_waits(page: PacketsPage) -> None:
    assert not page.streams.full_button.isEnabled()
    seal(page, "STC")
    first = page.book.table.chosen_row()
    hands.press(page.streams.full_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, SealDialog)
    assert dialog.kind.value() == "full"
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    hands.settle(page.jobs)
    second = page.book.table.chosen_row()
    assert first is not None
    assert second is not None
    assert (second.number, second.rows) == (2, first.rows)


def test_a_desk_without_a_certificate_says_so(page: PacketsPage) -> None:
    hands.pick(page.streams.table, desk_row(page, "VPUB"))
    hands.settle(page.jobs)
    assert not page.streams.seal_button.isEnabled()
    assert "its certificate is not in the city's trust pack" in page.streams.note.text()


def test_a_copy_is_read_back_and_noted(page: PacketsPage, tmp_path: Path) -> None:
    seal(page, "STC")
    stick = tmp_path / "stick"
    stick.mkdir()
    page.book.copy_to(stick)
    hands.settle(page.jobs)
    row = page.book.table.chosen_row()
    assert row is not None
    assert (row.state, row.copies) == ("waiting", 1)
    assert (stick / row.file_name).exists()
    assert "The stick can be removed safely now." in page.book.told.text()


def test_what_was_sealed_in_several_parts_is_copied_at_once(
    page: PacketsPage, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "MOST_ROWS", 3)
    seal(page, "STC")
    made = packet_rows(pair.clerk)
    assert len(made) > 1
    assert page.book.copy_button.text() == f"&Copy all {len(made)} packets to a stick or folder…"
    page.book.copy_to(tmp_path)
    hands.settle(page.jobs)
    assert all((tmp_path / row.file_name).exists() for row in made)
    assert [row.copies for row in packet_rows(pair.clerk)] == [1] * len(made)
    assert page.book.told.text().startswith(f"✓ All {len(made)} packets are copied")
    assert page.book.copy_button.text() == "&Copy to a stick or folder…"


def test_a_packet_is_saved_for_mail_and_the_city_takes_it(page: PacketsPage, pair: Pair, tmp_path: Path) -> None:
    seal(page, "STC")
    hands.press(page.book.mail_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, QFileDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "&Write here"
    dialog.reject()
    page.book.save_for_mail(tmp_path)
    hands.settle(page.jobs)
    row = page.book.table.chosen_row()
    assert row is not None
    assert (row.state, row.copies) == ("waiting", 1)
    assert "don't paste its text" in page.book.told.text()
    text = (tmp_path / row.file_name).with_suffix(".txt")
    assert collect(pair.desk("STC"), text.read_bytes()).decision == "applied"


def test_a_stick_that_is_gone_is_told_and_changes_nothing(page: PacketsPage, tmp_path: Path) -> None:
    refused: list[str] = []
    page.jobs.refused.connect(lambda error: refused.append(error.reason))
    seal(page, "STC")
    page.book.copy_to(tmp_path / "gone")
    hands.settle(page.jobs)
    row = page.book.table.chosen_row()
    assert row is not None
    assert (refused, row.state) == (["folder-missing"], "packed")
    assert not page.book.told.isVisible()


def test_the_copy_button_asks_for_a_folder_in_the_programs_words(page: PacketsPage) -> None:
    seal(page, "STC")
    hands.press(page.book.copy_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, QFileDialog)
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == "&Copy here"
    dialog.reject()


def test_a_password_is_shown_only_for_a_reason(page: PacketsPage) -> None:
    seal(page, "STC")
    hands.press(page.book.password_button)
    asked = hands.dialog(page)
    hands.press(hands.button(asked, "Show it"))
    assert "Type the reason." in " ".join(hands.visible_texts(asked))
    reason = asked.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Máy của Sở hỏng")
    hands.press(hands.button(asked, "Show it"))
    hands.settle(page.jobs)
    shown = hands.dialog(page)
    assert isinstance(shown, PasswordDialog)
    assert [len(part) for part in shown.password.text().split("-")] == [5, 5, 5, 5]
    hands.press(shown.close_button)


def test_a_receipt_turns_the_packet_to_received(page: PacketsPage, pair: Pair, tmp_path: Path) -> None:
    seal(page, "STC")
    page.read_answers((receipt_of(pair, page, tmp_path),))
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, AnswersDialog)
    assert dialog.answers[0].lines == ("Sở Tài chính has packets up to number 1.",)
    hands.press(dialog.close_button)
    row = page.book.table.chosen_row()
    assert row is not None
    assert row.state == "received"


def test_a_bad_file_does_not_keep_a_receipt_from_being_read(page: PacketsPage, pair: Pair, tmp_path: Path) -> None:
    seal(page, "STC")
    bad = tmp_path / "khong-phai.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    page.read_answers((bad, tmp_path / "gone.pdf", receipt_of(pair, page, tmp_path)))
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, AnswersDialog)
    assert [(answer.file, answer.is_good) for answer in dialog.answers] == [
        ("khong-phai.pdf", False),
        ("gone.pdf", False),
        ("bien-nhan.pdf", True),
    ]
    hands.press(dialog.close_button)


def test_a_receipt_can_be_dropped_onto_the_page(page: PacketsPage, pair: Pair, tmp_path: Path) -> None:
    seal(page, "STC")
    drop(page, receipt_of(pair, page, tmp_path))
    hands.settle(page.jobs)
    close_dialog(page)
    assert [row.state for row in page.book.table.rows()] == ["received"]


def test_another_page_can_point_at_a_packet(page: PacketsPage) -> None:
    seal(page, "STC")
    row = page.book.table.rows()[0]
    page.book.table.choose("")
    page.open_record(row.id)
    assert page.book.table.chosen_row() == row


def test_who_may_not_seal_sees_the_book_without_its_buttons(pair: Pair, jobs: Jobs, show: Show) -> None:
    page = opened(pair.as_officer("hung"), jobs, show)
    words = hands.visible_texts(page)
    assert "Seal this packet…" not in words
    assert "Read the city's answer…" not in words
    assert "Copy to a stick or folder…" not in words


def test_the_keys_state_is_told(page: PacketsPage) -> None:
    assert page.key.text() == "✓ Signing key certified until 20/11/2028; trust pack 1 in use."
    assert not page.key_button.isVisible()


def test_an_office_without_a_key_hears_who_makes_it(
    as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    page = opened(as_officer("mai"), jobs, show)
    assert "This office has no signing key yet" in page.key.text()
    assert page.key.text().endswith("The key is looked after by: Quản trị.")
    assert "No packet was sealed here yet" in " ".join(hands.visible_texts(page))


def test_a_new_numbering_is_begun_for_a_reason_and_starts_at_one(pair: Pair, jobs: Jobs, show: Show) -> None:
    add_event(pair.office)
    page = opened(pair.clerk, jobs, show)
    seal(page, "STC")
    keys = Keys(pair.as_officer("anh"), jobs)
    show(keys)
    hands.press(keys.numbering)
    asked = hands.dialog(keys)
    reason = asked.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Khôi phục từ bản sao lưu")
    hands.press(hands.button(asked, "Begin"))
    hands.settle(jobs)
    assert page.streams.table.rows()[desk_row(page, "STC")].next_number == 1


def drop(target: QWidget, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, button, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, button, keys))
