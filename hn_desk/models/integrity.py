"""Is every page as it was written? The quick look at each start, the full one each week and over each backup."""

import re
from typing import Final

from sqlalchemy import Connection

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.database import plain_errors

PAGES_AT_ONCE: Final = 10_000
_PAGE: Final = re.compile(r"page (\d+)")


def quick_check(connection: Connection) -> None:
    """Hold each page against its HMAC, free ones too (7 ms a megabyte). StorageError (damaged) before any write.

    The first read sees a file that is shorter than its own header says: no page's HMAC does.
    """
    with plain_errors():
        if _broken_pages(connection):
            raise damaged()


def mend_free_pages(connection: Connection) -> None:
    """Write free pages anew that a power cut tore; StorageError (damaged), before any write, for any other broken page.

    SQLite keeps no copy of a free page that it is about to use, since nothing in it counts; so it stays torn when the
    power fails then, and fails its HMAC although every record is there: no backup could be made any more.
    """
    with plain_errors():
        broken = _broken_pages(connection)
        if broken:
            if not _has_sound_trees(connection) or max(broken) > _number(connection, "page_count"):
                raise damaged()
            _write_free_pages(connection)


def full_check(connection: Connection) -> None:
    """The quick check, then that trees, indexes and references agree (0.1 s a megabyte). StorageError (damaged)."""
    quick_check(connection)
    with plain_errors():
        astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if astray is not None or not _has_sound_trees(connection):
            raise damaged()


def damaged() -> StorageError:
    """What an officer reads of a database that is no longer as it was written."""
    return StorageError(
        _("The database is damaged or could not be read; nothing was changed."),
        do=_("Do not go on working on this PC; restore the newest backup."),
        reason="damaged",
    )


def _broken_pages(connection: Connection) -> list[int]:
    """The numbers of the pages in the file that fail their HMAC; what this transaction wrote is not in it yet."""
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").all()
    said = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
    return [int(number) for sentence in said for number in _PAGE.findall(sentence)]


def _has_sound_trees(connection: Connection) -> bool:
    """Whether every page that is in use could be read, and each page is in use once or free."""
    return connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"


def _write_free_pages(connection: Connection) -> None:
    """Use every free page, unread, for nothing, and free it again."""
    size = _number(connection, "page_size")
    connection.exec_driver_sql("CREATE TABLE free_pages (content BLOB)")
    while free := _number(connection, "freelist_count"):
        content = (min(free, PAGES_AT_ONCE) * size,)
        connection.exec_driver_sql("INSERT INTO free_pages VALUES (zeroblob(?))", content)
    connection.exec_driver_sql("DROP TABLE free_pages")


def _number(connection: Connection, pragma: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one())
