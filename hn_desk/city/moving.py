"""A desk's database moves to a PostgreSQL server, or back into the desk's folder."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from hn_desk.city.desk import CityDesk
from hn_desk.city.server_file import keep_place
from hn_desk.errors import DeskError, StorageError
from hn_desk.files import take_away
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.database import Place, open_database
from hn_desk.models.moving import come_back, drop_tables, mark_left, move_rows, refuse_used
from hn_desk.models.server_address import ServerAddress, read_address
from hn_desk.models.upgrade import upgrade


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the database lies now, as anyone may read it, and how many rows moved; `before` is where it lay."""

    to: str
    before: str
    rows: int


def where(place: Place) -> str:
    """Where a database lies, as anyone may read it: the address without its password, or the file's name."""
    return place.shown if isinstance(place, ServerAddress) else place.name


def move_desk(desk: CityDesk, url: str) -> Moved:
    """Copy every row to the database at `url`, or into the desk's folder when it is empty, and use that from now on.

    Every row is read again and compared before the desk turns to it; the desk is closed then, and the file or the
    tables that it lay in are taken away, so that nobody goes on writing there. InputError for a wrong address,
    StorageError when the other database is in use, out of reach or reads differently: the desk stays where it was.
    """
    desk.require("database.move")
    place: Place = read_address(url) if url else desk.places.database
    if isinstance(place, Path) and not desk.database.is_on_server:
        raise DeskError(
            _("The database already lies in the desk's folder."),
            do=_("Name the address of a server's database to move it there."),
            reason="moving",
        )
    before, key = desk.database.place, desk.database.key
    rows = _move(desk, place)
    desk.close()
    try:
        keep_place(desk.places, key, place if isinstance(place, ServerAddress) else None)
    except StorageError:
        if isinstance(before, ServerAddress):
            come_back(before, key)
        raise
    if isinstance(before, ServerAddress):
        drop_tables(before, key)
    else:
        take_away(before)
    return Moved(where(place), where(before), rows)


def _move(desk: CityDesk, place: Place) -> int:
    """All rows in one transaction of the other database; no other officer writes meanwhile, nor here afterwards."""
    key = desk.database.key
    if isinstance(place, Path):
        take_away(place)
    refuse_used(place, key)
    upgrade(place, key)
    with closing(open_database(place, key)) as target, desk.write() as source:
        told = {"from": where(desk.database.place), "to": where(place)}
        audit.log(source, Act("city.move", content=told))
        with target.engine.begin() as connection:
            rows = move_rows(source.connection(), connection)
        if desk.database.is_on_server:
            mark_left(source.connection())
    return rows
