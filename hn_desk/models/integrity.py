"""Is every page as it was written? The quick look at each start, the full one each week and over each backup."""

from sqlalchemy import Connection

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.database import plain_errors


def quick_check(connection: Connection) -> None:
    """Hold each page against its HMAC, free ones too (7 ms a megabyte). StorageError (damaged) before any write.

    The first read sees a file that is shorter than its own header says: no page's HMAC does.
    """
    with plain_errors():
        connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
        if connection.exec_driver_sql("PRAGMA cipher_integrity_check").all():
            raise damaged()


def full_check(connection: Connection) -> None:
    """The quick check, then that trees, indexes and references agree (0.1 s a megabyte). StorageError (damaged)."""
    quick_check(connection)
    with plain_errors():
        found = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar()
        if found != "ok" or connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise damaged()


def damaged() -> StorageError:
    """What an officer reads of a database that is no longer as it was written."""
    return StorageError(
        _("The database is damaged or could not be read; nothing was changed."),
        do=_("Do not go on working on this PC; restore the newest backup."),
        reason="damaged",
    )
