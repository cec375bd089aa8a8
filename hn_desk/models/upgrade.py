"""Creating and upgrading the database: all revisions of one upgrade in one transaction."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.database import Place, make_engine, plain_errors
from hn_desk.models.formats import VERSION_TABLE, is_newest
from hn_desk.models.hidden import use_keys
from hn_desk.models.integrity import mend_free_pages
from hn_desk.models.page_look import are_whole
from hn_desk.models.server import be_the_only_writer, is_server, make_server_engine, refuse_left


def upgrade(
    place: Place, key: bytes, seconds: tuple[bytes, ...] = (), *, before: Callable[[], object] | None = None
) -> None:
    """Bring a database to this program's format, creating it when new; StorageError when it comes from a newer one.

    Revisions that move values into hidden columns need the second key: DeskError (reason `second-key`) without it.
    `before` is called with it closed when something is due; when it raises, nothing is changed.
    """
    if _is_done(place, key):
        return
    if before is not None:
        before()
    engine = make_engine(place, key, foreign_keys=False)
    use_keys(engine, seconds)
    try:
        with plain_errors(), engine.begin() as connection:
            if is_server(connection):
                be_the_only_writer(connection)
                refuse_left(connection)
            # Alembic costs more than the rest of a start, so it is loaded only when an upgrade is due.
            import_module("hn_desk.models.migrating").migrate(connection)
            _refuse_broken_references(connection)
    finally:
        engine.dispose()


def _is_done(place: Place, key: bytes) -> bool:
    """Whether it has this program's format; every page of a file was looked at, and what a power cut tore is mended."""
    needs_no_mending = not isinstance(place, Path) or are_whole(place, key)
    engine = make_engine(place, key, foreign_keys=False)
    try:
        with plain_errors(), engine.begin() as connection:
            if not needs_no_mending:
                mend_free_pages(connection)
            return is_newest(connection)
    finally:
        engine.dispose()


def refuse_absent(place: Place) -> None:
    """StorageError when the database of what was set up is gone, empty or left: no new one is made in its place."""
    if not _is_there(place):
        raise StorageError(
            _("The database is damaged or could not be read; nothing was changed."),
            do=_("Do not go on working on this PC; restore the newest backup."),
            reason="damaged",
        )


def _is_there(place: Place) -> bool:
    if isinstance(place, Path):
        try:
            return place.stat().st_size > 0
        except OSError:
            return False
    engine = make_server_engine(place)
    try:
        with plain_errors(), engine.connect() as connection:
            refuse_left(connection)
            return inspect(connection).has_table(VERSION_TABLE)
    finally:
        engine.dispose()


def _refuse_broken_references(connection: Connection) -> None:
    if is_server(connection):
        return
    broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise StorageError(
            _("The upgrade would leave records without what they belong to; nothing was changed."),
            do=_("Send the support bundle to whoever looks after HN Desk; go on with the old version."),
            reason="upgrade",
        )
