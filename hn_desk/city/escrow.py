"""The second holder of a desk's opening keys: exported behind a passphrase of its own, proved to open, put back."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final
from uuid import uuid4

from hn_desk import keys
from hn_desk.city.authority_state import Deed, Standing, serial_of, standing, write_deed
from hn_desk.city.desk_keys import OPENING, certificates_of, desk_signers, keep_key
from hn_desk.city.places import DeskPlaces, desk_places
from hn_desk.city.register import read_register
from hn_desk.errors import DeskError, InputError, PacketError, Problem
from hn_desk.i18n import _
from hn_desk.packets.certificates import Trust, check_issued, subject_code
from hn_desk.packets.cms import Signer
from hn_desk.packets.desk_key import open_as_desk
from hn_desk.packets.seal import packet_password, seal
from hn_desk.packets.trust_keeping import Certificate, certificate_of, is_same_key, pem_of

Clock = Callable[[], datetime]
EXPORT: Final = "escrow.export"
PROVE: Final = "escrow.prove"
RESTORE: Final = "escrow.restore"
LARGEST: Final = 1024 * 1024
_PAIR: Final = re.compile(
    rb"(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+-----END CERTIFICATE-----\n)"
    rb"(-----BEGIN ENCRYPTED PRIVATE KEY-----\n[A-Za-z0-9+/=\n]+-----END ENCRYPTED PRIVATE KEY-----\n)"
)
_TRIED: Final = 4096


@dataclass(frozen=True, slots=True)
class Held:
    """A file of the second holder that was proved: whose keys, how many, whether the newest is among them."""

    desk: str
    count: int
    has_newest: bool


@dataclass(frozen=True, slots=True)
class EscrowState:
    """Who holds a desk's opening key besides the city, and since when (ISO, UTC); empty for nobody.

    `is_whole` says that the key of today is in that holder's file.
    """

    desk: str
    holder: str
    at: str
    is_whole: bool


def escrow_name(desk: str) -> str:
    """The name of the second holder's file."""
    return f"KHOA-GIU-HO-{desk}.pem"


def export_opening(
    folder: Path, passphrase: str, desk: str, second: tuple[str, str], *, clock: Clock | None = None
) -> bytes:
    """The desk's opening keys behind the second holder's passphrase, proved to open before they are handed out.

    `second`: the holder's name and passphrase. InputError when it is the city's own passphrase or too short.
    """
    state = standing(folder, (clock or _utc)())
    holder, phrase = second
    _check_holder(holder, phrase, passphrase)
    signers = desk_signers(_desk(folder, desk), OPENING, passphrase)
    data = b"".join(
        pem_of(one.certificate) + keys.pem_of(keys.seal_private_key(one.key, phrase, rounds=state.facts["rounds"]))
        for one in signers
    )
    held = _proved(data, phrase, state.trust)
    write_deed(state, Deed(EXPORT, _content(held.desk, data, holder), state.delegate(passphrase)))
    return data


def prove_opening(folder: Path, passphrase: str, data: bytes, phrase: str, *, clock: Clock | None = None) -> Held:
    """Prove that the second holder's file opens what is sealed for each of its keys; written into the register.

    PacketError or SignInError says why it doesn't; DeskError when no root of this city certified one of them.
    """
    state = standing(folder, (clock or _utc)())
    held = _proved(data, phrase, state.trust)
    _check_roots(state, data, held.desk)
    write_deed(state, Deed(PROVE, _content(held.desk, data, ""), state.delegate(passphrase)))
    return held


def restore_opening(folder: Path, passphrase: str, data: bytes, phrase: str, *, clock: Clock | None = None) -> Held:
    """Put the second holder's keys back in a desk whose own are lost; those that the desk still has stay.

    A desk that has the key for which packets are sealed now also takes keys of a root that this city doesn't know,
    to open what is older: the city was set up anew. Any other is refused those; DeskError.
    """
    state = standing(folder, (clock or _utc)())
    held = _proved(data, phrase, state.trust)
    signer, places = state.delegate(passphrase), _desk(folder, held.desk)
    mine = _mine(folder, held.desk, passphrase)
    if all(one.certificate != state.trust.desks.get(held.desk) for one in mine):
        _check_roots(state, data, held.desk)
    for one in _signers(data, phrase):
        if all(one.certificate != kept.certificate for kept in mine):
            keep_key(places, OPENING, one, (passphrase, state.facts["rounds"]))
    write_deed(state, Deed(RESTORE, _content(held.desk, data, ""), signer))
    return held


