"""The second holder of a desk's opening key: the file opens, is proved, and brings a lost key back."""

from pathlib import Path

import pytest

from hn_desk import keys
from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.escrow import escrow_state, export_opening, prove_opening, restore_opening
from hn_desk.city.places import desk_places
from hn_desk.city.register_check import check_register
from hn_desk.city.renewing import rotate_desk
from hn_desk.city.root_change import change_root
from hn_desk.errors import DeskError, InputError, SignInError, StorageError
from hn_desk.packets import authority
from hn_desk.packets.authority import Grant, Subject
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import pem_of
from tests.actions.conftest import NOW
from tests.actions.records import add_event
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

SECOND = "nguoi giu ho thu hai"
HOLDER = "Trần Văn Hai"


def exported(pair: Pair) -> bytes:
    return export_opening(pair.city, CITY_PASSPHRASE, "STC", (HOLDER, SECOND), clock=at_now)


def test_a_lost_opening_key_comes_back_from_its_second_holder(pair: Pair) -> None:
    add_event(pair.office)
    packet = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes()
    data = exported(pair)
    for lost in ("opening.key", "opening.own"):
        (desk_places(pair.city, "STC").keys / lost).unlink()
    with pytest.raises(StorageError):
        pair.desk("STC")
    held = restore_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now)
    assert (held.desk, held.count, held.has_newest) == ("STC", 1, True)
    assert collect(pair.desk("STC"), packet).decision == "applied"
    assert check_register(pair.city).flaws == ()


def test_the_second_holder_s_file_tells_nothing_and_opens_by_that_passphrase_alone(pair: Pair) -> None:
    data = exported(pair)
    assert b"ENCRYPTED PRIVATE KEY" in data
    assert prove_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now).has_newest
    with pytest.raises(SignInError):
        prove_opening(pair.city, CITY_PASSPHRASE, data, CITY_PASSPHRASE, clock=at_now)
    for broken in (b"", data[:-30], data.replace(b"A", b"B", 1), data + b"x"):
        with pytest.raises(DeskError):
            prove_opening(pair.city, CITY_PASSPHRASE, broken, SECOND, clock=at_now)


def test_a_renewed_key_wants_a_new_file(pair: Pair) -> None:
    assert escrow_state(pair.city, "STC").holder == ""
    data = exported(pair)
    assert (escrow_state(pair.city, "STC").holder, escrow_state(pair.city, "STC").is_whole) == (HOLDER, True)
    rotate_desk(pair.city, CITY_PASSPHRASE, "STC", clock=at_now)
    assert not escrow_state(pair.city, "STC").is_whole
    assert not prove_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now).has_newest


def of_another_root() -> bytes:
    """A file as a second holder's, whose certificate another root gave to a desk STC."""
    key = authority.new_key(2048)
    root = authority.create_root("me", NOW, authority.new_key(2048))
    certificate = authority.issue(root, authority.request(key, Subject("STC", "HN Desk STC")), Grant("desk", NOW))
    return pem_of(certificate) + keys.pem_of(keys.seal_private_key(key, SECOND, rounds=1_000))


def test_a_key_that_no_root_of_this_city_certified_never_becomes_the_desk_s_own(pair: Pair) -> None:
    data, whole, places = of_another_root(), exported(pair), desk_places(pair.city, "STC")
    with pytest.raises(DeskError) as refusal:
        prove_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now)
    assert refusal.value.reason == "escrow-root"
    assert restore_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now).count == 1
    published = read_trust_folder(places.trust).desks["STC"]
    desk = pair.desk("STC")
    assert (desk.opening.certificate, len(desk.older)) == (published, 1)
    desk.close()
    for lost in places.keys.glob("opening*"):
        lost.unlink()
    with pytest.raises(DeskError) as refusal:
        restore_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now)
    assert refusal.value.reason == "escrow-root"
    assert not list(places.keys.glob("opening*"))
    assert restore_opening(pair.city, CITY_PASSPHRASE, whole, SECOND, clock=at_now).has_newest


def test_a_file_from_before_a_new_root_is_still_proved(pair: Pair) -> None:
    data = exported(pair)
    change_root(pair.city, CITY_PASSPHRASE, "Diễn tập", clock=at_now)
    assert not prove_opening(pair.city, CITY_PASSPHRASE, data, SECOND, clock=at_now).has_newest
    assert prove_opening(pair.city, CITY_PASSPHRASE, exported(pair), SECOND, clock=at_now).has_newest


@pytest.mark.parametrize("second", [("", SECOND), (HOLDER, "ngan"), (HOLDER, CITY_PASSPHRASE)])
def test_no_key_is_handed_out_without_a_holder_and_a_passphrase_of_its_own(pair: Pair, second: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        export_opening(pair.city, CITY_PASSPHRASE, "STC", second, clock=at_now)


def test_a_desk_that_is_not_there_has_no_second_holder(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refusal:
        export_opening(pair.city, CITY_PASSPHRASE, "VPUB", (HOLDER, SECOND), clock=at_now)
    assert refusal.value.reason == "desk"
