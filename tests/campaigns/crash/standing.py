"""Where a database stands: a digest of all it holds, its last log entry, its last change number."""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Self

TABLES: Final = "SELECT m.name, group_concat(c.name) FROM sqlite_master m, pragma_table_info(m.name) c "
OURS: Final = "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' GROUP BY m.name ORDER BY m.name"
NUMBERS: Final = "SELECT coalesce((SELECT max(sequence) FROM audit_entries), 0), (SELECT last FROM change_numbers)"


@dataclass(frozen=True, slots=True)
class Standing:
    """What tells one state of a database from another."""

    digest: str
    entries: int
    change: int

    @classmethod
    def of(cls, connection: Any) -> Self:
        """The state that a driver's connection sees, its own transaction included."""
        tables = tuple(connection.execute(TABLES + OURS).fetchall())
        seen = connection.execute(_summary(tables)).fetchall()
        entries, change = connection.execute(NUMBERS).fetchone()
        return cls(hashlib.sha256(repr((tables, seen)).encode()).hexdigest()[:24], entries, change or 0)

    def told(self) -> list[Any]:
        """The plain form for the pipe."""
        return [self.digest, self.entries, self.change]


@cache
def _summary(tables: tuple[tuple[str, str], ...]) -> str:
    """One statement over all tables: rows, their written length, and each version and change number summed."""
    return " UNION ALL ".join(_line(name, columns.split(",")) for name, columns in tables)


def _line(table: str, columns: list[str]) -> str:
    lengths = " + ".join(f'coalesce(length("{column}"), 0)' for column in columns)
    numbers = "total(version * 1000003 + change)" if {"version", "change"} <= set(columns) else "0"
    return f"SELECT '{table}', count(*), total({lengths}), {numbers} FROM \"{table}\""
