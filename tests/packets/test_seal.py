"""Sealing: two ways in, and nothing else; what was changed is refused or comes out the same."""

import hmac
import io
import operator
import os
import random
import secrets
import zipfile
from base64 import b64encode
from dataclasses import replace
from uuid import UUID, uuid4

import msoffcrypto
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import PacketError
from hn_desk.packets import agile, seal
from hn_desk.packets.authority import Subject, new_curve_key
from hn_desk.packets.container import read_container, write_container
from hn_desk.packets.seal import (
    ALPHABET,
    LARGEST_INNER,
    grouped,
    open_with_key,
    open_with_password,
    packet_password,
    sealed_for,
    typed,
)
from tests.packets.keyring import PASSWORD, certified, desk, key

FLIPS = 10_000 if os.environ.get("CAMPAIGN") else 1_000
INNER = random.Random(1).randbytes(9_000)
SEALED = seal.seal(INNER, desk(), PASSWORD)
INFO, PACKAGE = read_container(SEALED)


def refused(data: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        open_with_key(data, key("desk STC"), desk())
    return caught.value.reason


def changed_info(old: bytes, new: bytes) -> bytes:
    assert old != new
    assert INFO.count(old) == 1
    return write_container(INFO.replace(old, new), PACKAGE)


def attribute(name: str, number: int = 0) -> bytes:
    return INFO.split(f'{name}="'.encode())[number + 1].split(b'"')[0]


def test_the_desks_key_opens_a_packet() -> None:
    assert open_with_key(SEALED, key("desk STC"), desk()) == INNER


@pytest.mark.parametrize("written", [PASSWORD, grouped(PASSWORD), PASSWORD.lower(), "ABCDE 23456 fghjk 789lm"])
def test_the_password_opens_a_packet_as_people_type_it(written: str) -> None:
    assert open_with_password(SEALED, written) == INNER


def test_nothing_of_the_workbook_lies_open() -> None:
    assert INNER[:32] not in SEALED
    assert PASSWORD.encode() not in SEALED


def test_each_sealing_uses_another_key() -> None:
    again = seal.seal(INNER, desk(), PASSWORD)
    assert read_container(again)[1] != PACKAGE


@given(size=st.integers(0, 20_000))
@settings(max_examples=8, deadline=None)
def test_any_workbook_comes_back_by_the_key(size: int) -> None:
    inner = random.Random(size).randbytes(size)
    assert open_with_key(seal.seal(inner, desk(), PASSWORD), key("desk STC"), desk()) == inner


def test_a_packet_for_another_desk_is_refused() -> None:
    with pytest.raises(PacketError) as caught:
        open_with_key(SEALED, key("desk SNV"), desk("SNV"))
    assert caught.value.reason == "seal-desk"


def test_a_packet_says_which_desks_key_opens_it() -> None:
    assert sealed_for(SEALED) == desk().public_bytes(Encoding.DER)


def test_another_key_with_the_right_certificate_opens_nothing() -> None:
    with pytest.raises(PacketError) as caught:
        open_with_key(SEALED, key("desk SNV"), desk())
    assert caught.value.reason == "seal-key"


def test_a_wrong_password_opens_nothing() -> None:
    with pytest.raises(PacketError) as caught:
        open_with_password(SEALED, PASSWORD[:-1] + "A")
    assert caught.value.reason == "seal-password"


def test_a_wrapped_key_of_another_length_is_refused() -> None:
    assert refused(changed_info(attribute("encryptedKeyValue"), b"AAAA")) == "seal-key"


def test_a_key_that_is_not_bound_to_the_certificate_is_refused() -> None:
    other = agile.certificate_verifier(secrets.token_bytes(32), b"x")
    assert refused(changed_info(attribute("certVerifier"), b64encode(other))) == "seal-key"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\x04\x00\x04\x00", b"\x03\x00\x02\x00"),
        (b'spinCount="100000"', b'spinCount="10000000"'),
        (b"keyEncryptors><keyEnc", b"keyEncryptors> <keyEnc"),
        (b"</encryption>", b"</encryption><!---->"),
        (b'<?xml version="1.0"', b'<!DOCTYPE x><?xml version="1.0"'),
    ],
)
def test_another_description_than_ours_is_refused(old: bytes, new: bytes) -> None:
    assert refused(changed_info(old, new)) == "seal-info"


@pytest.mark.parametrize("value", [b"AAAA", b"A=AA", b"AAAAA", b"=" * 24])
def test_a_salt_that_is_none_is_refused(value: bytes) -> None:
    assert refused(changed_info(attribute("saltValue"), value)) == "seal-info"


def test_base64_with_loose_ends_is_refused() -> None:
    salt = attribute("saltValue")
    loose = salt[:-3] + bytes([salt[-3] + 1]) + b"=="
    assert refused(changed_info(salt, loose)) == "seal-info"


