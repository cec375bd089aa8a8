"""A statement compiled once and run on the driver: what every save does, at a third of the cost.

SQLAlchemy still writes the SQL and converts the values; only its cursor and result objects, which cost more than
SQLite's own work, are left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.orm import Session

Statement = Select[*tuple[Any, ...]] | Insert | Update | Delete
Values = Mapping[str, Any]
Row = tuple[Any, ...]
NONE: Final[Values] = {}
_KEPT: Final = "hn_desk_prepared"


def connection_of(session: Session) -> Connection:
    """The connection of the session's transaction; a write asks once, because each asking costs half a statement."""
    found: Connection | None = session.info.get("connection")
    return session.connection() if found is None else found


class Prepared:
    """A statement, and its compiled form for each set of named values it was run with.

    Rows come as plain tuples, so the columns asked for must be of types that the driver hands out as they are (text,
    whole numbers, bytes); ValueError for another. An insert names a value for every column: no default is filled in.
    """

    def __init__(self, statement: Statement) -> None:
        self._statement = statement

    def run(self, session: Session, values: Values = NONE) -> list[Row]:
        """Run it in the session's transaction; all rows it returns."""
        connection = connection_of(session)
        compiled = self._for(connection.dialect, tuple(values))
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.text, compiled.parameters(values))
            return list(cursor.fetchall()) if compiled.has_rows else []
        finally:
            cursor.close()

    def first(self, session: Session, values: Values = NONE) -> Row | None:
        """The first row, or None."""
        rows = self.run(session, values)
        return rows[0] if rows else None

    def _for(self, dialect: Dialect, names: tuple[str, ...]) -> "_Compiled":
        """Kept with the dialect, since what converts the values asks it for its database's keys."""
        kept: dict[Any, _Compiled] = dialect.__dict__.setdefault(_KEPT, {})
        found = kept.get((self, names))
        if found is None:
            found = kept[self, names] = _compile(self._statement, dialect, names)
        return found


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    fixed: Values
    order: tuple[str, ...] | None
    """Names by position; None when the driver takes names."""
    converters: Mapping[str, Callable[[Any], Any]]
    has_rows: bool

    def parameters(self, values: Values) -> Values | Row:
        """What the driver is handed."""
        named = {**self.fixed, **values}
        for name, convert in self.converters.items():
            named[name] = convert(named[name])
        return named if self.order is None else tuple([named[name] for name in self.order])


def _compile(statement: Statement, dialect: Dialect, names: tuple[str, ...]) -> _Compiled:
    returned = tuple(statement.exported_columns)
    if any(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in returned):
        raise ValueError("a prepared statement returns only what the driver hands out as it is")
    if isinstance(statement, Insert) and set(names) != set(statement.table.columns.keys()):
        raise ValueError("a prepared insert names every column")
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    found = {
        name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()
    }
    return _Compiled(
        str(compiled),
        compiled.params,
        tuple(compiled.positiontup) if compiled.positiontup is not None else None,
        {name: convert for name, convert in found.items() if convert},
        bool(returned),
    )
