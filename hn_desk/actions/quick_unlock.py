"""A PIN that opens the lock for the rest of one session: six digits or more, three tries, then the passphrase."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.rulebook import read_toml
from hn_desk.errors import InputError, Problem, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.keys import STANDARD, Cost, Wrapped, unwrap, wrap
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.settings import resource

LOCKING_FILE: Final = "office.locking"
MOST_MINUTES: Final = 60
_LARGEST: Final = 4096
FEWEST: Final = 6
MOST: Final = 11
"""Longer than this is a passphrase, which has twelve characters at least."""
MOST_TRIES: Final = 3
_CONTEXT: Final = b"hn-desk/2 quick unlock"


@dataclass(slots=True)
class QuickUnlock:
    """What a PIN opens: this session's lock, and nothing after it. It stands in memory alone."""

    officer_id: str
    wrapped: Wrapped = field(repr=False)
    tries: int = 0

    @property
    def is_spent(self) -> bool:
        """Whether only the passphrase opens now."""
        return self.tries >= MOST_TRIES


def idle_minutes(folder: Path) -> int:
    """After how many minutes without a key or the mouse this office's desks lock themselves."""
    try:
        minutes = json.loads(files.read_whole(folder / LOCKING_FILE, _LARGEST))["idle_minutes"]
    except (StorageError, ValueError, TypeError, KeyError):
        minutes = None
    if type(minutes) is int and 1 <= minutes <= MOST_MINUTES:
        return minutes
    usual: int = read_toml(resource("locking.toml"))["idle_minutes"]
    return usual


def keep_idle_minutes(office: Office, minutes: int | None) -> Changed:
    """Lock this office's desks after so many minutes, from the next start of the program on. InputError for others."""
    office.require("staff.write", "office")
    if minutes is None or not 1 <= minutes <= MOST_MINUTES:
        what = _("Type a number of minutes from 1 to {most}.").format(most=MOST_MINUTES)
        raise InputError(what, problems=(Problem("minutes", what),))
    files.write_whole(office.folder / LOCKING_FILE, json.dumps({"idle_minutes": minutes}).encode())
    with office.write() as session:
        audit.log(session, Act("office.save", "office", "", {"idle_minutes": minutes}))
    return Changed(frozenset({"office"}))


def is_pin(typed: str) -> bool:
    """Whether what was typed can be a PIN; any passphrase is longer."""
    return typed.isascii() and typed.isdigit() and FEWEST <= len(typed) <= MOST


def set_pin(office: Office, pin: str, again: str, *, cost: Cost = STANDARD) -> QuickUnlock:
    """A PIN for this session. InputError names what can't be used."""
    office.require("account.own")
    problems = []
    if not is_pin(pin) or len(set(pin)) == 1 or pin in "0123456789012" or pin in "9876543210987":
        what = _("A PIN has {n} to {most} digits, not all alike and not in a row.").format(n=FEWEST, most=MOST)
        problems.append(Problem("pin", what))
    if pin != again:
        problems.append(Problem("pin_again", _("The two PINs differ.")))
    if problems:
        raise InputError(_("This PIN can't be taken yet."), problems=tuple(problems))
    return QuickUnlock(office.officer.id, wrap(office.keys.signer.secret, pin, cost, context=_CONTEXT))


def open_quickly(office: Office, quick: QuickUnlock, pin: str) -> None:
    """Open the lock. SignInError for a wrong PIN, the third of which is logged and ends it."""
    office.require("account.own")
    if quick.is_spent or quick.officer_id != office.officer.id:
        raise _spent()
    quick.tries += 1
    try:
        is_right = unwrap(quick.wrapped, pin, context=_CONTEXT) == office.keys.signer.secret
    except SignInError:
        is_right = False
    if is_right:
        quick.tries = 0
        return
    if not quick.is_spent:
        raise SignInError(_("The PIN is wrong."), do=_("Type it again, or your passphrase."), reason="pin")
    with office.write() as session:
        audit.log(session, Act("sign_in.wrong", "staff", office.officer.id, {"count": quick.tries, "pin": True}))
    raise _spent()


def _spent() -> SignInError:
    return SignInError(_("The PIN is no longer taken."), do=_("Type your passphrase."), reason="pin-spent")
