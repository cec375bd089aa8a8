"""What the authority revokes, and what it makes anew: the list of revoked ones, the delegate's key, a desk's keys."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from hn_desk import files, keys
from hn_desk.city.authority_state import Deed, Standing, keep_with_list, serial_of, standing
from hn_desk.city.certificate_list import certificate_rows
from hn_desk.city.desk_keys import OPENING, RECEIPT, DeskKeys, certificates_of, forget_older, make_key
from hn_desk.city.places import AuthorityPlaces, desk_codes, desk_places
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.keys import STANDARD
from hn_desk.packets import authority
from hn_desk.packets.authority import Authority, Grant, Subject
from hn_desk.packets.check_codes import HANOI
from hn_desk.packets.trust_keeping import Certificate, pem_of

Clock = Callable[[], datetime]
_OFFICE_ROLES: Final = ("office", "check")
DELEGATE: Final = Subject("TIN", "HN Desk trust packs")


@dataclass(frozen=True, slots=True)
class Revocation:
    """Which certificates no longer count (serial numbers, hex), why, and since which day; today when none is named."""

    serials: Collection[str]
    reason: str
    day: date | None = None


def revoke(folder: Path, passphrase: str, what: Revocation, *, clock: Clock | None = None) -> int:
    """Revoke certificates: that reaches everybody with the next trust pack. The number of the new list.

    InputError for an empty reason or a day to come; DeskError for a number that is no certificate's, one that was
    revoked before, and a key that the city itself works with now: that one is renewed and revoked in one act.
    """
    state = standing(folder, (clock or _utc)())
    since = _since(what, state.now)
    _check_serials(folder, state, what.serials)
    root = state.root(passphrase)
    content = {"revoked": sorted(what.serials), "reason": what.reason.strip(), "day": since.isoformat()}
    revoked = {int(serial, 16): since for serial in what.serials}
    keep_with_list(state, root, state.trust, Deed("key.revoke", content, revoked=revoked))
    return int(standing(folder).facts["crl_number"])


def revoke_office(
    folder: Path, passphrase: str, office: str, reason: str, *, day: date | None = None, clock: Clock | None = None
) -> int:
    """Revoke every certificate of an office that still counts, of its signing and its check-code keys, since `day`.

    The number of the new list. DeskError when it has none; InputError as `revoke`.
    """
    state = standing(folder, (clock or _utc)())
    rows = [
        row for row in certificate_rows(folder, state.now) if row.owner == office and row.role in ("office", "check")
    ]
    serials = tuple(row.id for row in rows if row.state in ("good", "ending"))
    if not serials:
        raise DeskError(
            _("No office with the code {code} has a certificate.").format(code=office),
            do=_("Compare the code with the list of certificates."),
            reason="office-code",
        )
    return revoke(folder, passphrase, Revocation(serials, reason, day), clock=clock)


def renew_list(folder: Path, passphrase: str, *, clock: Clock | None = None) -> datetime:
    """Make the list of revoked certificates anew; when the next one is due (aware)."""
    state = standing(folder, (clock or _utc)())
    trust = keep_with_list(state, state.root(passphrase), state.trust, Deed("list.renew", {}))
    return trust.next_update or state.now


def renew_delegate(folder: Path, passphrase: str, reason: str = "", *, clock: Clock | None = None) -> datetime:
    """A new key that signs trust packs; with a `reason` the older one is revoked. Its last moment (aware)."""
    state = standing(folder, (clock or _utc)())
    root, older = state.root(passphrase), state.delegate_certificate()
    how = (state.facts["bits"], state.facts["rounds"], state.now)
    certificate = make_delegate(state.places, root, passphrase, how)
    revoked = {older.serial_number: state.now} if reason.strip() else {}
    content = {"delegate": pem_of(certificate).decode(), **_gone(revoked, reason)}
    keep_with_list(state, root, state.trust, Deed("delegate.renew", content, revoked=revoked))
    return certificate.not_valid_after_utc


def rotate_desk(folder: Path, passphrase: str, desk: str, reason: str = "", *, clock: Clock | None = None) -> datetime:
    """New keys of a desk, to open packets and to sign receipts; with a `reason` the older ones are revoked.

    What was sealed for an older key still opens: that key is kept. Offices seal for the new one from the next trust
    pack on. The last moment of the new ones (aware).
    """
    state = standing(folder, (clock or _utc)())
    if desk not in desk_codes(folder):
        raise DeskError(
            _("There is no desk {desk} in this folder.").format(desk=desk),
            do=_("Choose the city's folder, or set up the desk."),
            reason="desk",
        )
    root, places = state.root(passphrase), desk_places(folder, desk)
    older = (state.trust.desks[desk], certificates_of(folder, desk, RECEIPT)[-1])
    plan = DeskKeys(root, passphrase, state.facts["bits"], state.facts["rounds"], STANDARD)
    opening, receipt = (make_key(places, desk, use, plan, state.now) for use in (OPENING, RECEIPT))
    serials = [serial_of(opening), serial_of(receipt)]
    revoked = {one.serial_number: state.now for one in older} if reason.strip() else {}
    content = {"desk": desk, "certificates": serials, **_gone(revoked, reason)}
    trust = replace(state.trust, desks={**state.trust.desks, desk: opening})
    keep_with_list(state, root, trust, Deed("desk.rotate", content, revoked=revoked))
    forget_older(places, RECEIPT)
    return opening.not_valid_after_utc


def make_delegate(
    places: AuthorityPlaces, root: Authority, passphrase: str, how: tuple[int, int, datetime]
) -> Certificate:
    """Make and keep the key that signs trust packs; `how`: bits, rounds, the moment. Its certificate."""
    bits, rounds, now = how
    key = authority.new_key(bits)
    certificate = authority.issue(root, authority.request(key, DELEGATE), Grant("delegate", now))
    sealed = keys.seal_private_key(key, passphrase, rounds=rounds)
    files.write_together({places.delegate_key: sealed, places.delegate_certificate: pem_of(certificate)})
    return certificate


def _gone(revoked: Mapping[int, datetime], reason: str) -> dict[str, object]:
    return {"revoked": sorted(f"{serial:x}" for serial in revoked), "reason": reason.strip()}


def _since(what: Revocation, now: datetime) -> datetime:
    problems = []
    if not what.reason.strip():
        problems.append(Problem("reason", _("Write why these certificates no longer count.")))
    today = now.astimezone(HANOI).date()
    if what.day and what.day > today:
        problems.append(Problem("day", _("This day is still to come.")))
    if problems:
        raise InputError(_("Nothing was revoked."), do=_("Mend the marked fields."), problems=tuple(problems))
    return min(now, datetime.combine(what.day, time(), HANOI).astimezone(UTC)) if what.day else now


def _check_serials(folder: Path, state: Standing, serials: Collection[str]) -> None:
    rows = {row.id: row for row in certificate_rows(folder, state.now)}
    unknown = [serial for serial in serials if serial not in rows]
    if unknown or not serials:
        raise DeskError(
            _("No certificate has the number {number}.").format(number=", ".join(unknown) or "–"),
            do=_("Choose certificates of the list."),
            reason="certificate-unknown",
        )
    if any(rows[serial].state == "revoked" for serial in serials):
        raise DeskError(
            _("One of these certificates was revoked before."),
            do=_("Choose only certificates that still count."),
            reason="certificate-revoked",
        )
    if any(rows[serial].is_in_use for serial in serials):
        raise DeskError(
            _("The city itself works with one of these keys now."),
            do=_("Renew that key and revoke the older one in the same act, under “The city's keys”."),
            reason="key-in-use",
        )


def _utc() -> datetime:
    return datetime.now(UTC)
