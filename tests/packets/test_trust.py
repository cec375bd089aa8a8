"""The trust pack: only the root's delegate, only forward, only certificates in their place."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.errors import PacketError
from hn_desk.packets.authority import Subject
from hn_desk.packets.certificates import Trust, check_chain, is_stale
from hn_desk.packets.cms import Signer
from hn_desk.packets.documents import canonical
from hn_desk.packets.first_trust import claimed_root
from hn_desk.packets.pdf import sign_pdf
from hn_desk.packets.trust import ATTACHMENT, VerifiedTrustPack, make_pack, read_pack, sign_pack
from hn_desk.packets.trust_keeping import from_plain, to_plain, trust_of
from tests.packets.keyring import (
    LATER,
    NOW,
    certified,
    crl,
    delegate,
    desk,
    key,
    office,
    other_root,
    page,
    receipts,
    root,
    trust,
)

NEW = Trust(root().certificate, ())


def pack(known: Trust) -> bytes:
    return sign_pack(make_pack(known, "training", NOW), page(), delegate())


def changed(**changes: Any) -> bytes:
    content = {**json.loads(canonical(make_pack(trust(2), "training", NOW))), **changes}
    data = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return sign_pdf(page(), {ATTACHMENT: data}, delegate(), NOW)


def read(data: bytes, known: Trust | None = None) -> VerifiedTrustPack:
    return read_pack(data, known or trust(1), now=NOW)


def reason(data: bytes, known: Trust | None = None) -> str:
    with pytest.raises(PacketError) as caught:
        read(data, known)
    return caught.value.reason


def pem(thing: Any) -> str:
    return str(thing.public_bytes(Encoding.PEM).decode())


def test_a_new_office_that_knows_only_the_root_takes_the_pack() -> None:
    verified = read(pack(trust(5)), NEW)
    assert verified.trust == trust(5)
    assert verified.pack.environment == "training"
    assert verified.signed_at == NOW
    check_chain(office().certificate, verified.trust, NOW, now=NOW)


def test_the_root_that_a_first_pack_claims_is_shown_to_be_compared() -> None:
    assert claimed_root(pack(trust())) == root().certificate


def test_a_pack_for_126_offices_with_renewed_certificates_comes_through() -> None:
    codes = [f"{10_000 + number:05}" for number in range(126)]
    offices = {code: (certified(key("office"), Subject(code, f"Phường số {code}"), "office"),) * 3 for code in codes}
    assert read(pack(replace(trust(2), offices=offices))).trust.offices == offices


def test_a_certificate_that_is_no_root_is_never_trusted_as_one() -> None:
    assert reason(pack(trust(2)), Trust(office().certificate, ())) == "root-broken"


def test_a_newer_pack_replaces_the_older() -> None:
    assert read(pack(replace(trust(2), crls=(crl(2),), desks={}))).trust.desks == {}


@pytest.mark.parametrize("number", [1, 2])
def test_a_pack_that_is_not_newer_is_refused(number: int) -> None:
    assert reason(pack(trust(number)), trust(2)) == "trust-rollback"


def test_an_expired_office_certificate_stays_for_old_packets() -> None:
    late = NOW + timedelta(days=900)
    renewed = replace(trust(2), next_update=late + timedelta(days=9))
    assert office().certificate.not_valid_after_utc < late
    assert read(pack(renewed)).trust.offices["00070"] == (office().certificate,)


def test_a_pack_signed_by_anyone_else_is_refused() -> None:
    made = make_pack(trust(2), "training", NOW)
    assert reason(sign_pack(made, page(), receipts())) == "chain-role"
    foreign = Signer(key("delegate"), certified(key("delegate"), Subject("TIN", "x"), "delegate", other_root()))
    assert reason(sign_pack(made, page(), foreign)) == "chain-root"


def test_a_delegate_that_the_pack_itself_or_a_known_list_revokes_is_refused() -> None:
    serial = delegate().certificate.serial_number
    assert reason(pack(replace(trust(2), crls=(crl(2, serial),)))) == "revoked"
    known = replace(trust(1), crls=(crl(1, serial),))
    assert reason(pack(trust(2)), known) == "revoked"


def test_a_list_older_than_the_known_one_is_refused() -> None:
    assert reason(pack(trust(2)), replace(trust(1), crls=(crl(2),))) == "trust-crl"


def test_a_list_of_another_root_is_refused() -> None:
    assert reason(changed(crl=pem(crl(9, by=other_root())))) == "crl-signature"


def test_another_root_in_the_pack_is_refused() -> None:
    assert reason(changed(root=pem(other_root().certificate))) == "trust-root"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": -1}, "trust-content"),
        ({"number": 0}, "trust-rollback"),
        ({"desks": {"STC": "x"}}, "trust-content"),
        ({"offices": {"70": []}}, "trust-content"),
        ({"reference": {"a": 1}}, "trust-content"),
        ({"reader": 9, "new": 1}, "trust-newer"),
        ({"crl": "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n"}, "crl-broken"),
        ({"desks": {"STC": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}}, "trust-certificate"),
    ],
)
def test_a_pack_that_is_not_as_agreed_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert reason(changed(**changes)) == expected


def test_certificates_stand_in_their_own_place_only() -> None:
    assert reason(changed(desks={"SNV": pem(desk())})) == "trust-certificate"
    assert reason(changed(desks={"STC": pem(receipts().certificate)})) == "chain-usage"
    assert reason(changed(offices={"00071": [pem(office().certificate)]})) == "trust-certificate"


def test_a_paper_without_exactly_the_packs_data_is_refused() -> None:
    assert reason(sign_pdf(page(), {"other": b""}, delegate(), NOW)) == "pdf-attachment"
    with pytest.raises(PacketError) as caught:
        claimed_root(sign_pdf(page(), {"other": b""}, delegate(), NOW))
    assert caught.value.reason == "pdf-attachment"


def test_a_claimed_root_that_is_none_is_refused() -> None:
    broken = changed(root="-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(PacketError) as caught:
        claimed_root(broken)
    assert caught.value.reason == "root-broken"


def test_a_pack_without_its_own_due_day_takes_that_of_the_list() -> None:
    made = make_pack(replace(trust(2), next_update=None), "real", NOW)
    assert made.next_update == crl().next_update_utc
    assert make_pack(trust(2), "real", NOW).next_update == LATER


def test_past_its_due_day_the_office_is_warned() -> None:
    taken = read(pack(trust(2))).trust
    assert not is_stale(taken, now=NOW)
    assert is_stale(taken, now=LATER + timedelta(minutes=1))


def test_withdrawn_papers_travel_in_the_pack_and_an_empty_list_leaves_the_bytes_as_they_were() -> None:
    listed = {"00070": {"2026-000001/1": NOW.date()}}
    assert b"withdrawn" not in canonical(make_pack(trust(2), "training", NOW))
    assert make_pack(trust(2), "training", NOW).reader == 1
    told = read(pack(replace(trust(2), withdrawn=listed)))
    assert (told.trust.withdrawn, told.pack.reader) == (listed, 2)
    assert trust_of(from_plain(to_plain(told.pack))).withdrawn == listed
    assert read(pack(trust(2))).trust.withdrawn == {}


@pytest.mark.parametrize(
    "papers", [{"00070": {"x": "2026-11-20"}}, {"70": {}}, {"00070": {"2026-000001/1": "hôm nay"}}]
)
def test_a_list_of_withdrawn_papers_in_another_form_is_refused(papers: dict[str, Any]) -> None:
    assert reason(changed(withdrawn=papers, reader=2)) == "trust-content"


def test_an_empty_list_written_out_is_refused_as_another_form() -> None:
    assert reason(changed(withdrawn={})) == "trust-content"
