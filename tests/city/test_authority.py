"""The city's authority: what it makes, whom it certifies, what it refuses."""

from pathlib import Path

import pytest

from hn_desk.actions import keyring
from hn_desk.city.authority import (
    CityPlan,
    add_desk,
    authority_offices,
    export_trust,
    issue_office,
    request_words,
    set_up_city,
    trust_pack,
    trust_pack_name,
)
from hn_desk.city.desk import open_desk
from hn_desk.city.places import desk_codes, read_facts, write_facts
from hn_desk.errors import DeskError, InputError, SignInError, StorageError
from hn_desk.packets import authority
from hn_desk.packets.authority import Subject
from hn_desk.packets.office_request import office_request
from hn_desk.packets.trust_folder import read_trust_folder
from tests.actions.conftest import NOW
from tests.pair import CITY_PASSPHRASE, DESKS, KEY_PASSPHRASE, Pair, at_now


def test_a_desk_opens_only_with_its_passphrase(pair: Pair) -> None:
    with pytest.raises(SignInError):
        open_desk(pair.city, "STC", "sai rồi sai rồi")


def test_a_desk_that_is_not_there_is_named(pair: Pair) -> None:
    with pytest.raises(DeskError) as refusal:
        open_desk(pair.city, "VPUB", CITY_PASSPHRASE)

    assert refusal.value.reason == "desk"


def test_one_more_desk_can_be_added_and_stands_in_the_next_trust_pack(pair: Pair) -> None:
    add_desk(pair.city, CITY_PASSPHRASE, "VPUB", clock=at_now)

    keyring.install_trust(pair.as_officer("anh"), trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))

    assert set(desk_codes(pair.city)) == {*DESKS, "VPUB"}
    assert keyring.key_state(pair.as_officer("anh")).trust_number == 2
    assert trust_pack_name(pair.city) == "TIN-000002.pdf"
    with pytest.raises(StorageError):
        add_desk(pair.city, CITY_PASSPHRASE, "VPUB", clock=at_now)


def test_a_renewed_certificate_stands_beside_the_old_one(pair: Pair) -> None:
    request = keyring.make_request(pair.as_officer("anh"), KEY_PASSPHRASE, bits=2048)

    issued = issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)

    assert issued.words == request_words(request)
    assert [(row.code, row.count) for row in authority_offices(pair.city)] == [("00070", 2)]


def test_both_keys_of_an_office_stand_in_what_is_trusted(pair: Pair, tmp_path: Path) -> None:
    export_trust(pair.city, tmp_path)

    trust = read_trust_folder(tmp_path)

    assert [len(kept["00070"]) for kept in (trust.offices, trust.checks)] == [1, 1]


def test_an_office_that_is_no_commune_gets_no_certificate(pair: Pair) -> None:
    request = office_request(authority.new_key(2048), authority.new_curve_key(), Subject("99999", "Nơi khác"))

    with pytest.raises(DeskError) as refusal:
        issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)

    assert refusal.value.reason == "office-code"


def test_a_wrong_passphrase_certifies_nobody(pair: Pair) -> None:
    request = keyring.saved_request(pair.as_officer("anh"))

    with pytest.raises(SignInError):
        issue_office(pair.city, "sai rồi sai rồi", request, clock=at_now)


def test_the_exported_folder_has_no_private_key(pair: Pair, tmp_path: Path) -> None:
    export_trust(pair.city, tmp_path / "trust")

    written = [path.read_bytes() for path in (tmp_path / "trust").rglob("*") if path.is_file()]
    assert set(read_trust_folder(tmp_path / "trust").desks) == set(DESKS)
    assert not [data for data in written if b"PRIVATE" in data]


@pytest.mark.parametrize(
    ("desks", "plan", "error"),
    [((), CityPlan(), DeskError), (("XYZ",), CityPlan(), DeskError), (("STC",), CityPlan("other"), InputError)],
)
def test_a_wrong_plan_makes_no_city(tmp_path: Path, desks: tuple[str, ...], plan: CityPlan, error: type) -> None:
    with pytest.raises(error):
        set_up_city(tmp_path / "city", CITY_PASSPHRASE, desks, plan, clock=lambda: NOW)

    assert not (tmp_path / "city").exists()


def test_a_city_is_not_set_up_over_another(pair: Pair) -> None:
    with pytest.raises(StorageError) as refusal:
        set_up_city(pair.city, CITY_PASSPHRASE, DESKS)

    assert refusal.value.reason == "exists"


@pytest.mark.parametrize("text", ["{", "[]", '{"other": 1}'])
def test_a_damaged_file_of_the_city_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "desk.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(StorageError) as refusal:
        read_facts(path, frozenset({"code"}))

    assert "desk.json" in refusal.value.what


def test_facts_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_facts(tmp_path / "facts.json", {"code": "STC"})

    assert read_facts(tmp_path / "facts.json", frozenset({"code"})) == {"code": "STC"}
