"""What the program does by itself after signing in: the week's full check, the day's backup."""

from hn_desk.actions.backup_making import backup_rules
from hn_desk.actions.backups import CHECKED, back_up_daily, last_check
from hn_desk.actions.office import Changed, Office
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.database import plain_errors
from hn_desk.models.integrity import full_check
from hn_desk.rules.backups import is_due


def keep_up(office: Office) -> Changed:
    """Check everything when a week has passed, then make the day's backup. StorageError (damaged) when it is."""
    office.require("backup.make")
    checked = check_weekly(office)
    made = back_up_daily(office)
    return Changed(checked.subjects | made.subjects, made.id)


def check_weekly(office: Office) -> Changed:
    """The full check, unless it was done this week; nothing changed then."""
    office.require("backup.make")
    with office.database.read() as session:
        last = last_check(session)
    if last is not None and not is_due(last, office.now(), backup_rules().full_check_days):
        return Changed(frozenset())
    return check_now(office)


def check_now(office: Office) -> Changed:
    """Read every page, index and reference, and log that all is well. StorageError (damaged) when it is not."""
    office.require("backup.make")
    with plain_errors(), office.database.engine.begin() as connection:
        full_check(connection)
    with office.write() as session:
        audit.log(session, Act(CHECKED, "backups"))
    return Changed(frozenset({"backups", "log"}))
