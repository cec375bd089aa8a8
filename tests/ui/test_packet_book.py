"""The handover book on the page of packets, sticks that go wrong, and a signing key on a token."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from msoffcrypto import OfficeFile

from hn_desk.actions.keyring import install_trust
from hn_desk.actions.packets import seal_packet
from hn_desk.city.authority import issue_office, trust_pack
from hn_desk.drive import Drive
from hn_desk.ui import hands
from hn_desk.ui.dialogs.packet_answers import PasswordDialog
from hn_desk.ui.dialogs.packet_handover import HandoverDialog
from hn_desk.ui.dialogs.packet_seal import SealDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.token_request import REQUEST_NAME, TokenRequestDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.locking import Locking
from hn_desk.ui.pages.admin_keys import Keys
from hn_desk.ui.pages.packets import PacketsPage
from hn_desk.ui.theme import TRAINING
from hn_desk.ui.widgets.field import MultiLine
from tests import softhsm
from tests.actions.conftest import NOW
from tests.drives import PulledDrive, SlowDrive
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now
from tests.ui.conftest import Show
from tests.ui.test_packets import opened


@pytest.fixture
def page(pair: Pair, jobs: Jobs, show: Show) -> PacketsPage:
    seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    return opened(pair.clerk, jobs, show)


def test_a_copy_is_written_down_as_handed_over(page: PacketsPage, tmp_path: Path) -> None:
    book = page.book
    assert not book.hand_button.isEnabled()
    book.copy_to(tmp_path)
    hands.settle(page.jobs)
    hands.press(book.hand_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, HandoverDialog)
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    assert "Write to whom it was handed." in " ".join(hands.visible_texts(dialog))
    hands.fill(dialog.form, "handed_to", "Trần Văn Sở")
    hands.fill(dialog.form, "received_on", "20/11/2026")
    hands.press(dialog.save_button)
    hands.settle(page.jobs)
    assert "handed to Trần Văn Sở, received 20/11/2026" in book.copies.text()
    hands.press(book.print_button)
    hands.settle(page.jobs)
    assert isinstance(book.preview, PreviewDialog)
    assert book.preview.page_count() == 1
    book.preview.close()
    book.export_into(tmp_path)
    hands.settle(page.jobs)
    assert (tmp_path / "SO-GIAO-NHAN-20261120.xlsx").exists()


def test_a_late_packet_is_amber_and_says_so(pair: Pair, jobs: Jobs, show: Show) -> None:
    seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    page = opened(replace(pair.clerk, clock=lambda: NOW + timedelta(days=8)), jobs, show)
    item = page.book.table.item(0, 5)
    assert item is not None
    assert (item.text(), item.foreground().color().name()) == ("8 ⚠", TRAINING)


def test_a_stick_pulled_half_way_is_told_and_the_next_one_does(page: PacketsPage, tmp_path: Path) -> None:
    refused: list[str] = []
    page.jobs.refused.connect(lambda error: refused.append(f"{error.reason}: {error.what}"))
    page.book.drive = PulledDrive(after=2_000)
    page.book.copy_to(tmp_path)
    assert page.book.writing.isVisible()
    hands.settle(page.jobs)
    assert refused[0].startswith("drive-gone: Packet 1 was not copied and stays in the outbox")
    assert not page.book.writing.isVisible()
    assert page.book.copy_button.isEnabled()
    page.book.drive = slow = SlowDrive(0.05)
    page.book.copy_to(tmp_path)
    assert not page.book.copy_button.isEnabled()
    assert not page.book.told.isVisible(), "nothing is said to be safe before all is read back"
    hands.settle(page.jobs)
    assert slow.steps[:4] == ["write", "read", "write", "read"]
    assert "The stick can be removed safely now." in page.book.told.text()
    page.book.drive = Drive()


def test_a_request_for_a_key_on_a_token_and_a_packet_sealed_by_its_pin(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    token = softhsm.token()
    part = Keys(pair.as_officer("anh"), jobs)
    show(part)
    hands.press(part.token_button)
    dialog = hands.dialog(part)
    assert isinstance(dialog, TokenRequestDialog)
    dialog.use_driver(Path(token.module))
    hands.settle(jobs)
    assert dialog.token.words() == f"{token.label} (number {token.serial})"
    hands.type_text(dialog.pin, "135791")
    dialog.make_request(tmp_path)
    hands.settle(jobs)
    assert "The PIN is wrong." in " ".join(hands.visible_texts(dialog))
    hands.type_text(dialog.pin, softhsm.PIN)
    dialog.key.put("rsa-2048")
    dialog.make_request(tmp_path)
    hands.settle(jobs)
    request = (tmp_path / REQUEST_NAME).read_bytes()
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    install_trust(part.office, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    part.reload()
    hands.settle(jobs)
    assert f"on the token number {token.serial}" in part.facts.text()
    page = opened(pair.clerk, jobs, show)
    hands.press(page.streams.seal_button)
    asked = hands.dialog(page)
    hands.settle(jobs)
    assert isinstance(asked, SealDialog)
    assert "&PIN of the token" in hands.visible_texts(asked)
    hands.type_text(asked.passphrase, softhsm.PIN)
    hands.press(asked.seal_button)
    hands.settle(jobs)
    assert [row.number for row in page.book.table.rows()] == [1]


@pytest.mark.usefixtures("real_spins")
def test_a_password_opens_the_very_file_and_is_gone_after_a_minute_and_when_the_desk_is_locked(
    page: PacketsPage, jobs: Jobs
) -> None:
    shown = password_dialog(page)
    row = page.book.table.chosen_row()
    assert row is not None
    with (page.office.folder / "outbox" / row.file_name).open("rb") as stream:
        opened_file = OfficeFile(stream)
        opened_file.load_key(password=shown.password.text().replace("-", ""))
        inner = BytesIO()
        opened_file.decrypt(inner)
    assert hashlib.sha256(inner.getvalue()).hexdigest() == row.sha256
    for _second in range(59):
        shown.tick()
    assert "1 seconds" in shown.remaining.text()
    assert len(shown.password.text()) == 23
    shown.tick()
    assert not shown.isVisible()
    assert shown.password.text() == ""
    again = password_dialog(page)
    gone: list[bool] = []
    again.destroyed.connect(lambda: gone.append(True))
    locking = Locking(page.window())
    locking.lock()
    assert again.password.text() == ""
    locking.unlock(0)
    hands.wait_until(lambda: gone == [True])


def password_dialog(page: PacketsPage) -> PasswordDialog:
    hands.press(page.book.password_button)
    asked = hands.dialog(page)
    assert "It is right when" in " ".join(hands.visible_texts(asked))
    reason = asked.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Máy của Sở hỏng")
    hands.press(hands.button(asked, "Show it"))
    hands.settle(page.jobs)
    shown = hands.dialog(page)
    assert isinstance(shown, PasswordDialog)
    return shown


def test_an_empty_packet_is_sealed_after_a_plain_question(page: PacketsPage, jobs: Jobs) -> None:
    page.streams.choose("STC")
    hands.settle(jobs)
    assert page.streams.seal_button.text() == "&Seal an empty packet…"
    hands.press(page.streams.seal_button)
    asked = hands.dialog(page)
    assert "nothing new for this desk" in " ".join(hands.visible_texts(asked))
    hands.press(hands.button(asked, "Seal it all the same"))
    hands.wait_until(lambda: isinstance(hands.dialog(page), SealDialog))
    dialog = hands.dialog(page)
    assert isinstance(dialog, SealDialog)
    hands.type_text(dialog.passphrase, KEY_PASSPHRASE)
    hands.press(dialog.seal_button)
    hands.settle(jobs)
    newest = page.book.table.rows()[0]
    assert (newest.number, newest.rows) == (2, 0)
