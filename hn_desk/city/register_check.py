"""The proof of the authority's register: chain, signatures, and that folder and register tell of the same acts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hn_desk.city.authority_state import FIRST, ROOT_CHANGE, Standing, serial_of, standing
from hn_desk.city.register import ACT, Entry, entry_hash, read_register
from hn_desk.errors import PacketError
from hn_desk.i18n import _
from hn_desk.models.audit import START
from hn_desk.packets.certificates import check_issued
from hn_desk.packets.signature_value import is_signed_by
from hn_desk.packets.trust_keeping import Certificate, certificate_of, hash_of, revoked_serials

UNSIGNED: Final = {"paper.withdraw": frozenset({"office", "paper", "day"})}
"""Acts that need no key, and all that such an act may say."""


@dataclass(frozen=True, slots=True)
class RegisterProof:
    """How many acts the register holds, and every flaw as a whole sentence; none means that it holds."""

    count: int
    flaws: tuple[str, ...]


def check_register(folder: Path) -> RegisterProof:
    """Prove the register of the authority in this folder. StorageError when a file can't be read."""
    state = standing(folder)
    entries = read_register(state.places.register)
    has_begun = any(entry.act == FIRST for entry in entries)
    checks = (_chain, _signatures, *((_certificates, _revoked, _numbers) if has_begun else (_not_begun,)))
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
    """Each act by the root of its time, or by a delegate of that root.

    From the newest act back: the root of today signs the act that made it the root, and the chain puts everything
    before under that signature, the root before it too. The beginning may bear the name of the root that followed it.
    """
    delegates = [state.delegate_certificate(), *_certificates_named(entries, "delegate")]
    root: Certificate | None = state.trust.root
    above: tuple[Certificate, ...] = ()
    for at, entry in reversed(list(enumerate(entries))):
        signers = _signers(root, delegates) if root else {}
        if entry.act == FIRST:
            signers |= {hash_of(one): one for one in above}
        if not (_is_free(entry) or _is_signed(entry, signers)):
            yield _("Act {number} of the register is not signed by the authority.").format(number=entry.number)
        if entry.act == ROOT_CHANGE:
            above = (root,) if root else ()
            root = next(reversed(_certificates_named(entries[:at], "root")), None)


def _is_free(entry: Entry) -> bool:
    return not entry.signer and entry.content.keys() <= UNSIGNED.get(entry.act, frozenset())


def _is_signed(entry: Entry, signers: Mapping[str, Certificate]) -> bool:
    certificate = signers.get(entry.signer)
    return certificate is not None and is_signed_by(certificate, ACT + entry.hash.encode(), entry.signature)


def _signers(root: Certificate, delegates: Sequence[Certificate]) -> dict[str, Certificate]:
    return {hash_of(one): one for one in (root, *(one for one in delegates if _is_of(root, one)))}


def _is_of(root: Certificate, delegate: Certificate) -> bool:
    try:
        check_issued(delegate, root, delegate.not_valid_before_utc, "delegate")
    except PacketError:
        return False
    return True


def _certificates_named(entries: Sequence[Entry], name: str) -> list[Certificate]:
    return [certificate_of(entry.content[name]) for entry in entries if entry.content.get(name)]


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
    if lists[-1:] != [state.facts["crl_number"]] or packs[-1:] != [state.trust.number]:
        yield _("The newest list or trust pack stands in no act of the register.")


def _not_begun(_state: Standing, _entries: Sequence[Entry]) -> Iterator[str]:
    yield _("There is no register yet; the next act of the authority begins it.")


def _named(entries: Sequence[Entry], name: str) -> set[str]:
    return {serial for entry in entries for serial in entry.content.get(name, ())}


def _since_the_root(entries: Sequence[Entry], found: Callable[[Entry], Sequence[str]]) -> set[str]:
    """What acts name since the newest root: a new root begins an empty list."""
    starts = [at for at, entry in enumerate(entries) if "root" in entry.content]
    return {serial for entry in entries[starts[-1] if starts else 0 :] for serial in found(entry)}
