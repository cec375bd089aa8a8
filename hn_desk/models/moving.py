"""Every row of one database into an empty one, from a file to a server or back; read again and compared."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Integer, Table, inspect, literal, select, text, tuple_, type_coerce
from sqlalchemy.types import TypeEngine

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models import tables
from hn_desk.models.bulk import add_values
from hn_desk.models.database import Place, make_engine, plain_errors
from hn_desk.models.formats import LEFT_TABLE, VERSION_TABLE
from hn_desk.models.hidden import Hidden
from hn_desk.models.server import be_the_only_writer, is_server
from hn_desk.models.server_address import ServerAddress

AT_ONCE: Final = 1_000
_COUNT_ON: Final = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}))"


def refuse_used(place: Place, key: bytes) -> None:
    """StorageError (reason `database-used`) when there are tables already: no database is written over.

    One that a desk has left may be used again: the mark is taken away.
    """
    engine = make_engine(place, key, foreign_keys=True)
    try:
        with plain_errors(), engine.begin() as connection:
            tables_there = set(inspect(connection).get_table_names())
            is_used = bool(tables_there - {LEFT_TABLE})
            if tables_there and not is_used:
                connection.execute(text(f"DROP TABLE {LEFT_TABLE}"))
    finally:
        engine.dispose()
    if is_used:
        raise StorageError(
            _("This database already holds tables; nothing was written there."),
            do=_("Name an empty database; each desk has its own."),
            reason="database-used",
        )


def move_rows(source: Connection, target: Connection) -> int:
    """Copy every row, in the transactions of both; how many. StorageError when what was written reads differently."""
    if is_server(target):
        be_the_only_writer(target)
    count = 0
    for table in tables.Table.metadata.sorted_tables:
        types = {column.name: _type(column.type) for column in table.columns}
        moved = add_values(target, table, types, _rows(source, table))
        if moved:
            _count_on(target, table)
            if _digest(source, table) != _digest(target, table):
                raise StorageError(
                    _("What was written to the other database reads differently; the records stay where they were."),
                    do=_("Have the server's disk looked at; don't use this database."),
                    reason="moving",
                )
        count += moved
    return count


def mark_left(connection: Connection) -> None:
    """In the transaction of a server's only writer: whoever waits for it, or comes later, is refused."""
    if inspect(connection).has_table(VERSION_TABLE):
        connection.execute(text(f"ALTER TABLE {VERSION_TABLE} RENAME TO {LEFT_TABLE}"))


def leave(place: ServerAddress, key: bytes) -> None:
    """Let nobody write into this database any more; its rows stay. StorageError when it can't be reached."""
    with _only_writer(place, key) as connection:
        mark_left(connection)


def come_back(place: ServerAddress, key: bytes) -> None:
    """Let a database that was left be used again, as if it never had been."""
    with _only_writer(place, key) as connection:
        connection.execute(text(f"ALTER TABLE {LEFT_TABLE} RENAME TO {VERSION_TABLE}"))


def drop_tables(place: ServerAddress, key: bytes) -> None:
    """Take away the tables that rows were moved out of; the mark stays, for who comes by an older address."""
    with _only_writer(place, key) as connection:
        tables.Table.metadata.drop_all(connection)


@contextmanager
def _only_writer(place: ServerAddress, key: bytes) -> Iterator[Connection]:
    engine = make_engine(place, key, foreign_keys=True)
    try:
        with plain_errors(), engine.begin() as connection:
            be_the_only_writer(connection)
            yield connection
    finally:
        engine.dispose()


def _type(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """What is hidden under the second key moves as it is."""
    return kind.impl_instance if isinstance(kind, Hidden) else kind


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    """The rows in the order of their keys, a page at a time."""
    columns = [type_coerce(column, _type(column.type)).label(column.name) for column in table.columns]
    keys = tuple(table.primary_key.columns)
    places = [table.columns.keys().index(key.key) for key in keys]
    page = select(*columns).order_by(*keys).limit(AT_ONCE)
    found = connection.execute(page).all()
    while found:
        yield from map(tuple, found)
        last = tuple_(*(literal(found[-1][place]) for place in places))
        found = connection.execute(page.where(tuple_(*keys) > last)).all()


def _digest(connection: Connection, table: Table) -> tuple[int, int]:
    """Of all rows together, whatever their order: two databases sort texts each in its own way."""
    rows, together = 0, 0
    for row in _rows(connection, table):
        plain = tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
        rows, together = rows + 1, together + int.from_bytes(hashlib.sha256(repr(plain).encode()).digest(), "big")
    return rows, together


def _count_on(connection: Connection, table: Table) -> None:
    """Numbers that the server draws go on after those that came."""
    column = table.autoincrement_column
    if is_server(connection) and column is not None and isinstance(column.type, Integer):
        connection.execute(text(_COUNT_ON.format(table=table.name, column=column.name)))
