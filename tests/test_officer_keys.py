"""An officer's own keys: what they sign and what can be handed over to them."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk.errors import StorageError
from hn_desk.officer_keys import SIGNATURE_LENGTH, Signer, hand_over, is_signed, key_id, new_box, new_signer

LAN, MAI = new_signer(), new_signer()


@given(purpose=st.binary(max_size=20), message=st.binary(max_size=200))
@settings(max_examples=50)
def test_a_signature_holds_for_its_message_and_purpose_alone(purpose: bytes, message: bytes) -> None:
    signature = LAN.sign(purpose, message)
    assert len(signature) == SIGNATURE_LENGTH
    assert is_signed(LAN.public, purpose, message, signature)
    assert not is_signed(LAN.public, purpose + b"x", message, signature)
    assert not is_signed(LAN.public, purpose, message + b"x", signature)
    assert not is_signed(MAI.public, purpose, message, signature)


def test_letters_do_not_move_from_the_purpose_into_the_message() -> None:
    assert not is_signed(LAN.public, b"ab", b"c", LAN.sign(b"a", b"bc"))


@given(place=st.integers(0, SIGNATURE_LENGTH * 8 - 1))
def test_no_flipped_bit_of_a_signature_is_taken(place: int) -> None:
    signature = bytearray(LAN.sign(b"p", b"m"))
    signature[place // 8] ^= 1 << place % 8
    assert not is_signed(LAN.public, b"p", b"m", bytes(signature))


def test_a_signature_is_plain_ed25519_over_the_length_of_the_purpose_the_purpose_and_the_message() -> None:
    Ed25519PublicKey.from_public_bytes(LAN.public).verify(LAN.sign(b"pur", b"message"), b"\0\3purmessage")


def test_what_is_no_key_signs_nothing() -> None:
    assert not is_signed(b"short", b"p", b"m", LAN.sign(b"p", b"m"))


def test_a_seed_gives_its_key_again() -> None:
    again = Signer(LAN.secret)
    assert (again.public, again.key_id) == (LAN.public, key_id(LAN.public))


@given(secret=st.binary(max_size=100))
@settings(max_examples=50)
def test_what_is_handed_over_comes_out_of_the_one_box_it_was_meant_for(secret: bytes) -> None:
    mine, other = new_box(), new_box()
    handed = hand_over(secret, mine.public, context=b"here")
    assert mine.open(handed, context=b"here") == secret
    for box, context in ((other, b"here"), (mine, b"there")):
        with pytest.raises(StorageError):
            box.open(handed, context=context)


def test_a_changed_hand_over_is_damaged() -> None:
    mine = new_box()
    handed = hand_over(b"secret", mine.public, context=b"here")
    for ephemeral in (new_box().public, bytes(32)):
        with pytest.raises(StorageError) as refused:
            mine.open(replace(handed, ephemeral=ephemeral), context=b"here")
        assert refused.value.reason == "key-file-damaged"


def test_nothing_is_handed_over_to_a_key_that_is_none() -> None:
    with pytest.raises(StorageError) as refused:
        hand_over(b"secret", bytes(32), context=b"here")
    assert refused.value.reason == "officer-key"
