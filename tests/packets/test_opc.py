"""Signing and verifying with every kind of key that packets accept."""

import base64
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hn_desk.errors import PacketError
from hn_desk.keys import PrivateKey
from hn_desk.packets import opc, signature_value
from hn_desk.packets import signature_xml as xml
from hn_desk.packets.archive import pack, read_archive, write_archive
from hn_desk.packets.authority import new_curve_key
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.package_parts import SIGNATURE, WORKBOOK_RELATIONSHIPS
from hn_desk.packets.signature_reading import read_signature
from tests.packets import keyring
from tests.packets.forged_signatures import selfmade
from tests.packets.real_packet import AT, cover, judge, real, rows


def signed_by(key: PrivateKey) -> bytes:
    certificate = keyring.certified(key, keyring.OFFICE, "office")
    return opc.sign(build_workbook(cover(), rows()), key, certificate, AT)


def test_a_verified_packet_says_who_signed_when_and_its_name() -> None:
    verified = opc.verify(real(), keyring.trust(), AT + timedelta(hours=1))

    assert verified.certificate == keyring.office().certificate
    assert verified.signed_at == AT
    assert verified.sha256 == hashlib.sha256(real()).hexdigest()
    assert verified.parts == read_archive(real())
    assert "worksheet" not in repr(verified)


def test_signing_the_same_workbook_again_gives_the_same_packet() -> None:
    signer = keyring.office()

    again = opc.sign(build_workbook(cover(), rows()), keyring.key("office"), signer.certificate, AT)

    assert again == real()


@pytest.mark.parametrize("kind", ["RSA-3072", "RSA-2048", "P-256"])
def test_a_packet_signed_with_an_accepted_key_is_accepted(kind: str) -> None:
    assert judge(signed_by(keyring.key_of(kind))).cover == judge(real()).cover


def test_a_key_of_another_curve_may_not_sign() -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(PacketError) as refused:
        signature_value.check_key(x509.load_der_x509_certificate(selfmade(key)))

    assert refused.value.reason == "key-size"


def test_the_other_half_of_an_elliptic_signature_is_refused() -> None:
    parts = read_archive(signed_by(new_curve_key()))
    facts = read_signature(parts[SIGNATURE])
    value = base64.b64decode(facts.value)
    other = signature_value._P256_ORDER - int.from_bytes(value[32:], "big")
    turned = base64.b64encode(value[:32] + other.to_bytes(32, "big")).decode()

    hostile = write_archive({**parts, SIGNATURE: xml.render(replace(facts, value=turned))})

    with pytest.raises(PacketError) as refused:
        judge(hostile)
    assert refused.value.reason == "signature-value"


def test_relationships_must_be_plain_bytes_to_be_signed() -> None:
    parts = build_workbook(cover(), rows())
    parts[WORKBOOK_RELATIONSHIPS] = pack(b"")
    signer = keyring.office()

    with pytest.raises(TypeError):
        opc.sign(parts, keyring.key("office"), signer.certificate, AT)


def test_a_key_that_is_not_the_certificates_may_not_sign() -> None:
    with pytest.raises(PacketError) as refused:
        opc.sign(build_workbook(cover(), rows()), keyring.key("stranger"), keyring.office().certificate, AT)

    assert refused.value.reason == "signature-value"
