"""The look through everything confirmed after signing in, for who holds the second key."""

from hn_desk.actions.confirmed_check import broken_error, check_confirmed
from hn_desk.actions.office import Office
from hn_desk.models import audit
from hn_desk.models.audit import Act


def look_through(office: Office) -> None:
    """DeskError that names the first places when something confirmed was changed outside of the program; logged."""
    office.require("credit.read")
    with office.database.read() as session:
        found = check_confirmed(session, office)
    if found:
        with office.write() as session:
            audit.log(session, Act("confirmations.broken", "applications", content={"places": len(found)}))
        raise broken_error(found)
