"""Many rows into one table at once: COPY on a server, one prepared insert on a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, FromClause
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from hn_desk.models.columns import Table
from hn_desk.models.prepared import connection_of
from hn_desk.models.server import is_server

AT_ONCE: Final = 2_000
_KINDS: Final = {"BIGINT": "int8", "BYTEA": "bytea", "DATE": "date", "BOOLEAN": "bool", "JSON": "json"}
"""The server's name of a column's type; every other is text."""

Rows = Iterable[Sequence[Any]]
Types = Mapping[str, TypeEngine[Any]]


def add_rows(session: Session, table: type[Table], names: Sequence[str], rows: Rows) -> int:
    """Insert rows of values in the order of `names`, in the session's transaction; how many there were.

    Other columns must fill themselves in (a number that counts up). Rows may be a generator: they are held in
    batches only. They are neither stamped with a version nor logged, so this is for tables of what others sent.
    """
    columns = table.__table__.columns
    types = {name: columns[name].type for name in names}
    return add_values(connection_of(session), table.__table__, types, rows)


def add_values(connection: Connection, table: FromClause, types: Types, rows: Rows) -> int:
    """Insert rows of values in the order of `types`, the columns' types by name; how many there were."""
    dialect = connection.dialect
    makes = [kind.dialect_impl(dialect).bind_processor(dialect) for kind in types.values()]
    made = [(place, make) for place, make in enumerate(makes) if make is not None]
    stored = (_stored(row, made) for row in rows)
    return (_copy if is_server(connection) else _insert)(connection, table, types, stored)


def _stored(row: Sequence[Any], made: Sequence[tuple[int, Callable[[Any], Any]]]) -> Sequence[Any]:
    """The row with the values at some places made anew."""
    values = list(row)
    for place, make in made:
        values[place] = make(values[place])
    return values


def _insert(connection: Connection, table: Any, types: Types, rows: Iterator[Sequence[Any]]) -> int:
    quote, count = connection.dialect.identifier_preparer.quote, 0
    places = ", ".join("?" * len(types))
    text = f"INSERT INTO {quote(table.name)} ({', '.join(map(quote, types))}) VALUES ({places})"
    cursor = connection.connection.cursor()
    try:
        for batch in _batches(rows):
            cursor.executemany(text, batch)
            count += len(batch)
    finally:
        cursor.close()
    return count


def _copy(connection: Connection, table: Any, types: Types, rows: Iterator[Sequence[Any]]) -> int:
    dialect, count = connection.dialect, 0
    quote = dialect.identifier_preparer.quote
    text = f"COPY {quote(table.name)} ({', '.join(map(quote, types))}) FROM STDIN (FORMAT BINARY)"
    kinds = [kind.dialect_impl(dialect).compile(dialect) for kind in types.values()]
    cursor = connection.connection.cursor()
    try:
        with cursor.copy(text) as copy:
            copy.set_types([_KINDS.get(kind, "text") for kind in kinds])
            for row in rows:
                copy.write_row(row)
                count += 1
    finally:
        cursor.close()
    return count


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
