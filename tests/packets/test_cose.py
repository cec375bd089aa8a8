"""COSE_Sign1: one shape, read as strictly as written."""

from collections.abc import Callable
from functools import cache
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.packets import cose
from hn_desk.packets.authority import new_curve_key

PAYLOAD = b"\xa1\x01\x02"


@cache
def key() -> ec.EllipticCurvePrivateKey:
    return new_curve_key()


def parts() -> list[Any]:
    return list(cbor2.loads(cose.sign(PAYLOAD, key())).value)


def test_what_is_signed_is_read_and_holds() -> None:
    signed = cose.read(cose.sign(PAYLOAD, key()))
    assert (signed.payload, signed.key_id) == (PAYLOAD, cose.key_id_of(key().public_key()))
    assert cose.holds(signed, key().public_key())


def test_it_is_the_shape_of_the_standard() -> None:
    protected, unprotected, payload, signature = parts()
    assert cbor2.loads(protected) == {1: -7, 4: cose.key_id_of(key().public_key())}
    assert (unprotected, payload) == ({}, PAYLOAD)
    assert isinstance(signature, bytes)
    assert len(signature) == 64


def test_the_same_payload_is_signed_the_same_way() -> None:
    assert cose.sign(PAYLOAD, key()) == cose.sign(PAYLOAD, key())


def test_another_key_or_payload_does_not_hold() -> None:
    signed = cose.read(cose.sign(PAYLOAD, key()))
    other = cose.Signed(signed.protected, signed.key_id, b"\xa1\x01\x03", signed.signature)
    empty = cose.Signed(signed.protected, signed.key_id, PAYLOAD, bytes(64))
    assert not cose.holds(signed, new_curve_key().public_key())
    assert not cose.holds(other, key().public_key())
    assert not cose.holds(empty, key().public_key())


HEADERS: list[object] = [[], {}, {1: -7}, {1: -8, 4: bytes(8)}, {1: -7, 4: bytes(9)}, {1: -7, 4: bytes(8), 5: 0}]
SHAPES: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a break": lambda: b"\xff",
    "a string longer than memory": lambda: b"\x5b\x7f\xff\xff\xff\xff\xff\xff\xff",
    "lists in lists": lambda: b"\x81" * 900,
    "too long": lambda: bytes(cose.LARGEST + 1),
    "a list": lambda: cbor2.dumps([1]),
    "a byte behind": lambda: cose.sign(PAYLOAD, key()) + b"\0",
    "another tag": lambda: cbor2.dumps(cbor2.CBORTag(17, parts())),
    "no tag": lambda: cbor2.dumps(parts()),
    "five parts": lambda: tagged([*parts(), 1]),
    "an unprotected header": lambda: tagged([parts()[0], {1: 1}, *parts()[2:]]),
    "a short signature": lambda: tagged([*parts()[:3], bytes(63)]),
}


def tagged(found: list[Any]) -> bytes:
    return cbor2.dumps(cbor2.CBORTag(18, found))


@pytest.mark.parametrize("shape", SHAPES)
def test_any_other_shape_is_refused(shape: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        cose.read(SHAPES[shape]())


@pytest.mark.parametrize("header", HEADERS, ids=str)
def test_any_other_protected_header_is_refused(header: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        cose.read(tagged([cbor2.dumps(header), *parts()[1:]]))


@given(st.binary(max_size=120) | st.binary(max_size=120).map(lambda tail: b"\xd2\x84" + tail))
def test_arbitrary_bytes_are_refused_in_order(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        cose.read(data)
