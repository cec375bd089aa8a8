"""Each check is needed: with it taken out, a copy that must be refused goes through."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hn_desk.errors import PacketError
from hn_desk.packets import archive, authority, certificates, contents, cover, opc, package_parts, signature_reading
from hn_desk.packets.authority import new_key
from hn_desk.packets.package_parts import Relationship, read_relationships
from hn_desk.packets.sheet_reading import _Reader
from hn_desk.packets.signature_value import PrivateKey
from tests.packets import forged_signatures, keyring, odd_sheets, tampering
from tests.packets.real_packet import (
    AT,
    COVER,
    GROUPS,
    Entry,
    entries,
    identifier,
    judge,
    office_sends,
    packed,
    parts,
    real,
    resigned,
    typed,
    with_part,
    zipped,
)

Removed = tuple[tuple[object, str], ...]
SIGNATURE = package_parts.SIGNATURE
BYTES = (signature_reading, "check_bytes")
OFFICE_ENDS = "</Signature>"
HOSTILE = {**tampering.container(), **tampering.plumbing(), **forged_signatures.signature(), **odd_sheets.contents()}
HOSTILE |= odd_sheets.sheets()


def nothing(*_arguments: object, **_named: object) -> None:
    """Stand in for a check and find nothing wrong."""


def unchecked_relationships(found: dict[str, bytes]) -> dict[str, tuple[Relationship, ...]]:
    return {part: read_relationships(part, data) for part, data in found.items() if part.endswith(".rels")}


def case(name: str) -> Callable[[], bytes]:
    return HOSTILE[name][1]


def oddly_sized() -> bytes:
    """Signed with a key that a careless city certified, of a size that papers don't have."""
    key: PrivateKey = new_key(2560)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authority, "is_accepted_key", lambda _key: True)
        made = keyring.certified(key, keyring.OFFICE, "office")
    unsigned = {part: data for part, data in parts().items() if part not in package_parts.PLUMBING}
    roots = package_parts.ROOT_RELATIONSHIPS
    unsigned[roots] = unsigned[roots].replace(tampering.origin_arrow().encode(), b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opc, "check_key", nothing)
        return opc.sign(unsigned, key, made, AT)


def misnamed() -> bytes:
    """The signature names another certificate by its digest."""
    return resigned(parts(), lambda facts: replace(facts, certificate=replace(facts.certificate, digest="AAAA")))


TWINS: dict[str, tuple[Removed, Callable[[], bytes]]] = {
    "places of entries": (((archive, "_check_places"),), case("hidden bytes before the directory")),
    "texts": (
        ((opc, "check_texts"),),
        lambda: office_sends(GROUPS, '<row r="4">', '<!-- a comment --><row r="4">'),
    ),
    "the origin": (((opc, "check_signed"),), case("an origin with something in it")),
    "content types": (((package_parts, "check_types"),), case("macros")),
    "relationships": (
        ((package_parts, "check_relationships"),),
        lambda: resigned(typed(with_part("xl/worksheets/sheet5.xml", parts()[COVER]))),
    ),
    "the signature's bytes": ((BYTES,), case("white space")),
    "names in the signature": ((BYTES, (signature_reading, "check_ids")), case("a foreign name")),
    "certificates in the signature": (
        (BYTES, (signature_reading, "check_certificates")),
        lambda: packed(SIGNATURE, OFFICE_ENDS, "<Object><X509Certificate/></Object>" + OFFICE_ENDS),
    ),
    "algorithms": ((BYTES, (signature_reading, "check_algorithms")), case("SHA-1")),
    "the manifest": (((opc, "check_manifest"),), case("a sheet not covered")),
    "the manifest's arrows": (((opc, "check_manifest"),), case("an arrow not covered")),
    "the parts' digests": (((opc, "check_parts"),), case("a cell changed")),
    "the references' digests": (((opc, "check_objects"),), case("a digest replaced")),
    "the key": (((opc, "check_key"), (certificates, "accepted_key")), oddly_sized),
    "the value": (((opc, "check_value"),), case("a value of another packet")),
    "the certificate's digest": (((opc, "check_digest"), (opc, "check_xades")), misnamed),
    "the certificate's number": (((opc, "check_xades"),), case("another serial number")),
    "the future": (((opc, "check_future"),), case("tomorrow's time")),
    "the chain": (((opc, "check_chain"),), case("a stranger's signature")),
    "the start of a sheet": (((_Reader, "_check_start"),), case("a wider window")),
    "the cover's versions": (((cover, "check_versions"), (cover, "check_fits")), case("a newer reader")),
}


@pytest.mark.parametrize(("removed", "make"), TWINS.values(), ids=TWINS)
def test_without_its_check_a_hostile_copy_goes_through(
    removed: Removed, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = make()
    assert hostile != real()
    with pytest.raises(PacketError):
        judge(hostile)

    for owner, name in removed:
        stand_in = unchecked_relationships if name == "check_relationships" else nothing
        monkeypatch.setattr(owner, name, stand_in)

    judge(hostile)


def test_without_the_check_of_the_signer_an_office_speaks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = case("another office")()

    monkeypatch.setattr(contents, "commune_code", lambda _certificate: "00071")

    assert judge(hostile).cover.office_code == "00071"


def test_without_the_text_rule_a_turned_round_name_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = office_sends(GROUPS, "<t>Tổ dân phố số 1", "<t>Tổ\u202e dân phố số 1")
    assert judge(hostile).refused[0].code == "row-characters"

    monkeypatch.setattr(contents, "is_clean", lambda _text: True)

    assert judge(hostile).rows["groups"][0].id == identifier(1)


def test_without_the_size_check_a_bomb_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped([*entries(), Entry(b"xl/bomb.xml", bytes(1 << 20))])
    with pytest.raises(PacketError):
        archive.read_archive(bomb)

    monkeypatch.setattr(archive, "_check_sizes", nothing)

    assert len(archive.read_archive(bomb)["xl/bomb.xml"]) == 1 << 20


def test_without_two_equal_times_a_packet_has_two(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = case("two times")()

    monkeypatch.setattr(opc, "read_time", lambda _facts: AT)

    assert opc.verify(hostile, keyring.trust(), AT + timedelta(hours=1)).signed_at == AT
