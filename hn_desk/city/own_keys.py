"""The officers' copy of a desk's private keys: each officer's own passphrase opens it, the authority's is not needed.

The authority makes and renews the keys behind its own passphrase (`opening.key`). Beside each lies `opening.own`: the
same key under a random secret, which is handed over to the desk's box key; the master key of the key file yields that.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Final

from hn_desk import files, keys
from hn_desk.city.places import LARGEST_KEY, DeskPlaces
from hn_desk.keys import Locked, PrivateKey, bytes_of, check_names, damaged, sub_key, text_of
from hn_desk.officer_keys import KEY_LENGTH, Box, HandedOver, hand_over
from hn_desk.packets.cms import Signer
from hn_desk.packets.trust_keeping import certificate_of

BOX: Final = "own.box"
ROUNDS: Final = 1_000
"""Of a copy: the secret that it stands behind is random, not typed."""
_PURPOSE: Final = b"hn-desk/6 box key of a desk"
_CONTEXT: Final = b"hn-desk/6 private key of a desk "


@dataclass(frozen=True, slots=True)
class Behind:
    """What opens a desk's private keys: the master key, or the passphrase that the authority sealed them with."""

    master: bytes = field(repr=False)
    passphrase: str = field(repr=False)


def begin_own(places: DeskPlaces, master: bytes) -> None:
    """Let the authority seal private keys for this desk's officers, too. StorageError when somebody else's box lies."""
    public = _box(master).public
    path = places.keys / BOX
    if not path.exists():
        files.write_whole(path, text_of(public).encode())
    elif _public(places) != public:
        raise damaged()


def keep_own(places: DeskPlaces, name: str, key: PrivateKey) -> None:
    """Keep the officers' copy of the private key `name`, such as `opening`; nothing while the desk has no box key."""
    if not (places.keys / BOX).exists():
        return
    secret = text_of(secrets.token_bytes(KEY_LENGTH))
    handed = hand_over(secret.encode(), _public(places), context=_CONTEXT + name.encode())
    sealed = keys.seal_private_key(key, secret, rounds=ROUNDS)
    plain = {"ephemeral": text_of(handed.ephemeral), "locked": handed.locked.to_dict(), "key": text_of(sealed)}
    files.write_whole(places.keys / f"{name}.own", json.dumps(plain).encode())


def own_signer(places: DeskPlaces, name: str, behind: Behind) -> Signer:
    """The private key `name` with its certificate, by the officers' copy, which is made where there is none yet.

    SignInError when there is no copy and the passphrase is not the one that the authority sealed the key with.
    """
    certificate = certificate_of(files.read_whole(places.keys / f"{name}.pem", LARGEST_KEY).decode())
    path = places.keys / f"{name}.own"
    if path.exists():
        return Signer(_opened(files.read_whole(path, LARGEST_KEY), name, _box(behind.master)), certificate)
    key = keys.open_private_key(files.read_whole(places.keys / f"{name}.key", LARGEST_KEY), behind.passphrase)
    keep_own(places, name, key)
    return Signer(key, certificate)


def _opened(data: bytes, name: str, box: Box) -> PrivateKey:
    plain = _plain(data)
    check_names(plain, {"ephemeral", "locked", "key"})
    handed = HandedOver(bytes_of(plain["ephemeral"], KEY_LENGTH, KEY_LENGTH), Locked.from_dict(plain["locked"]))
    secret = box.open(handed, context=_CONTEXT + name.encode())
    return keys.open_private_key(bytes_of(plain["key"], 1, LARGEST_KEY), secret.decode())


def _plain(data: bytes) -> dict[str, Any]:
    try:
        plain: dict[str, Any] = json.loads(data)
    except ValueError as error:
        raise damaged() from error
    return plain


def _public(places: DeskPlaces) -> bytes:
    return bytes_of(files.read_whole(places.keys / BOX, LARGEST_KEY).decode("ascii", "replace"), KEY_LENGTH, KEY_LENGTH)


def _box(master: bytes) -> Box:
    return Box(sub_key(master, _PURPOSE))
