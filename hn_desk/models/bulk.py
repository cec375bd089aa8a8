"""Many rows into one table at once: COPY on a server, one prepared insert on a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Insert, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import KeyedColumnElement

from hn_desk.models.columns import Table
from hn_desk.models.prepared import connection_of
from hn_desk.models.server import is_server

AT_ONCE: Final = 2_000
_KINDS: Final = {"BIGINT": "int8", "BYTEA": "bytea", "DATE": "date", "BOOLEAN": "bool", "JSON": "json"}
"""The server's name of a column's type; every other is text."""

Rows = Iterable[Mapping[str, Any]]
Columns = Sequence[KeyedColumnElement[Any]]


def add_rows(session: Session, table: type[Table], names: Sequence[str], rows: Rows) -> int:
    """Insert rows that name a value for each column of `names`, in the session's transaction; how many there were.

    Other columns must fill themselves in (a number that counts up). Rows may be a generator: they are held in
    batches only. They are neither stamped with a version nor logged, so this is for tables of what others sent.
    """
    connection = connection_of(session)
    columns = [table.__table__.columns[name] for name in names]
    write = _copy if is_server(connection) else _insert
    return write(connection, table, columns, rows)


def _insert(connection: Connection, table: type[Table], columns: Columns, rows: Rows) -> int:
    names = [column.name for column in columns]
    dialect = connection.dialect
    text = str(_one(table, names).compile(dialect=dialect, column_keys=names))
    processors = _processors(connection, columns)
    cursor, count = connection.connection.cursor(), 0
    try:
        for batch in _batches(_stored(rows, names, processors)):
            cursor.executemany(text, batch)
            count += len(batch)
    finally:
        cursor.close()
    return count


def _copy(connection: Connection, table: type[Table], columns: Columns, rows: Rows) -> int:
    quote = connection.dialect.identifier_preparer.quote
    names = [column.name for column in columns]
    text = f"COPY {quote(table.__tablename__)} ({', '.join(map(quote, names))}) FROM STDIN (FORMAT BINARY)"
    processors, count = _processors(connection, columns), 0
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(text) as copy:
            copy.set_types([_kind(connection, column) for column in columns])
            for row in _stored(rows, names, processors):
                copy.write_row(row)
                count += 1
    finally:
        cursor.close()
    return count


def _one(table: type[Table], names: Sequence[str]) -> Insert:
    return insert(table).values(dict.fromkeys(names))


def _kind(connection: Connection, column: KeyedColumnElement[Any]) -> str:
    return _KINDS.get(column.type.dialect_impl(connection.dialect).compile(connection.dialect), "text")


def _processors(connection: Connection, columns: Columns) -> list[Any]:
    dialect = connection.dialect
    return [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]


def _stored(rows: Rows, names: Sequence[str], processors: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    wanted = tuple(zip(names, processors, strict=True))
    for row in rows:
        yield tuple([row[name] if make is None else make(row[name]) for name, make in wanted])


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