def escrow_state(folder: Path, desk: str) -> EscrowState:
    """Who holds the desk's opening key besides the city, by the register."""
    state = standing(folder)
    acts = [one for one in read_register(state.places.register) if one.content.get("desk") == desk]
    exports = [one for one in acts if one.act == EXPORT]
    if not exports:
        return EscrowState(desk, "", "", False)
    proofs = [one for one in acts if one.act in (EXPORT, PROVE)]
    is_whole = serial_of(state.trust.desks[desk]) in exports[-1].content["held"]
    return EscrowState(desk, exports[-1].content["holder"], proofs[-1].at, is_whole)


def _proved(data: bytes, phrase: str, trust: Trust) -> Held:
    """Open each key and with it something that was sealed for its certificate just now."""
    signers = _signers(data, phrase)
    desks = {subject_code(one.certificate) for one in signers}
    if not signers or len(desks) != 1:
        raise _no_file()
    for one in signers:
        tried = os.urandom(_TRIED)
        sealed = seal(tried, one.certificate, packet_password(keys.new_secret(), uuid4()))
        if not is_same_key(one.certificate, one.key) or open_as_desk(sealed, one) != tried:
            raise _no_file()
    desk = desks.pop()
    return Held(desk, len(signers), any(one.certificate == trust.desks.get(desk) for one in signers))


def _check_roots(state: Standing, data: bytes, desk: str) -> None:
    """DeskError when a certificate of the file is neither the desk's own nor given to it by a root of this city."""
    named = (entry.content.get("root") for entry in read_register(state.places.register))
    roots = (state.trust.root, *(certificate_of(pem) for pem in named if pem))
    known = certificates_of(state.folder, desk, OPENING)
    for pem, _key in _PAIR.findall(data):
        one = certificate_of(pem.decode())
        if one not in known and not any(_is_issued(one, root) for root in roots):
            raise DeskError(
                _("No root of this city certified this file's key."),
                do=_("Choose the file that was handed to the second holder."),
                reason="escrow-root",
            )


def _is_issued(certificate: Certificate, root: Certificate) -> bool:
    try:
        check_issued(certificate, root, certificate.not_valid_before_utc, "desk")
    except PacketError:
        return False
    return True


def _signers(data: bytes, phrase: str) -> tuple[Signer, ...]:
    pairs = _PAIR.findall(data)
    if b"".join(part for pair in pairs for part in pair) != data:
        raise _no_file()
    return tuple(Signer(keys.open_private_key(key, phrase), certificate_of(pem.decode())) for pem, key in pairs)


def _mine(folder: Path, desk: str, passphrase: str) -> tuple[Signer, ...]:
    """The desk's own keys that still open."""
    try:
        return desk_signers(desk_places(folder, desk), OPENING, passphrase)
    except DeskError:
        return ()


def _content(desk: str, data: bytes, holder: str) -> dict[str, object]:
    pems = [pem for pem, _key in _PAIR.findall(data)]
    held = [serial_of(certificate_of(pem.decode())) for pem in pems]
    return {"desk": desk, "holder": holder.strip(), "held": held, "sha256": sha256(data).hexdigest()}


def _check_holder(holder: str, phrase: str, own: str) -> None:
    problems = []
    if not holder.strip():
        problems.append(Problem("holder", _("Write who keeps the second key.")))
    if len(phrase) < keys.SHORTEST_PASSPHRASE:
        words = _("The passphrase is shorter than {n} characters.").format(n=keys.SHORTEST_PASSPHRASE)
        problems.append(Problem("second", words))
    elif phrase == own:
        problems.append(Problem("second", _("The second holder chooses a passphrase that the city doesn't know.")))
    if problems:
        raise InputError(_("No key was handed out."), do=_("Mend the marked fields."), problems=tuple(problems))


def _desk(folder: Path, desk: str) -> DeskPlaces:
    places = desk_places(folder, desk)
    if not places.facts.exists():
        raise DeskError(
            _("There is no desk {desk} in this folder.").format(desk=desk),
            do=_("Choose the city's folder, or set up the desk."),
            reason="desk",
        )
    return places


def _no_file() -> DeskError:
    return DeskError(
        _("This is no file of a second holder, or it was changed."),
        do=_("Choose the file that was handed to the second holder."),
        reason="escrow-file",
    )


def _utc() -> datetime:
    return datetime.now(UTC)
