"""What a trust pack changes for this office, looked at before it is applied: certificates, revoked keys, papers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hn_desk.actions.keyring import read_trust
from hn_desk.actions.office import Office
from hn_desk.actions.trust_store import current_key, stored_trust, waiting_key
from hn_desk.i18n import _
from hn_desk.packets.certificates import Trust
from hn_desk.packets.office_key import own_certificate
from hn_desk.packets.office_request import read_office_request
from hn_desk.packets.trust_keeping import Certificate, certificate_of, revoked_serials, root_words
from hn_desk.rules.dates import format_date

MOST_NAMES: Final = 6


@dataclass(frozen=True, slots=True)
class TrustPreview:
    """What a verified trust pack would change; `own` is about this office's keys, `lines` about all others.

    `is_first` and `is_new_root` ask for the comparison of `root_words` with the city before anything is applied.
    """

    number: int
    made_on: date
    due_on: date
    is_first: bool
    is_new_root: bool
    root_words: tuple[str, ...]
    own: tuple[str, ...]
    lines: tuple[str, ...]


def preview_trust(office: Office, data: bytes) -> TrustPreview:
    """What the trust pack would change here; nothing is kept. PacketError when it doesn't verify or is older."""
    read = read_trust(office, data, accepts_other_root=True)
    with office.database.read() as session:
        known, current, waiting = stored_trust(session), current_key(session), waiting_key(session)
    after, now = read.trust, office.now()
    is_new_root = known is not None and known.root != after.root
    before = Trust(after.root, ()) if known is None else known
    keys = _Own(
        certificate_of(current.certificate) if current and current.certificate else None,
        read_office_request(current.request).signing if current else b"",
        read_office_request(waiting.request).signing if waiting else b"",
    )
    return TrustPreview(
        number=after.number,
        made_on=_day(read.pack.made_at),
        due_on=_day(read.pack.next_update),
        is_first=known is None,
        is_new_root=is_new_root,
        root_words=root_words(after),
        own=tuple(_own(keys, after, office.code, is_new_root=is_new_root)),
        lines=tuple(_lines(office, before, after, now)),
    )


@dataclass(frozen=True, slots=True)
class _Own:
    """The office's keys: the certificate that signs now, the request of that key, the request of the waiting one."""

    certificate: Certificate | None
    current: bytes
    waiting: bytes


def _own(keys: _Own, after: Trust, code: str, *, is_new_root: bool) -> Iterable[str]:
    mine, revoked = after.offices.get(code, ()), revoked_serials(after)
    is_revoked = keys.certificate is not None and keys.certificate.serial_number in revoked
    coming = _usable(mine, keys.waiting, revoked) if keys.waiting else None
    if is_new_root:
        yield _("The city has a new root: compare its four words with the city before you trust it.")
    if keys.certificate is None and (first := _usable(mine, keys.current, revoked)):
        yield _("This office's key is certified until {day}.").format(day=_shown(first.not_valid_after_utc))
    if coming:
        words = _("The new key is certified until {day}: it signs from now on, the older one is put away.")
        yield words.format(day=_shown(coming.not_valid_after_utc))
    if is_revoked:
        yield _("The city revoked this office's key: nothing more is sealed with it.")
        if not coming:
            yield _("The administrator makes a new key, on the tab of keys, and hands its request to the city.")
    if keys.certificate and ((is_revoked and coming) or is_new_root):
        yield _("A new numbering begins: every desk gets everything once more, from number 1.")


def _usable(mine: Collection[Certificate], request: bytes, revoked: Collection[int]) -> Certificate | None:
    if not request:
        return None
    pem = own_certificate([one for one in mine if one.serial_number not in revoked], request)
    return certificate_of(pem) if pem else None


def _lines(office: Office, before: Trust, after: Trust, now: datetime) -> Iterable[str]:
    for words, codes in (
        (_("Desks that packets are sealed for by a new key: {names}."), _changed_desks(before, after)),
        (_("Desks that are new: {names}."), sorted(set(after.desks) - set(before.desks))),
        (_("Desks that receive nothing any more: {names}."), sorted(set(before.desks) - set(after.desks))),
    ):
        if codes:
            yield words.format(names=", ".join(codes))
    yield from _of_offices(office, before, after, now)
    yield from _papers(office.code, before, after)


def _changed_desks(before: Trust, after: Trust) -> list[str]:
    return sorted(code for code, one in after.desks.items() if code in before.desks and one != before.desks[code])


def _of_offices(office: Office, before: Trust, after: Trust, now: datetime) -> Iterable[str]:
    revoked = set(revoked_serials(after)) - set(revoked_serials(before))
    known = {code: {one.serial_number for one in mine} for code, mine in before.offices.items()}
    new = [code for code in after.offices if code not in known]
    renewed = [
        code
        for code, mine in after.offices.items()
        if code in known and before.root == after.root and {one.serial_number for one in mine} - known[code]
    ]
    lost = [code for code, mine in after.offices.items() if revoked & {one.serial_number for one in mine}]
    ended = [code for code, mine in after.offices.items() if max(one.not_valid_after_utc for one in mine) < now]
    for words, codes in (
        (_("Offices with a first certificate: {names}."), new),
        (_("Offices with a further certificate: {names}."), renewed),
        (_("Offices with a revoked key: {names}."), lost),
        (_("Offices whose certificates have ended: {names}."), ended),
    ):
        if codes:
            yield words.format(names=_names(office, codes))


def _papers(code: str, before: Trust, after: Trust) -> Iterable[str]:
    new = {
        office: sorted(set(papers) - set(before.withdrawn.get(office, {})))
        for office, papers in after.withdrawn.items()
    }
    mine, others = new.get(code, []), sum(len(papers) for office, papers in new.items() if office != code)
    if mine:
        yield _("Papers of this office that are withdrawn: {papers}.").format(papers=", ".join(mine))
    if others:
        yield _("Papers of other offices that are withdrawn: {n}.").format(n=others)


def _names(office: Office, codes: Collection[str]) -> str:
    called = {commune.code: commune.full_name for commune in office.book.communes}
    names = [called.get(code, code) for code in sorted(codes)]
    shown = ", ".join(names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return shown if more <= 0 else _("{names} and {n} more").format(names=shown, n=more)


def _shown(moment: datetime) -> str:
    return format_date(_day(moment))


def _day(moment: datetime) -> date:
    return moment.astimezone().date()
