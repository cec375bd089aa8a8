"""The revisions of the database's format that this program knows: checked at every start, without loading Alembic."""

from typing import Any, Final

from sqlalchemy import Connection, Select, inspect, select
from sqlalchemy.sql import column, table

from hn_desk.errors import StorageError
from hn_desk.i18n import _

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008", "0009")
"""Oldest first; a test holds them equal to the scripts in `migrations`."""
VERSION_TABLE: Final = "alembic_version"
LEFT_TABLE: Final = "hn_desk_left"
"""What the version table of a server's database is called once its desk lies elsewhere: nobody writes there again."""
_CURRENT: Final[Select[Any]] = select(column("version_num")).select_from(table(VERSION_TABLE))


def format_number() -> int:
    """The number of this program's database format, written into the clear key file."""
    return len(REVISIONS)


def is_newest(connection: Connection) -> bool:
    """Whether the database has this program's format; StorageError when a newer program wrote it."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return False
    current: str | None = connection.execute(_CURRENT).scalar()
    if current is not None and current not in REVISIONS:
        raise newer_database()
    return current == REVISIONS[-1]


def newer_database() -> StorageError:
    """The refusal of a database that a newer program wrote; its bytes stay untouched."""
    return StorageError(
        _("These records were written by a newer version of HN Desk."),
        do=_("Install the newest version on this PC; the records were not touched."),
        reason="newer-database",
    )
