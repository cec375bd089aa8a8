"""New keys for the database there is: its pages under another database key, hidden columns under another second key.

Each is one transaction of SQLite: a power cut leaves all of the old or all of the new. Which one, the first open tells.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Table

from hn_desk.errors import StorageError
from hn_desk.hiding import HidingKeys, hide, hiding_keys, reveal
from hn_desk.models import audit, tables
from hn_desk.models.database import make_engine, plain_errors
from hn_desk.models.hidden import Hidden, shown_value, use_keys
from hn_desk.models.pseudonyms import pseudonym

BATCH: Final = 500
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Change:
    """Which keys reveal, and which one hides."""

    old: HidingKeys
    new: HidingKeys

    def value(self, kind: Hidden, stored: bytes | None) -> bytes | None:
        """The stored bytes under the new key."""
        return (
            None if stored is None else hide(self.new, kind.place, reveal(self.old, kind.place, stored), kind.shortest)
        )


def right_key(path: Path, keys: Sequence[bytes]) -> bytes:
    """The first of `keys` that opens the file: the old one comes first, as it rolls back what was cut off."""
    for key in keys[:-1]:
        if _opens(path, key):
            return key
    return keys[-1]


def change_database_key(path: Path, old: bytes, new: bytes) -> None:
    """Write every page of a closed database anew under another 32-byte key."""
    engine = make_engine(path, old, foreign_keys=False)
    try:
        with plain_errors():
            connection = engine.raw_connection()
            connection.cursor().execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
            connection.close()
    finally:
        engine.dispose()


def second_in_use(connection: Connection, seconds: Sequence[bytes]) -> bytes | None:
    """Under which of these second keys the hidden columns stand; None when nothing is hidden yet."""
    for table, columns in hidden_columns():
        for name, kind in columns.items():
            sql = f'SELECT "{name}" FROM "{table.name}" WHERE "{name}" IS NOT NULL LIMIT 1'
            stored = connection.exec_driver_sql(sql).scalar()
            if stored is not None:
                return next((second for second in seconds if _reveals(second, kind, stored)), seconds[0])
    return None


def hide_anew(connection: Connection, old: bytes, new: bytes, report: Report) -> None:
    """Put all that stands under the second key under the new one; `report` gets rows done and rows in all.

    The engine writes with the new key from now on: when the transaction is undone, give it the old one back.
    """
    use_keys(connection.engine, (new, old))
    found, change = list(hidden_columns()), _Change(hiding_keys((old,)), hiding_keys((new,)))
    done, total = 0, sum(_count(connection, table) for table, _columns in found)
    report(done, total)
    for table, columns in found:
        for count in _hide_table(connection, table, columns, change):
            done += count
            report(done, total)
    _hide_log(connection, change)
    _name_anew(connection)


def hidden_columns() -> Iterator[tuple[Table, dict[str, Hidden]]]:
    """The tables with hidden columns, and these by name."""
    for table in tables.Table.metadata.sorted_tables:
        columns = {column.name: column.type for column in table.columns if isinstance(column.type, Hidden)}
        if columns:
            yield table, columns


def _hide_table(connection: Connection, table: Table, columns: Mapping[str, Hidden], change: _Change) -> Iterator[int]:
    """Through SQL alone: rows are neither stamped with a version nor logged, since their content stays."""
    names = ", ".join(f'"{name}"' for name in columns)
    sets = ", ".join(f'"{name}" = ?' for name in columns)
    last = 0
    while rows := connection.exec_driver_sql(_READ.format(names=names, table=table.name), (last, BATCH)).fetchall():
        for number, *stored in rows:
            values = [change.value(kind, value) for kind, value in zip(columns.values(), stored, strict=True)]
            connection.exec_driver_sql(f'UPDATE "{table.name}" SET {sets} WHERE rowid = ?', (*values, number))
        last = rows[-1][0]
        yield len(rows)


def _hide_log(connection: Connection, change: _Change) -> None:
    """The hidden contents of the log; the chain holds the hash of what they say, so it stays."""
    for number, content in connection.exec_driver_sql(_LOG).fetchall():
        kept = json.loads(content)
        if set(kept) == {audit.HIDDEN}:
            stored = hide(
                change.new, audit.PLACE, reveal(change.old, audit.PLACE, b64decode(kept[audit.HIDDEN])), audit.SHORTEST
            )
            changed = json.dumps({audit.HIDDEN: b64encode(stored).decode()})
            connection.exec_driver_sql("UPDATE audit_entries SET content = ? WHERE rowid = ?", (changed, number))


def _name_anew(connection: Connection) -> None:
    """The pseudonyms of papers and of what packets held: they come from the second key too."""
    dialect = connection.dialect
    for number, kind, subject in connection.exec_driver_sql(_PAPERS).fetchall():
        names = (("kind", kind), ("subject_id", subject))
        parts = [shown_value(dialect, f"confirmations.{name}", value) for name, value in names]
        named = (pseudonym(dialect, *parts), number)
        connection.exec_driver_sql("UPDATE confirmations SET pseudonym = ? WHERE rowid = ?", named)
    for number, subject, hidden in connection.exec_driver_sql(_SENT).fetchall():
        known = shown_value(dialect, "packet_records.protected", hidden)
        if known is not None:
            record, digest = pseudonym(dialect, subject, known["record_id"]), known["digest"]
            changed = (record, pseudonym(dialect, subject, digest) if digest else "", number)
            connection.exec_driver_sql("UPDATE packet_records SET record_id = ?, digest = ? WHERE rowid = ?", changed)


def _count(connection: Connection, table: Table) -> int:
    counted: int = connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"').scalar_one()
    return counted


def _reveals(second: bytes, kind: Hidden, stored: bytes) -> bool:
    try:
        reveal(hiding_keys((second,)), kind.place, stored)
    except StorageError:
        return False
    return True


def _opens(path: Path, key: bytes) -> bool:
    engine = make_engine(path, key, foreign_keys=False)
    try:
        with plain_errors(), engine.begin():
            return True
    except StorageError as error:
        if error.reason != "damaged":
            raise
        return False
    finally:
        engine.dispose()


_LOG: Final = "SELECT rowid, content FROM audit_entries WHERE content LIKE '%\"hidden\"%'"
_PAPERS: Final = "SELECT rowid, kind, subject_id FROM confirmations"
_SENT: Final = "SELECT rowid, subject, protected FROM packet_records"
_READ: Final = 'SELECT rowid, {names} FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT ?'
