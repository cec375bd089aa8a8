"""An officer's own account: the passphrase typed again before an act that binds, and a new passphrase."""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from hn_desk import office_keys
from hn_desk.actions.office import KEY_FILE, Changed, Office, open_keys
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.actions.sign_in_tries import TooSoonError, forget_wrong, note_wrong, wrong_tries
from hn_desk.errors import InputError, Problem, SignInError
from hn_desk.i18n import _
from hn_desk.keys import Cost, wrong_passphrase
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficerRow
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.rules.text import nfc

OWN: Final = "account.own"


@dataclass(frozen=True, slots=True)
class PassphraseChange:
    """The passphrase now, and the new one typed twice."""

    now: str = field(repr=False)
    new: str = field(repr=False)
    again: str = field(repr=False)


def reauthenticate(office: Office, passphrase: str) -> Opened:
    """The keys that the signed-in officer's passphrase opens now.

    SignInError, logged, for a wrong passphrase; TooSoonError while wrong ones in a row make everybody wait.
    """
    office.require(OWN)
    try:
        opened = open_keys(office.folder, _login(office), passphrase, clock=office.clock)
        if opened.entry != office.keys.entry:
            note_wrong(office.folder, office.now())
            raise wrong_passphrase()
    except TooSoonError:
        raise
    except SignInError:
        _log_wrong(office)
        raise
    forget_wrong(office.folder)
    return opened


def change_passphrase(office: Office, change: PassphraseChange, *, cost: Cost | None = None) -> Changed:
    """Put the officer's own entry behind another passphrase; keys and second key stay.

    SignInError for a wrong present passphrase, InputError when the new one can't be used.
    """
    office.require(OWN)
    _check_change(change)
    opened = reauthenticate(office, change.now)
    path = office.folder / KEY_FILE
    with office.write() as session:
        keys = office_keys.load(path)
        login = session.scalars(select(OfficerRow.login).where(OfficerRow.id == office.officer.id)).one()
        new = NewEntry(login, nfc(change.new), cost or office_keys.usual_cost(keys))
        audit.log(session, Act("account.passphrase", "staff", office.officer.id))
        office_keys.save(office_keys.new_passphrase(keys, opened, new), path)
    return Changed(frozenset({"log"}))


def _check_change(change: PassphraseChange) -> None:
    problems = []
    weak = passphrase_problem(change.new)
    if weak:
        problems.append(Problem("new", weak))
    elif nfc(change.new) == nfc(change.now):
        problems.append(Problem("new", _("This is the passphrase you have now.")))
    if nfc(change.new) != nfc(change.again):
        problems.append(Problem("again", _("The two passphrases differ.")))
    if problems:
        raise InputError(_("This passphrase can't be taken yet."), problems=tuple(problems))


def _login(office: Office) -> str:
    with office.database.read() as session:
        return session.scalars(select(OfficerRow.login).where(OfficerRow.id == office.officer.id)).one()


def _log_wrong(office: Office) -> None:
    tries = wrong_tries(office.folder)
    with office.write() as session:
        content = {"count": tries.count, "since": tries.since}
        audit.log(session, Act("sign_in.wrong", "staff", office.officer.id, content))
