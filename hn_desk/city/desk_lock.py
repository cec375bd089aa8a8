"""The lock of a desk's window: opened again by the passphrase of the officer who is at the desk."""

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_entries import open_entry
from hn_desk.errors import SignInError
from hn_desk.i18n import _
from hn_desk.models.tables import CityOfficer


def reopen(desk: CityDesk, passphrase: str) -> None:
    """Go on as the officer who opened the desk. SignInError for a wrong passphrase and for who was ended meanwhile."""
    desk.require("passphrase.own")
    with desk.database.read() as session:
        row = session.get(CityOfficer, desk.officer.id)
        name = row.name if row is not None and row.ended_on is None else ""
    if not name:
        raise SignInError(
            _("You no longer work at this desk."), do=_("Close the program; somebody else opens the desk.")
        )
    open_entry(desk.places, name, passphrase, desk.now())
