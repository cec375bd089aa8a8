"""A key is revoked at the city; the office is told, makes a new one, and begins anew with a full packet."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.packets import packet_rows, seal_packet
from hn_desk.errors import DeskError
from hn_desk.ui import hands
from hn_desk.ui.city.authority import WORDS, AuthorityScreen
from hn_desk.ui.city.window import CityWindow
from hn_desk.ui.dialogs.trust_preview import TrustDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_keys import REQUEST_NAME, Keys
from hn_desk.ui.pages.packets import PacketsPage
from tests.actions.records import add_event
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair
from tests.ui.test_city import Open, desk_screen, open_window, take

__all__ = ["open_window"]
NEXT = "khoa moi cua van thu"
Show = Callable[[QWidget], QWidget]


def authority(window: CityWindow) -> AuthorityScreen:
    hands.press(window.entrance.authority_button)
    screen = window.screen_shown()
    assert isinstance(screen, AuthorityScreen)
    hands.settle(window.jobs)
    return screen


def write_trust(window: CityWindow, screen: AuthorityScreen, into: Path) -> Path:
    screen.tabs.setCurrentWidget(screen.requests)
    hands.type_text(screen.requests.passphrase, CITY_PASSPHRASE)
    screen.requests.write_trust(into)
    hands.settle(window.jobs)
    return max(into.glob("TIN-*.pdf"))


def preview(part: QWidget, jobs: Jobs) -> TrustDialog:
    hands.settle(jobs)
    dialog = hands.dialog(part)
    assert isinstance(dialog, TrustDialog)
    return dialog


def test_a_revoked_key_is_replaced_and_everything_is_sent_once_more(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path, open_window: Open
) -> None:
    add_event(pair.office)
    lost = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    window = open_window(pair.city)

    screen = authority(window)
    screen.tabs.setCurrentWidget(screen.certificates)
    tab = screen.certificates
    tab.table.choose(next(row.id for row in tab.table.rows() if row.role == "office"))
    hands.fill(tab.form, "reason", "Máy của phường bị mất")
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.press(tab.revoke_button)
    hands.press(hands.button(hands.dialog(tab), "&Revoke"))
    hands.settle(window.jobs)
    assert [row.state for row in tab.table.rows() if row.owner == "00070"] == ["revoked", "revoked"]
    revoked = write_trust(window, screen, tmp_path)

    keys = Keys(pair.as_officer("anh"), jobs)
    show(keys)
    keys.install_trust(revoked)
    dialog = preview(keys, jobs)
    assert dialog.preview.own[0].startswith("The city revoked this office's key")
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert "⚠ The city revoked this office's key" in keys.facts.text()
    with pytest.raises(DeskError) as refusal:
        seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    assert refusal.value.reason == "revoked"
    hands.fill(keys.form, "passphrase", NEXT)
    hands.fill(keys.form, "again", NEXT)
    keys.make_request(tmp_path)
    hands.settle(jobs)
    assert "A new key waits since" in keys.facts.text()

    asked = screen.requests
    asked.read_request(tmp_path / REQUEST_NAME)
    hands.settle(window.jobs)
    assert asked.words.text().replace("  ·  ", " ") in keys.facts.text()
    for name in WORDS:
        hands.fill(asked.form, name, True)
    hands.type_text(asked.passphrase, CITY_PASSPHRASE)
    hands.press(asked.issue_button)
    hands.settle(window.jobs)
    certified = write_trust(window, screen, tmp_path)

    page = PacketsPage(pair.clerk, jobs)
    show(page)
    page.read_answers((certified,))
    dialog = preview(page, jobs)
    assert any("A new numbering begins" in line for line in dialog.preview.own)
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    sealed = seal_packet(pair.clerk, "STC", NEXT).path
    assert any("-2-000001" in row.file_name for row in packet_rows(pair.clerk))

    hands.press(asked.back_button)
    hands.settle(window.jobs)
    desk = desk_screen(window)
    take(window, desk, lost, sealed)
    said = {(one.is_good, one.reason) for one in desk.intake.table.rows()}
    assert said == {(False, "revoked"), (True, "")}
