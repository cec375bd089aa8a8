"""The proof of the authority's register: chain, signatures, and that folder and register tell of the same acts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hn_desk.city.authority_state import FIRST, Standing, serial_of, standing
from hn_desk.city.register import ACT, Entry, entry_hash, read_register
from hn_desk.i18n import _
from hn_desk.models.audit import START
from hn_desk.packets.signature_value import is_signed_by
from hn_desk.packets.trust_keeping import Certificate, certificate_of, hash_of, revoked_serials

UNSIGNED: Final = frozenset({FIRST, "paper.withdraw"})
"""Acts that need no key: what stood before the register began, and a paper named as withdrawn."""


@dataclass(frozen=True, slots=True)
class RegisterProof:
    """How many acts the register holds, and every flaw as a whole sentence; none means that it holds."""

    count: int
    flaws: tuple[str, ...]


def check_register(folder: Path) -> RegisterProof:
    """Prove the register of the authority in this folder. StorageError when a file can't be read."""
    state = standing(folder)
    entries = read_register(state.places.register)
    checks = (_chain, _signatures, _certificates, _revoked, _numbers)
    flaws = tuple(flaw for check in checks for flaw in check(state, entries))
    return RegisterProof(len(entries), flaws)


def _chain(_state: Standing, entries: Sequence[Entry]) -> Iterator[str]:
    previous = START
    for number, entry in enumerate(entries, 1):
        own = entry_hash(entry.number, entry.previous, entry.at, (entry.act, entry.content))
        if entry.number != number or entry.previous != previous or entry.hash != own:
            yield _("Act {number} of the register was changed, or an act before it was taken out.").format(
                number=number
            )
            return
        previous = entry.hash


def _signatures(state: Standing, entries: Sequence[Entry]) -> Iterator[str]:
    signers = {hash_of(one): one for one in _signers(state, entries)}
    for entry in entries:
        certificate = signers.get(entry.signer)
        is_free = entry.act in UNSIGNED and not entry.signer
        if not is_free and (
            certificate is None or not is_signed_by(certificate, ACT + entry.hash.encode(), entry.signature)
        ):
            yield _("Act {number} of the register is not signed by the authority.").format(number=entry.number)


def _signers(state: Standing, entries: Sequence[Entry]) -> Iterator[Certificate]:
    yield state.trust.root
    yield state.delegate_certificate()
    for entry in entries:
        for name in ("root", "delegate"):
            if entry.content.get(name):
                yield certificate_of(entry.content[name])


def _certificates(state: Standing, entries: Sequence[Entry]) -> Iterator[str]:
    written = _named(entries, "certificates")
    trust = state.trust
    offices = [(code, one) for kept in (trust.offices, trust.checks) for code, kept_ in kept.items() for one in kept_]
    for owner, certificate in (*trust.desks.items(), *offices):
        if serial_of(certificate) not in written:
            yield _("The certificate {number} of {owner} stands in no act of the register.").format(
                number=serial_of(certificate), owner=owner
            )


def _revoked(state: Standing, entries: Sequence[Entry]) -> Iterator[str]:
    revoked = {f"{serial:x}" for serial in revoked_serials(state.trust)}
    written = _since_the_root(entries, lambda entry: entry.content.get("revoked", ()))
    for serial in sorted(revoked ^ written):
        yield _("The list of revoked certificates and the register differ about {number}.").format(number=serial)


def _numbers(state: Standing, entries: Sequence[Entry]) -> Iterator[str]:
    lists = [entry.content["list"] for entry in entries if "list" in entry.content]
    packs = [entry.content["pack"] for entry in entries if "pack" in entry.content]
    if entries and (lists[-1:] != [state.facts["crl_number"]] or packs[-1:] != [state.trust.number]):
        yield _("The newest list or trust pack stands in no act of the register.")
    if not entries:
        yield _("There is no register yet; the next act of the authority begins it.")


def _named(entries: Sequence[Entry], name: str) -> set[str]:
    return {serial for entry in entries for serial in entry.content.get(name, ())}


def _since_the_root(entries: Sequence[Entry], found: Callable[[Entry], Sequence[str]]) -> set[str]:
    """What acts name since the newest root: a new root begins an empty list."""
    starts = [at for at, entry in enumerate(entries) if "root" in entry.content]
    return {serial for entry in entries[starts[-1] if starts else 0 :] for serial in found(entry)}
