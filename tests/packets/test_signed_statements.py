"""Statements signed with the office's key, and officers' signatures as they are kept and read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from hn_desk.packets.officer_rows import _read
from hn_desk.packets.officer_signatures import signed_of
from hn_desk.packets.signature_value import PrivateKey, is_signed_by, sign_bytes

NOW = datetime(2026, 11, 20, tzinfo=UTC)
KEYS: list[PrivateKey] = [rsa.generate_private_key(65537, 2048), ec.generate_private_key(ec.SECP256R1())]


def certificate(key: PrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1))
    return made.sign(key, SHA256())


@pytest.mark.parametrize("key", KEYS, ids=["rsa", "p256"])
def test_a_statement_is_signed_by_its_certificates_key_alone(key: PrivateKey) -> None:
    value = sign_bytes(b"statement", key)
    assert is_signed_by(certificate(key), b"statement", value)
    assert not is_signed_by(certificate(key), b"another", value)
    assert not is_signed_by(certificate(key), b"statement", value[:-1])


NO_SIGNATURES: list[Any] = [
    None,
    [],
    {},
    {"message": {}, "key": "k"},
    {"message": [], "key": "k", "signature": "s"},
    {"message": {}, "key": 1, "signature": "s"},
    {"message": {}, "key": "k", "signature": None},
]


@pytest.mark.parametrize("plain", NO_SIGNATURES)
def test_what_is_no_signature_is_read_as_none(plain: Any) -> None:
    assert signed_of(plain) is None


def test_a_signature_is_read_as_it_is_kept() -> None:
    found = signed_of({"message": {"a": 1}, "key": "k", "signature": "s"})
    assert found is not None
    assert (found.message, found.signature) == ({"a": 1}, "s")


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"a": 1}', "[" * 100_000])
def test_facts_that_are_not_written_as_they_are_signed_are_none(text: str | None) -> None:
    assert _read(text) == {}


def test_facts_written_as_they_are_signed_are_read() -> None:
    assert _read('{"a":1}') == {"a": 1}
