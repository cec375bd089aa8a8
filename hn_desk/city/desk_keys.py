"""A desk's private keys as files, numbered as they were renewed: older keys open what was sealed for them.

`opening.key` and `opening.pem` are the first pair, `opening-2.key` the next; a pair counts when both are there.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hn_desk import files, keys
from hn_desk.city.own_keys import Behind, keep_own, own_signer
from hn_desk.city.places import LARGEST_KEY, DeskPlaces, desk_places
from hn_desk.keys import Cost, PrivateKey
from hn_desk.packets import authority
from hn_desk.packets.authority import Authority, Grant, Subject
from hn_desk.packets.certificates import Role
from hn_desk.packets.cms import Signer
from hn_desk.packets.trust_keeping import Certificate, certificate_of, pem_of

OPENING: Final = "opening"
RECEIPT: Final = "receipt"
ROLES: Final[dict[str, Role]] = {OPENING: "desk", RECEIPT: "receipt"}


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """Who certifies a desk's keys, and what protects them; the passphrase is the authority's and that of `keeper`."""

    root: Authority
    passphrase: str
    bits: int
    rounds: int
    cost: Cost
    keeper: str = ""


def make_key(places: DeskPlaces, desk: str, use: str, plan: DeskKeys, now: datetime) -> Certificate:
    """Make the desk's next key for `use` and its certificate, both kept; the certificate."""
    key = authority.new_key(plan.bits)
    request = authority.request(key, Subject(desk, f"HN Desk {desk}"))
    certificate = authority.issue(plan.root, request, Grant(ROLES[use], now))
    keep_key(places, use, Signer(key, certificate), (plan.passphrase, plan.rounds))
    return certificate


def keep_key(places: DeskPlaces, use: str, signer: Signer, how: tuple[str, int]) -> None:
    """Keep a key with its certificate as the newest of its use; `how`: passphrase and rounds."""
    passphrase, rounds = how
    name = _file(use, max(_numbers(places, use, "*"), default=0) + 1)
    files.write_whole(places.keys / f"{name}.key", keys.seal_private_key(signer.key, passphrase, rounds=rounds))
    keep_own(places, name, signer.key)
    files.write_whole(places.keys / f"{name}.pem", pem_of(signer.certificate))


def certificates_of(folder: Path, desk: str, use: str) -> tuple[Certificate, ...]:
    """The certificates that a desk has had for `use`, the newest last; also those whose key is gone."""
    places = desk_places(folder, desk)
    return tuple(_certificate(places, use, number) for number in _numbers(places, use, "*.pem"))


def desk_signers(places: DeskPlaces, use: str, passphrase: str) -> tuple[Signer, ...]:
    """The desk's keys for `use`, opened by the authority's passphrase, the newest last.

    SignInError for a wrong passphrase, StorageError when there is no whole pair of key and certificate.
    """
    return tuple(
        Signer(_key(places, use, number, passphrase), _certificate(places, use, number))
        for number in _whole(places, use, ("key",))
    )


def own_signers(places: DeskPlaces, use: str, behind: Behind) -> tuple[Signer, ...]:
    """The desk's keys for `use`, opened by the copies of its officers, the newest last; refusals as `own_signer`."""
    return tuple(own_signer(places, _file(use, number), behind) for number in _whole(places, use, ("key", "own")))


def forget_older(places: DeskPlaces, use: str) -> None:
    """Take away the private keys for `use` but the newest; their certificates stay."""
    for number in _numbers(places, use, "*.pem")[:-1]:
        for kind in ("key", "own"):
            files.take_away(_path(places, use, number, kind))


def _whole(places: DeskPlaces, use: str, kinds: tuple[str, ...]) -> list[int]:
    """The certificates with a key of these kinds; the first when there is none, so that its absence is told."""
    found = _numbers(places, use, "*.pem")
    return [one for one in found if any(_path(places, use, one, kind).exists() for kind in kinds)] or [1]


def _key(places: DeskPlaces, use: str, number: int, passphrase: str) -> PrivateKey:
    return keys.open_private_key(files.read_whole(_path(places, use, number, "key"), LARGEST_KEY), passphrase)


def _certificate(places: DeskPlaces, use: str, number: int) -> Certificate:
    return certificate_of(files.read_whole(_path(places, use, number, "pem"), LARGEST_KEY).decode())


def _numbers(places: DeskPlaces, use: str, ending: str) -> list[int]:
    names = (re.fullmatch(rf"{use}(?:-([1-9][0-9]*))?", path.stem) for path in places.keys.glob(f"{use}{ending}"))
    return sorted({int(found[1] or 1) for found in names if found})


def _path(places: DeskPlaces, use: str, number: int, kind: str) -> Path:
    return places.keys / f"{_file(use, number)}.{kind}"


def _file(use: str, number: int) -> str:
    return use if number == 1 else f"{use}-{number}"
