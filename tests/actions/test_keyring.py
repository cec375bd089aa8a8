"""The office's key, its certificate, and whom it trusts."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hn_desk.actions import keyring
from hn_desk.actions.office import Office
from hn_desk.actions.trust_store import current_key
from hn_desk.city.authority import export_trust, set_up_city, trust_pack
from hn_desk.errors import DeskError, InputError, PacketError, RoleError
from hn_desk.packets.certificates import role_of
from hn_desk.packets.office_request import request_words
from hn_desk.packets.trust_keeping import certificate_of
from tests.actions.conftest import NOW
from tests.city.conftest import pair, pair_template
from tests.pair import CITY, CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

__all__ = ["pair", "pair_template"]


def test_a_new_office_has_no_key_and_trusts_nobody(as_officer: Callable[[str], Office]) -> None:
    state = keyring.key_state(as_officer("anh"))

    assert (state.has_key, state.has_certificate, state.trust_number, state.root_words) == (False, False, 0, ())


def test_a_trust_pack_brings_the_certificate_of_the_own_key(pair: Pair) -> None:
    state = keyring.key_state(pair.clerk)

    assert state.has_certificate
    assert state.is_usable
    assert state.trust_number == 1
    assert len(state.root_words) == len(state.fingerprint_words) == 4
    assert state.certificate_until is not None
    assert state.certificate_until.year == NOW.year + 2


def test_a_trust_pack_brings_the_certificate_of_the_check_code_key_too(pair: Pair) -> None:
    with pair.office.database.read() as session:
        key = current_key(session)

    assert key is not None
    assert role_of(certificate_of(key.certificate)) == "office"
    assert role_of(certificate_of(key.check_certificate)) == "check"


def test_an_older_trust_pack_is_refused(pair: Pair) -> None:
    second = trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now)
    keyring.install_trust(pair.as_officer("anh"), second)

    with pytest.raises(PacketError) as refusal:
        keyring.install_trust(pair.as_officer("anh"), second)

    assert refusal.value.reason == "trust-rollback"


def test_only_the_administrator_makes_a_key(pair: Pair) -> None:
    with pytest.raises(RoleError):
        keyring.make_request(pair.clerk, KEY_PASSPHRASE, bits=2048)


def test_a_short_passphrase_makes_no_key(pair: Pair) -> None:
    with pytest.raises(InputError) as refusal:
        keyring.make_request(pair.as_officer("anh"), "ngan", bits=2048)

    assert refusal.value.problems[0].field == "passphrase"


def test_a_new_key_waits_for_its_certificate(pair: Pair) -> None:
    admin = pair.as_officer("anh")

    request = keyring.make_request(admin, KEY_PASSPHRASE, bits=2048)

    state = keyring.key_state(admin)
    assert keyring.saved_request(admin) == request
    assert state.fingerprint_words == request_words(request)
    assert (state.is_waiting, state.is_usable) == (True, True)


def test_an_office_without_a_key_has_no_request(office: Office) -> None:
    admin = Pair(office, office.folder, None).as_officer("anh")  # type: ignore[arg-type]  # no city is needed

    with pytest.raises(DeskError) as refusal:
        keyring.saved_request(admin)

    assert refusal.value.reason == "no-key"


def test_a_folder_from_before_the_first_trust_pack_begins_a_training_office(office: Office, tmp_path: Path) -> None:
    set_up_city(tmp_path / "city", CITY_PASSPHRASE, ("STC",), CITY, clock=at_now)
    export_trust(tmp_path / "city", tmp_path / "trust")
    admin = replace(office, officer=replace(office.officer, roles=frozenset({"administrator"})))

    keyring.install_trust_folder(admin, tmp_path / "trust")
    keyring.install_trust(admin, trust_pack(tmp_path / "city", CITY_PASSPHRASE, clock=at_now))

    assert keyring.key_state(admin).trust_number == 1


def test_a_folder_of_certificates_begins_a_training_office_only_once(pair: Pair, office: Office) -> None:
    folder = pair.city.parent / "trust"
    export_trust(pair.city, folder)
    admin = Pair(office, pair.city, pair.stack).as_officer("anh")

    keyring.install_trust_folder(admin, folder)

    assert keyring.key_state(admin).trust_number == 1
    with pytest.raises(DeskError) as refusal:
        keyring.install_trust_folder(admin, folder)
    assert refusal.value.reason == "trust-folder"
