"""An officer's own account: the passphrase typed again before an act that binds, and a new passphrase."""

from typing import Final

from sqlalchemy import select

from hn_desk.actions.office import Office, open_keys
from hn_desk.actions.sign_in_tries import TooSoonError, forget_wrong, note_wrong, wrong_tries
from hn_desk.errors import SignInError
from hn_desk.keys import wrong_passphrase
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OfficerRow
from hn_desk.office_keys import Opened

OWN: Final = "account.own"


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


def _login(office: Office) -> str:
    with office.database.read() as session:
        return session.scalars(select(OfficerRow.login).where(OfficerRow.id == office.officer.id)).one()


def _log_wrong(office: Office) -> None:
    tries = wrong_tries(office.folder)
    with office.write() as session:
        content = {"count": tries.count, "since": tries.since}
        audit.log(session, Act("sign_in.wrong", "staff", office.officer.id, content))