def test_a_changed_package_is_refused() -> None:
    changed = PACKAGE[:100] + bytes([PACKAGE[100] ^ 1]) + PACKAGE[101:]
    assert refused(write_container(INFO, changed)) == "seal-integrity"


def test_a_shortened_package_is_refused() -> None:
    assert refused(write_container(INFO, PACKAGE[:-16])) == "seal-integrity"


def test_a_length_that_lies_is_refused_even_with_a_right_integrity_value() -> None:
    package_key = agile.key_from_password(agile.read_description(INFO), PASSWORD)
    salt = agile.read_description(INFO).key_salt
    lying = (len(INNER) + 5000).to_bytes(8, "little") + PACKAGE[8:]
    hmac_key, hmac_value = agile.integrity(lying, package_key, salt)
    description = agile.read_description(INFO)
    info = agile.write_description(replace(description, hmac_key=hmac_key, hmac_value=hmac_value))
    assert refused(write_container(info, lying)) == "seal-integrity"


def test_a_workbook_that_is_too_large_is_not_sealed() -> None:
    with pytest.raises(PacketError) as caught:
        seal.seal(bytes(LARGEST_INNER + 1), desk(), PASSWORD)
    assert caught.value.reason == "seal-size"


def test_a_desk_with_a_curve_key_is_not_sealed_for() -> None:
    curve = certified(new_curve_key(), Subject("STC", "STC"), "receipt")
    with pytest.raises(PacketError) as caught:
        seal.seal(INNER, curve, PASSWORD)
    assert caught.value.reason == "seal-certificate"


def test_a_certificate_that_is_too_long_is_not_sealed_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "CUTOFF", len(INFO))
    with pytest.raises(PacketError) as caught:
        seal.seal(INNER, desk(), PASSWORD)
    assert caught.value.reason == "seal-certificate"


def test_a_packet_that_does_not_open_again_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal, "write_container", lambda info, package: write_container(info, package[:-16]))
    with pytest.raises(PacketError) as caught:
        seal.seal(INNER, desk(), PASSWORD)
    assert caught.value.reason == "seal-integrity"


def test_a_packet_that_opens_with_other_content_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    encrypt = agile.encrypt_package
    monkeypatch.setattr(agile, "encrypt_package", lambda inner, k, salt: encrypt(inner[:-1], k, salt))
    with pytest.raises(PacketError) as caught:
        seal.seal(INNER, desk(), PASSWORD)
    assert caught.value.reason == "seal-integrity"


@pytest.mark.usefixtures("real_spins")
def test_an_independent_program_opens_it_with_the_password() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "x" * 5000)
    file = msoffcrypto.OfficeFile(io.BytesIO(seal.seal(stream.getvalue(), desk(), PASSWORD)))
    file.load_key(password=PASSWORD, verify_password=True)
    opened = io.BytesIO()
    file.decrypt(opened, verify_integrity=True)
    assert opened.getvalue() == stream.getvalue()


def test_a_password_is_derived_from_the_secret_and_the_packet() -> None:
    packet, secret = UUID(int=1), b"s" * 32
    assert packet_password(secret, packet) == packet_password(secret, packet)
    assert packet_password(secret, packet) != packet_password(secret, UUID(int=2))
    assert packet_password(secret, packet) != packet_password(b"t" * 32, packet)


def test_a_password_has_20_signs_that_are_not_mixed_up() -> None:
    password = packet_password(secrets.token_bytes(32), uuid4())
    assert len(password) == 20
    assert set(password) <= set(ALPHABET)
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("01IO")
    assert typed(grouped(password)) == password


def test_flipped_bytes_never_yield_another_workbook() -> None:
    dice = random.Random(2026)
    accepted = 0
    for _turn in range(FLIPS):
        changed = bytearray(SEALED)
        changed[dice.randrange(len(changed))] ^= dice.randrange(1, 256)
        try:
            opened = open_with_key(bytes(changed), key("desk STC"), desk())
        except PacketError:
            continue
        accepted += 1
        assert opened == INNER
    assert accepted < FLIPS / 2


def test_without_the_integrity_check_a_flip_would_get_through(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = write_container(INFO, PACKAGE[:100] + bytes([PACKAGE[100] ^ 1]) + PACKAGE[101:])
    assert refused(changed) == "seal-integrity"
    package_key = agile.key_from_password(agile.read_description(INFO), PASSWORD)
    monkeypatch.setattr(hmac, "compare_digest", operator.ne)
    assert agile.decrypt_package(read_container(changed)[1], package_key, agile.read_description(INFO)) != INNER


def test_the_file_alone_says_which_password_opens_it() -> None:
    packet, secret = uuid4(), secrets.token_bytes(32)
    sealed = seal.seal(INNER, desk(), packet_password(secret, packet), packet)
    assert seal.packet_id_of(sealed) == packet
    assert seal.open_with_password(sealed, packet_password(secret, seal.packet_id_of(sealed))) == INNER
