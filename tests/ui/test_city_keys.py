"""The city's own keys in its window: a desk's renewed, a second holder's file made and proved, the register proved."""

from pathlib import Path

from hn_desk.city.certificate_list import certificate_rows
from hn_desk.city.places import authority_places
from hn_desk.city.register import read_register
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import root_words
from hn_desk.ui import hands
from hn_desk.ui.city.authority import AuthorityScreen
from hn_desk.ui.city.city_keys import CityKeys
from hn_desk.ui.city.window import CityWindow
from tests.pair import CITY_PASSPHRASE, Pair, at_now
from tests.ui.test_city import Open, open_window

__all__ = ["open_window"]
SECOND = "nguoi giu ho thu hai"


def keys_tab(window: CityWindow) -> CityKeys:
    hands.press(window.entrance.authority_button)
    screen = window.screen_shown()
    assert isinstance(screen, AuthorityScreen)
    hands.settle(window.jobs)
    screen.tabs.setCurrentWidget(screen.city_keys)
    return screen.city_keys


def test_a_desk_s_key_is_held_by_a_second_and_renewed(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    window = open_window(pair.city)
    tab = keys_tab(window)
    hands.press(tab.desk_button)
    assert tab.form.problem_at("passphrase") == "Type the authority's passphrase."
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.fill(tab.form, "desk", "STC")
    hands.fill(tab.form, "holder", "Tran Van Hai")
    hands.type_text(tab.second, SECOND)
    tab.hand_out(tmp_path)
    hands.settle(window.jobs)
    assert "proved to open" in tab.told.text()
    assert "STC: held by Tran Van Hai" in tab.held.text()
    hands.press(tab.desk_button)
    assert not tab.told.isVisible(), "nothing well done stands beside a refusal"
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.fill(tab.form, "reason", "Bị lộ")
    hands.press(tab.desk_button)
    assert "1 offices seal for the new key" in " ".join(hands.visible_texts(hands.dialog(tab)))
    hands.press(hands.button(hands.dialog(tab), "&Make new keys"))
    hands.settle(window.jobs)
    assert "⚠ Tran Van Hai holds an older key" in tab.held.text()
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.type_text(tab.second, SECOND)
    tab.prove(tuple(tmp_path.glob("*.pem")))
    hands.settle(window.jobs)
    assert "newest key is not in it" in tab.told.text()
    hands.press(tab.check_button)
    hands.settle(window.jobs)
    assert "The register holds" in tab.told.text()
    rows = [row.state for row in certificate_rows(pair.city, at_now()) if row.owner == "STC" and row.role == "desk"]
    assert rows == ["revoked", "good"]


def test_a_new_root_needs_its_own_reason_and_a_yes(pair: Pair, open_window: Open) -> None:
    before = root_words(read_trust_folder(authority_places(pair.city).trust))
    window = open_window(pair.city)
    tab = keys_tab(window)
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.fill(tab.form, "reason", "Bị lộ")
    hands.press(tab.root_button)
    assert tab.form.problem_at("root_reason") == "Write why the city begins a new root."
    hands.fill(tab.form, "root_reason", "Mất khóa gốc")
    hands.press(tab.root_button)
    assert "1 offices must each take the new root" in " ".join(hands.visible_texts(hands.dialog(tab)))
    hands.press(hands.button(hands.dialog(tab), "&Leave it"))
    hands.settle(window.jobs)
    assert root_words(read_trust_folder(authority_places(pair.city).trust)) == before
    hands.press(tab.root_button)
    hands.press(hands.button(hands.dialog(tab), "&Begin a new root"))
    hands.settle(window.jobs)
    assert root_words(read_trust_folder(authority_places(pair.city).trust)) != before


def test_a_new_key_that_signs_trust_packs_and_a_revocation_are_asked_about(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    tab = keys_tab(window)
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.press(tab.delegate_button)
    hands.press(hands.button(hands.dialog(tab), "&Leave it"))
    screen = window.screen_shown()
    assert isinstance(screen, AuthorityScreen)
    screen.tabs.setCurrentWidget(screen.certificates)
    listed = screen.certificates
    listed.table.choose(next(row.id for row in listed.table.rows() if row.role == "office"))
    hands.type_text(listed.passphrase, CITY_PASSPHRASE)
    hands.press(listed.revoke_button)
    assert listed.form.problem_at("reason") == "Write why these certificates no longer count."
    hands.fill(listed.form, "reason", "Mất máy")
    hands.press(listed.revoke_button)
    asked = hands.dialog(listed)
    assert "Revoke 2 certificates" in " ".join(hands.visible_texts(asked))
    hands.press(hands.button(asked, "&Keep"))
    hands.settle(window.jobs)
    acts = {entry.act for entry in read_register(authority_places(pair.city).register)}
    assert not acts & {"delegate.renew", "key.revoke"}
