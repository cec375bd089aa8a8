"""Certificates renewed, revoked, listed; the city's own keys renewed; the register that tells of every act."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions import keyring
from hn_desk.actions.packets import seal_packet
from hn_desk.city.authority import issue_office, renew_office, trust_pack, withdraw_paper
from hn_desk.city.authority_state import serial_of
from hn_desk.city.certificate_list import authority_state, certificate_rows
from hn_desk.city.collect import collect
from hn_desk.city.places import authority_places, desk_places
from hn_desk.city.receipts import issue_receipt
from hn_desk.city.register import read_register, write_act
from hn_desk.city.register_check import check_register
from hn_desk.city.renewing import Revocation, renew_delegate, renew_list, revoke, revoke_office, rotate_desk
from hn_desk.city.requests import check_words, requested
from hn_desk.city.root_change import change_root
from hn_desk.errors import DeskError, InputError
from hn_desk.packets import authority
from hn_desk.packets.authority import Subject
from hn_desk.packets.check_codes import HANOI
from hn_desk.packets.cms import Signer
from hn_desk.packets.office_request import office_request
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import pem_of, revoked_serials
from tests.actions.conftest import NOW
from tests.actions.records import add_event
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

OFFICE = "00070"


def asked() -> bytes:
    return office_request(authority.new_curve_key(), authority.new_curve_key(), Subject(OFFICE, "Phường"))


def states(pair: Pair, role: str = "office") -> list[str]:
    return [row.state for row in certificate_rows(pair.city, NOW) if row.role == role and row.owner in (OFFICE, "STC")]


def flaws(pair: Pair) -> tuple[str, ...]:
    return check_register(pair.city).flaws


def test_a_renewal_leaves_the_older_certificate_and_tells_its_last_day(pair: Pair) -> None:
    issued = renew_office(pair.city, CITY_PASSPHRASE, asked(), clock=at_now)
    assert issued.older_until is not None
    assert issued.older_until <= issued.until
    assert states(pair) == ["good", "good"]
    assert [entry.act for entry in read_register(authority_places(pair.city).register)][-1] == "office.renew"
    assert flaws(pair) == ()


def test_an_office_without_a_certificate_that_holds_has_nothing_to_renew(pair: Pair) -> None:
    revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", clock=at_now)
    with pytest.raises(DeskError) as refusal:
        renew_office(pair.city, CITY_PASSPHRASE, asked(), clock=at_now)
    assert refusal.value.reason == "nothing-to-renew"


def test_revoking_an_office_takes_both_keys_and_raises_the_number_of_the_list(pair: Pair) -> None:
    before = authority_state(pair.city, NOW).list_number
    number = revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", clock=at_now)
    trust = read_trust_folder(desk_places(pair.city, "STC").trust)
    assert number == before + 1
    assert set(revoked_serials(trust)) == {one[OFFICE][0].serial_number for one in (trust.offices, trust.checks)}
    assert (states(pair), states(pair, "check")) == (["revoked"], ["revoked"])
    assert flaws(pair) == ()


def test_an_office_is_revoked_since_the_day_that_is_named(pair: Pair) -> None:
    revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", day=date(2026, 11, 10), clock=at_now)
    days = {row.revoked_on for row in certificate_rows(pair.city, NOW) if row.state == "revoked"}
    assert {day.astimezone(HANOI).date() for day in days if day} == {date(2026, 11, 10)}


def test_a_request_for_a_revoked_key_is_refused(pair: Pair) -> None:
    request = asked()
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    revoke_office(pair.city, CITY_PASSPHRASE, OFFICE, "Máy bị mất", clock=at_now)
    for new_root in ("", "Mất khóa gốc", "Mất lần nữa"):
        if new_root:
            change_root(pair.city, CITY_PASSPHRASE, new_root, clock=at_now)
        with pytest.raises(DeskError) as refusal:
            issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
        assert refusal.value.reason == "key-revoked"
    assert flaws(pair) == ()


def test_what_can_not_be_revoked_is_said(pair: Pair) -> None:
    rows = {row.role: row.id for row in certificate_rows(pair.city, NOW)}
    good, later = rows["office"], NOW.date() + timedelta(days=2)
    refused = [
        (Revocation((), "Mất"), "certificate-unknown"),
        (Revocation(("abc",), "Mất"), "certificate-unknown"),
        (Revocation((rows["root"],), "Mất"), "key-in-use"),
        (Revocation((rows["delegate"],), "Mất"), "key-in-use"),
        (Revocation((good,), " ", later), "input"),
    ]
    for what, reason in refused:
        with pytest.raises(DeskError) as refusal:
            revoke(pair.city, CITY_PASSPHRASE, what, clock=at_now)
        assert refusal.value.reason == reason
    revoke(pair.city, CITY_PASSPHRASE, Revocation((good,), "Mất"), clock=at_now)
    with pytest.raises(DeskError) as refusal:
        revoke(pair.city, CITY_PASSPHRASE, Revocation((good,), "Mất"), clock=at_now)
    assert refusal.value.reason == "certificate-revoked"


def test_the_list_is_renewed_before_it_ends_also_with_a_trust_pack(pair: Pair) -> None:
    first = authority_state(pair.city, NOW)
    assert (first.is_list_due, authority_state(pair.city, NOW + timedelta(days=61)).is_list_due) == (False, True)
    due = renew_list(pair.city, CITY_PASSPHRASE, clock=lambda: NOW + timedelta(days=10))
    assert due == first.list_due + timedelta(days=10)
    trust_pack(pair.city, CITY_PASSPHRASE, clock=lambda: NOW + timedelta(days=80))
    assert authority_state(pair.city, NOW).list_due == first.list_due + timedelta(days=80)
    assert flaws(pair) == ()


def test_a_certificate_is_called_ending_sixty_days_before_its_last_day(pair: Pair) -> None:
    row = next(row for row in certificate_rows(pair.city, NOW) if row.role == "office")
    found = [
        next(one.state for one in certificate_rows(pair.city, day) if one.id == row.id)
        for day in (row.until - timedelta(days=61), row.until - timedelta(days=59), row.until + timedelta(days=1))
    ]
    assert found == ["good", "ending", "ended"]


def test_what_was_sealed_for_an_older_key_of_the_desk_still_opens(pair: Pair) -> None:
    add_event(pair.office)
    path = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    rotate_desk(pair.city, CITY_PASSPHRASE, "STC", "Nghi bị lộ", clock=at_now)
    desk = pair.desk("STC")
    assert collect(desk, path.read_bytes()).decision == "applied"
    assert states(pair, "desk") == states(pair, "receipt") == ["revoked", "good"]
    keyring.install_trust(pair.as_officer("anh"), trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    add_event(pair.office)
    again = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    assert collect(desk, again.read_bytes()).decision == "applied"
    assert flaws(pair) == ()


def test_a_trust_pack_is_accepted_under_a_renewed_delegate(pair: Pair) -> None:
    renew_delegate(pair.city, CITY_PASSPHRASE, "Đổi người phụ trách", clock=at_now)
    admin = pair.as_officer("anh")
    keyring.install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    assert keyring.key_state(admin).trust_number == 2
    assert flaws(pair) == ()


def test_a_new_root_certifies_what_counts_for_the_same_days_and_leaves_out_the_revoked(pair: Pair) -> None:
    kept = issue_office(pair.city, CITY_PASSPHRASE, asked(), clock=at_now)
    first = read_trust_folder(authority_places(pair.city).trust)
    revoke(pair.city, CITY_PASSPHRASE, Revocation((serial_of(first.offices[OFFICE][0]),), "Mất"), clock=at_now)
    authority_places(pair.city).root_key.unlink()
    words = change_root(pair.city, CITY_PASSPHRASE, "Mất tệp khóa gốc", clock=at_now)
    trust = read_trust_folder(authority_places(pair.city).trust)
    assert trust.root != first.root
    assert words == authority_state(pair.city, NOW).root_words
    assert [one.not_valid_after_utc for one in trust.offices[OFFICE]] == [kept.until.replace(microsecond=0)]
    assert [one.public_key() for one in trust.offices[OFFICE]] == [first.offices[OFFICE][1].public_key()]
    assert flaws(pair) == ()
    issue_office(pair.city, CITY_PASSPHRASE, asked(), clock=at_now)
    assert pair.desk("STC").opening.certificate == trust.desks["STC"]


def test_a_receipt_is_made_anew_when_the_key_that_signs_it_was_renewed(pair: Pair) -> None:
    add_event(pair.office)
    sealed = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    desk = pair.desk("STC")
    collect(desk, sealed.read_bytes())
    first = issue_receipt(desk, OFFICE).pdf
    assert issue_receipt(desk, OFFICE).pdf == first
    desk.close()
    rotate_desk(pair.city, CITY_PASSPHRASE, "STC", clock=at_now)
    assert issue_receipt(pair.desk("STC"), OFFICE).pdf != first


@pytest.mark.parametrize("way", ["changed", "taken out", "cut off", "unsigned", "unlisted"])
def test_a_register_that_was_tampered_with_is_told(pair: Pair, way: str) -> None:
    path = authority_places(pair.city).register
    issue_office(pair.city, CITY_PASSPHRASE, asked(), clock=at_now)
    renew_list(pair.city, CITY_PASSPHRASE, clock=at_now)
    assert flaws(pair) == ()
    lines = path.read_bytes().splitlines(keepends=True)
    if way == "changed":
        lines[-2] = lines[-2].replace(OFFICE.encode(), b"00004")
    elif way == "taken out":
        del lines[-2]
    elif way == "cut off":
        lines = lines[:-2]
    elif way == "unsigned":
        plain = json.loads(lines[-1])
        lines[-1] = json.dumps({**plain, "signature": ""}).encode() + b"\n"
    else:
        (authority_places(pair.city).trust / "offices" / f"{OFFICE}-3.pem").write_bytes(forged(pair))
    path.write_bytes(b"".join(lines))
    assert flaws(pair)


def forged(pair: Pair) -> bytes:
    """A certificate that the root signed without an act of the authority."""
    city = pair.city.parent / "copy"
    import_copy(pair.city, city)
    issue_office(city, CITY_PASSPHRASE, asked(), clock=at_now)
    return (authority_places(city).trust / "offices" / f"{OFFICE}-3.pem").read_bytes()


def import_copy(city: Path, into: Path) -> None:
    for path in (one for one in (city / "authority").rglob("*") if one.is_file()):
        target = into / path.relative_to(city)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())


def test_words_are_compared_one_by_one(pair: Pair) -> None:
    request = requested(asked())
    check_words(request, " · ".join(request.words).upper())
    for said in ("", " ".join(request.words[:3]), " ".join(reversed(request.words)) + " x"):
        with pytest.raises(InputError) as refusal:
            check_words(request, said)
        assert refusal.value.reason == "words"


@pytest.mark.parametrize("name", ["", "delegate", "root"])
def test_a_register_written_anew_without_the_citys_keys_is_told(pair: Pair, name: str) -> None:
    path, mine = authority_places(pair.city).register, authority.create_root("me", NOW, authority.new_key(2048))
    said: dict[str, Any] = {"certificates": [], "revoked": []}
    for entry in read_register(path):
        said |= {key: value for key, value in entry.content.items() if key not in said}
        said["certificates"] += entry.content.get("certificates", [])
    said |= {"list": authority_state(pair.city, NOW).list_number, "pack": authority_state(pair.city, NOW).pack_number}
    path.unlink()
    signer = Signer(mine.key, mine.certificate) if name else None
    write_act(path, "begin", said | ({name: pem_of(mine.certificate).decode()} if name else {}), NOW, signer)
    assert flaws(pair) == ("Act 1 of the register is not signed by the authority.",)


def test_acts_of_every_root_are_proved_by_the_root_of_their_time(pair: Pair) -> None:
    for _time in range(2):
        change_root(pair.city, CITY_PASSPHRASE, "Diễn tập", clock=at_now)
        renew_delegate(pair.city, CITY_PASSPHRASE, clock=at_now)
    assert flaws(pair) == ()


def test_a_paper_withdrawn_before_the_register_began_leaves_its_beginning_to_a_key(pair: Pair) -> None:
    path = authority_places(pair.city).register
    path.unlink()
    withdraw_paper(pair.city, OFFICE, "2026-000001/1", clock=at_now)
    assert [entry.act for entry in read_register(path)] == ["paper.withdraw"]
    assert flaws(pair) == ("There is no register yet; the next act of the authority begins it.",)
    renew_list(pair.city, CITY_PASSPHRASE, clock=at_now)
    assert [entry.act for entry in read_register(path)] == ["paper.withdraw", "begin", "list.renew"]
    assert flaws(pair) == ()
