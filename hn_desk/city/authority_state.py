"""The authority's folder as its acts read and write it: facts, the opened root, what is trusted, the register."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hn_desk import files, keys
from hn_desk.city.places import (
    LARGEST_KEY,
    AuthorityPlaces,
    authority_places,
    desk_codes,
    desk_places,
    read_facts,
    write_facts,
)
from hn_desk.city.register import read_register, write_act
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.packets import authority
from hn_desk.packets.authority import Authority
from hn_desk.packets.certificates import Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.trust_folder import read_trust_folder, write_trust_folder
from hn_desk.packets.trust_keeping import Certificate, certificate_of, is_same_key, pem_of, revoked_serials

FACTS: Final = frozenset({"environment", "bits", "rounds", "crl_number"})
FIRST: Final = "begin"
"""The first act of the register: what there was before it, or what a new city was made of."""
ROOT_CHANGE: Final = "root.change"
"""The act by which a new root takes the place of the one before."""
REVOKED_KEYS: Final = "revoked_keys"
"""Under this name a new root's act keeps the hashes of keys that were revoked under the older one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in the authority's folder before an act: its places, facts, what is trusted; the act's moment."""

    folder: Path
    places: AuthorityPlaces
    facts: Mapping[str, Any]
    trust: Trust
    now: datetime

    def root(self, passphrase: str) -> Authority:
        """Open the root's key. SignInError for a wrong passphrase, StorageError when the key is another's."""
        key = keys.open_private_key(files.read_whole(self.places.root_key, LARGEST_KEY), passphrase)
        if not is_same_key(self.trust.root, key):
            raise StorageError(
                _("The file of the root's key does not belong to the root's certificate."),
                do=_("Put the city's folder back from its last backup, or begin a new root."),
                reason="root-key",
            )
        return Authority(key, self.trust.root)

    def delegate(self, passphrase: str) -> Signer:
        """Open the key that signs trust packs. SignInError for a wrong passphrase."""
        key = keys.open_private_key(files.read_whole(self.places.delegate_key, LARGEST_KEY), passphrase)
        return Signer(key, self.delegate_certificate())

    def delegate_certificate(self) -> Certificate:
        """The certificate of the key that signs trust packs."""
        return certificate_of(files.read_whole(self.places.delegate_certificate, LARGEST_KEY).decode())


@dataclass(frozen=True, slots=True)
class Deed:
    """One act for the register: its name, plain facts, the key opened for it, serial numbers it revokes and since."""

    act: str
    content: Mapping[str, Any]
    signer: Signer | None = None
    revoked: Mapping[int, datetime] = field(default_factory=dict)


def standing(folder: Path, now: datetime | None = None) -> Standing:
    """Read the authority's folder. StorageError when it is missing or damaged."""
    places = authority_places(folder)
    facts = read_facts(places.facts, FACTS)
    return Standing(folder, places, facts, read_trust_folder(places.trust), now or datetime.now(UTC))


def keep(state: Standing, trust: Trust, deed: Deed) -> None:
    """Write the act into the register, then what is trusted now for the authority and each desk beside it."""
    write_deed(state, deed)
    publish(state.folder, trust)


def keep_with_list(state: Standing, root: Authority, trust: Trust, deed: Deed) -> Trust:
    """As `keep`, signed by the root, with a new list of revoked certificates, its number one higher; what is trusted.

    The list's days are those of the moment: the next one is due in 90 days.
    """
    number, signer = state.facts["crl_number"] + 1, Signer(root.key, root.certificate)
    crl = authority.make_crl(root, number, state.now, {**deed.revoked, **revoked_serials(trust)})
    listed = replace(trust, crls=(crl,), next_update=crl.next_update_utc)
    write_deed(state, replace(deed, content={**deed.content, "list": number}, signer=signer))
    write_facts(state.places.facts, {**state.facts, "crl_number": number})
    publish(state.folder, listed)
    return listed


def write_deed(state: Standing, deed: Deed) -> None:
    """Write an act into the register; the first one that a key signs is preceded by what stood before it began."""
    path = state.places.register
    if deed.signer and all(entry.act != FIRST for entry in read_register(path)):
        before = beginning(state.trust, state.delegate_certificate(), state.facts["crl_number"])
        write_act(path, FIRST, before, state.now, deed.signer)
    write_act(path, deed.act, deed.content, state.now, deed.signer)


def beginning(trust: Trust, delegate: Certificate, number: int) -> dict[str, Any]:
    """What the register says of the day it begins: root, delegate, every certificate, the number of the list."""
    certificates = [*trust.desks.values(), *(one for kept in trust.offices.values() for one in kept)]
    certificates += [one for kept in trust.checks.values() for one in kept]
    return {
        "root": pem_of(trust.root).decode(),
        "delegate": pem_of(delegate).decode(),
        "certificates": sorted(serial_of(one) for one in certificates),
        "revoked": sorted(f"{serial:x}" for serial in revoked_serials(trust)),
        "list": number,
        "pack": trust.number,
    }


def serial_of(certificate: Certificate) -> str:
    """The serial number of a certificate (hex), by which lists, windows and the register name it."""
    return f"{certificate.serial_number:x}"


def publish(folder: Path, trust: Trust) -> None:
    """Write what is trusted for the authority and for each desk beside it."""
    write_trust_folder(trust, authority_places(folder).trust)
    for desk in desk_codes(folder):
        write_trust_folder(trust, desk_places(folder, desk).trust)
