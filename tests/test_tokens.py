"""A key inside a token signs what packets need, and every way in which a token fails has its own plain sentence."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11 import TokenFlag

from hn_desk.errors import DeskError
from hn_desk.packets.authority import read_request
from hn_desk.packets.authority import request as signed_request
from hn_desk.tokens import KeyPlace, TokenFound, keys_on, opened_key, place_of, tokens_of, wrong_pin
from tests import softhsm
from tests.packets.keyring import OFFICE
from tests.softhsm import PIN


@pytest.mark.parametrize("kind", ["RSA-2048", "P-256"])
def test_a_key_made_inside_signs_its_request_and_never_leaves(kind: str) -> None:
    place = softhsm.key(kind)

    with opened_key(place, PIN) as key:
        data = signed_request(key, OFFICE, "office")
        with pytest.raises(TypeError):
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    assert read_request(data, "office")[0] == OFFICE
    assert softhsm.KINDS[kind] in {one.kind for one in keys_on(softhsm.token(), PIN) if one.place == place}


def test_the_place_of_a_key_is_kept_as_a_text_without_the_pin() -> None:
    place = KeyPlace("C:\\Program Files\\Token Việt\\token.dll", "00 1a;?", "00ff3f")

    assert place_of(place.uri()) == place
    assert "pin" not in place.uri().casefold()
    with pytest.raises(DeskError, match="not on this token"):
        place_of("pkcs11:object=x")


def test_a_wrong_pin_is_told_with_what_the_token_says_of_further_tries() -> None:
    place = softhsm.key("P-256")

    with pytest.raises(DeskError) as refused, opened_key(place, "999999"):
        pass

    assert refused.value.reason == "token-pin-low"
    with opened_key(place, PIN):
        pass


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (TokenFlag(0), "token-pin"),
        (TokenFlag.USER_PIN_COUNT_LOW, "token-pin-low"),
        (TokenFlag.USER_PIN_COUNT_LOW | TokenFlag.USER_PIN_FINAL_TRY, "token-pin-last"),
        (TokenFlag.USER_PIN_LOCKED | TokenFlag.USER_PIN_FINAL_TRY, "token-locked"),
    ],
)
def test_the_tries_left_are_those_that_the_token_tells(flags: TokenFlag, reason: str) -> None:
    assert wrong_pin(flags).reason == reason


@pytest.mark.parametrize("module", ["/nowhere/libtoken.so", "/etc/hostname", ""])
def test_a_driver_that_is_missing_or_none_at_all_is_told(module: str) -> None:
    with pytest.raises(DeskError) as refused:
        tokens_of(module)

    assert refused.value.reason == "token-module"


def test_a_token_that_is_not_plugged_in_and_a_key_that_is_gone_are_told() -> None:
    module = softhsm.token().module

    with pytest.raises(DeskError) as absent, opened_key(KeyPlace(module, "another", "00"), PIN):
        pass
    with pytest.raises(DeskError) as gone, opened_key(KeyPlace(module, softhsm.token().serial, "00"), PIN):
        pass
    with pytest.raises(DeskError) as unplugged:
        keys_on(TokenFound(module, "another", "", is_locked=False), PIN)

    reasons = (absent.value.reason, gone.value.reason, unplugged.value.reason)
    assert reasons == ("token-absent", "token-key", "token-absent")
