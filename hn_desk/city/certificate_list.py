"""Every certificate of the city's root with its state and last day, and when the city's own keys and list are due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.authority_state import Standing, serial_of, standing
from hn_desk.city.desk_keys import RECEIPT, certificates_of
from hn_desk.city.places import desk_codes
from hn_desk.packets.certificates import Role, newest_crl
from hn_desk.packets.trust_keeping import Certificate, revoked_serials, root_words

State = Literal["good", "ending", "ended", "revoked"]
EARLY: Final = timedelta(days=60)
"""How long before its end a certificate is called ending."""
LIST_EARLY: Final = timedelta(days=30)
"""How long before its end the list of revoked certificates is made anew."""


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One certificate: its serial number (hex), whose, for what, its days (aware), what became of it.

    `is_in_use` says that a desk or the delegate signs or opens by it now; an office's keys are its own to choose.
    """

    id: str
    owner: str
    name: str
    role: Role | Literal["root"]
    since: datetime
    until: datetime
    state: State
    revoked_on: datetime | None
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class AuthorityState:
    """What the window says of the authority: words of the root, numbers of list and pack, what is due when (aware)."""

    root_words: tuple[str, ...]
    root_until: datetime
    delegate_until: datetime
    list_number: int
    list_due: datetime
    is_list_due: bool
    is_delegate_due: bool
    pack_number: int


def certificate_rows(folder: Path, now: datetime) -> tuple[CertificateRow, ...]:
    """Every certificate: the city's own first, then offices by code, older ones before newer ones."""
    state = standing(folder, now)
    rows = [_row(state, state.trust.root, "root", "")]
    rows.append(_row(state, state.delegate_certificate(), "delegate", ""))
    for desk in desk_codes(folder):
        current = state.trust.desks.get(desk)
        rows += [
            _row(state, one, "desk", desk, is_in_use=one == current) for one in certificates_of(folder, desk, "opening")
        ]
        signing = certificates_of(folder, desk, RECEIPT)
        rows += [_row(state, one, "receipt", desk, is_in_use=one == signing[-1]) for one in signing]
    for code in sorted(state.trust.offices):
        rows += [_row(state, one, "office", code, is_in_use=False) for one in state.trust.offices[code]]
        rows += [_row(state, one, "check", code, is_in_use=False) for one in state.trust.checks.get(code, ())]
    return tuple(rows)


def authority_state(folder: Path, now: datetime) -> AuthorityState:
    """What is due at the authority."""
    state = standing(folder, now)
    due, delegate = list_due(folder), state.delegate_certificate()
    return AuthorityState(
        root_words=root_words(state.trust),
        root_until=state.trust.root.not_valid_after_utc,
        delegate_until=delegate.not_valid_after_utc,
        list_number=state.facts["crl_number"],
        list_due=due,
        is_list_due=due - now < LIST_EARLY,
        is_delegate_due=delegate.not_valid_after_utc - now < EARLY,
        pack_number=state.trust.number,
    )


def list_due(folder: Path) -> datetime:
    """When the next list of revoked certificates is due (aware)."""
    state = standing(folder)
    newest = newest_crl(state.trust, now=datetime.max.replace(tzinfo=state.now.tzinfo) - timedelta(days=2))
    return newest.next_update_utc or state.now


def usable_certificates(state: Standing, code: str) -> tuple[Certificate, ...]:
    """The office's certificates that hold at this moment."""
    revoked = revoked_serials(state.trust)
    return tuple(
        one
        for one in state.trust.offices.get(code, ())
        if one.serial_number not in revoked and one.not_valid_before_utc <= state.now <= one.not_valid_after_utc
    )


def _row(
    state: Standing, certificate: Certificate, role: Role | Literal["root"], owner: str, *, is_in_use: bool = True
) -> CertificateRow:
    revoked_on = revoked_serials(state.trust).get(certificate.serial_number)
    return CertificateRow(
        id=serial_of(certificate),
        owner=owner,
        name=_name(owner),
        role=role,
        since=certificate.not_valid_before_utc,
        until=certificate.not_valid_after_utc,
        state=_state(certificate, state.now, revoked_on),
        revoked_on=revoked_on,
        is_in_use=is_in_use,
    )


def _state(certificate: Certificate, now: datetime, revoked_on: datetime | None) -> State:
    if revoked_on is not None:
        return "revoked"
    if certificate.not_valid_after_utc < now:
        return "ended"
    return "ending" if certificate.not_valid_after_utc - now < EARLY else "good"


def _name(owner: str) -> str:
    book = rule_book()
    if owner in book.desks:
        return book.desks[owner].name
    return next((commune.full_name for commune in book.communes if commune.code == owner), "")
