"""A new root in the place of one that was lost or stolen: the same keys are certified again for the same days.

Offices trust the new root only when somebody there compares its four words with the city (`keyring.pin_root`). PACKET
§7; the drill stands in docs/lost-root.md.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hn_desk import files, keys
from hn_desk.city.authority_state import REVOKED_KEYS, ROOT_CHANGE, Deed, Standing, keep, serial_of, standing
from hn_desk.city.desk_keys import OPENING, RECEIPT, ROLES, desk_signers, forget_older, keep_key
from hn_desk.city.places import desk_codes, desk_places, write_facts
from hn_desk.city.renewing import make_delegate
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.packets import authority
from hn_desk.packets.authority import Authority
from hn_desk.packets.certificates import Role, Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.trust_keeping import Certificate, key_hash, pem_of, revoked_serials, root_words

Clock = Callable[[], datetime]
ROOT_NAME: Final = "HN Desk root"


def change_root(
    folder: Path, passphrase: str, reason: str, *, above: int = 0, clock: Clock | None = None
) -> tuple[str, ...]:
    """Make a new root and certify every key that still counts again under it; the four words of the new root.

    The older root's key is not needed and is replaced; `passphrase` must open the delegate's key. What was revoked is
    left out; its keys are never certified again. Packets that the desks have not applied yet count no more: an office
    that takes the new root sends all of it once more by itself. The next trust pack is numbered higher than `above`:
    for a city set up anew.
    """
    if not reason.strip():
        problem = Problem("reason", _("Write why the city begins a new root."))
        raise InputError(_("No new root was made."), do=_("Mend the marked fields."), problems=(problem,))
    state = standing(folder, (clock or _utc)())
    state.delegate(passphrase)
    before = state.trust.root.not_valid_before_utc
    key = authority.new_key(state.facts["bits"])
    root = authority.create_root(ROOT_NAME, state.now, key, since=before)
    number, rounds = state.facts["crl_number"] + 1, state.facts["rounds"]
    crl = authority.make_crl(root, number, state.now, {})
    desks = {desk: _renew_desk(state, root, desk, passphrase) for desk in desk_codes(folder)}
    trust = replace(
        state.trust,
        root=root.certificate,
        crls=(crl,),
        desks=desks,
        offices=_again(state, root, "office"),
        checks=_again(state, root, "check"),
        next_update=crl.next_update_utc,
        number=max(state.trust.number, above),
    )
    delegate = make_delegate(state.places, root, passphrase, (state.facts["bits"], rounds, state.now))
    files.write_whole(state.places.root_key, keys.seal_private_key(key, passphrase, rounds=rounds))
    write_facts(state.places.facts, {**state.facts, "crl_number": number})
    keep(
        state,
        trust,
        Deed(ROOT_CHANGE, _content(state.trust, trust, delegate, (reason, number)), Signer(key, root.certificate)),
    )
    for desk in desks:
        forget_older(desk_places(folder, desk), RECEIPT)
    return root_words(trust)


def _renew_desk(state: Standing, root: Authority, desk: str, passphrase: str) -> Certificate:
    """The desk's keys of today under the new root; older ones stay, to open what was sealed for them."""
    places, how = desk_places(state.folder, desk), (passphrase, state.facts["rounds"])
    opening = state.trust.desks.get(desk)
    for use in (RECEIPT, OPENING):
        known = desk_signers(places, use, passphrase)
        now = next((one for one in known if one.certificate == opening), known[-1])
        certificate = authority.issue_again(root, now.certificate, ROLES[use])
        keep_key(places, use, Signer(now.key, certificate), how)
    return certificate


def _again(state: Standing, root: Authority, role: Role) -> dict[str, tuple[Certificate, ...]]:
    revoked = revoked_serials(state.trust)
    kept = state.trust.offices if role == "office" else state.trust.checks
    counting = {code: [one for one in mine if one.serial_number not in revoked] for code, mine in kept.items()}
    return {
        code: tuple(authority.issue_again(root, one, role) for one in mine) for code, mine in counting.items() if mine
    }


def _revoked_keys(trust: Trust) -> list[str]:
    """The hashes of the offices' revoked keys, whose certificates the new root leaves out."""
    revoked = revoked_serials(trust)
    kept = [one for of_role in (trust.offices, trust.checks) for mine in of_role.values() for one in mine]
    return sorted({key_hash(one) for one in kept if one.serial_number in revoked})


def _content(before: Trust, trust: Trust, delegate: Certificate, told: tuple[str, int]) -> dict[str, object]:
    """What the register says of a new root; `told`: the reason, the number of the list."""
    reason, number = told
    certificates = [*trust.desks.values()]
    certificates += [one for kept in (trust.offices, trust.checks) for mine in kept.values() for one in mine]
    return {
        "root": pem_of(trust.root).decode(),
        "delegate": pem_of(delegate).decode(),
        "certificates": [serial_of(one) for one in certificates],
        REVOKED_KEYS: _revoked_keys(before),
        "reason": reason.strip(),
        "list": number,
        "pack": trust.number,
    }


def _utc() -> datetime:
    return datetime.now(UTC)
