"""The city's own keys in its window: a desk's renewed, a second holder's file made and proved, the register proved."""

from pathlib import Path

from hn_desk.city.certificate_list import certificate_rows
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
    hands.type_text(tab.passphrase, CITY_PASSPHRASE)
    hands.fill(tab.form, "reason", "Bị lộ")
    hands.press(tab.desk_button)
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
