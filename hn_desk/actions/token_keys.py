"""The office's signing key inside a token: tokens and keys are looked for, a request is made for one of them."""

from pathlib import Path

from hn_desk import tokens
from hn_desk.actions.key_requests import keep_request
from hn_desk.actions.office import Office
from hn_desk.actions.rulebook import read_toml
from hn_desk.settings import resource
from hn_desk.tokens import KINDS, RSA_3072, WRONG_PIN, KeyFound, KeyPlace, TokenFound

__all__ = [
    "KINDS",
    "RSA_3072",
    "WRONG_PIN",
    "KeyFound",
    "KeyPlace",
    "TokenFound",
    "find_keys",
    "find_tokens",
    "known_drivers",
    "make_token_request",
]


def known_drivers() -> tuple[tuple[str, str], ...]:
    """The tokens' drivers that are found on this PC without asking: (file, name of the maker)."""
    drivers = read_toml(resource("token_drivers.toml"))["drivers"]
    found = ((file, str(one["name"])) for one in drivers for file in one["files"])
    return tuple((file, name) for file, name in found if Path(file).is_file())


def find_tokens(office: Office, module: str) -> tuple[TokenFound, ...]:
    """The tokens that are plugged in, by the driver's file. DeskError when the driver can't be used."""
    office.require("keys.write")
    return tokens.tokens_of(module)


def find_keys(office: Office, token: TokenFound, pin: str) -> tuple[KeyFound, ...]:
    """The keys on a token that packets accept. SignInError for a wrong PIN, DeskError for a token that is gone."""
    office.require("keys.write")
    return tokens.keys_on(token, pin)


def make_token_request(
    office: Office, token: TokenFound, pin: str, *, kind: str = RSA_3072, key: KeyPlace | None = None
) -> bytes:
    """The request (PEM) for a key on a token, made there now unless `key` names one; the token signs it.

    The PIN is used here and forgotten; what is kept is where the key is. SignInError for a wrong PIN, DeskError else.
    """
    office.require("keys.write")
    place = key or tokens.make_key(token, pin, kind)
    with tokens.opened_key(place, pin) as private, office.write() as session:
        return keep_request(session, office, private, token=place.uri())
