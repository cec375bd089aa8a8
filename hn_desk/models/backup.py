"""Copies of the encrypted database: made while it is open, checked page by page, told apart by a few facts.

The facts are read by plain SQL over columns that every format has, so that a database of an older version can be
copied before it is upgraded.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import sqlcipher3

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.database import PRIMARY_CODE, SQLITE_BUSY, SQLITE_LOCKED, Database, make_engine, plain_errors
from hn_desk.models.integrity import full_check
from hn_desk.models.moving import move_rows
from hn_desk.models.upgrade import upgrade

PAGES_AT_ONCE: Final = 4096
_PACKETS: Final = "SELECT desk, max(number) FROM packets WHERE epoch = ? GROUP BY desk ORDER BY desk"
_REGISTERS: Final = "SELECT year, series, max(number) FROM register_numbers GROUP BY year, series ORDER BY year, series"


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """What tells one state of an office's database from another; nothing of it is personal.

    `packets` holds the highest number by desk in this epoch, `registers` the highest number by year and series;
    `last_at` is when the newest act was logged.
    """

    office: str
    environment: str
    instance: str
    epoch: int
    revision: str
    sequence: int
    head: str
    last_at: str
    packets: tuple[tuple[str, int], ...]
    registers: tuple[tuple[int, str, int], ...]


def copy_open(database: Database, key: bytes, target: Path) -> None:
    """Copy an open database to a new file under `key`: by SQLite's online backup, from a server row by row."""
    if database.is_on_server:
        _copy_rows(database, key, target)
        return
    with plain_errors(), closing(database.engine.raw_connection()) as connection:
        _copy(connection.driver_connection, key, target)


def copy_closed(path: Path, key: bytes, target: Path) -> None:
    """Copy a database that nobody has open; StorageError when it can't be read with `key`."""
    with _opened(path, key) as connection:
        _copy(connection, key, target)


def check_copy(path: Path, key: bytes, facts: Callable[[Any], DatabaseFacts] | None = None) -> DatabaseFacts:
    """Read every page, index and reference of a file; its facts. StorageError when anything is wrong with it.

    `facts` reads them off the library's own connection: those of an office without it.
    """
    engine = make_engine(path, key, foreign_keys=False)
    try:
        with plain_errors(), engine.begin() as connection:
            full_check(connection)
            return (facts or _facts)(connection.connection.driver_connection)
    finally:
        engine.dispose()


def desk_facts(code: str, environment: str, instance: str) -> Callable[[Any], DatabaseFacts]:
    """The reader of a city desk's facts, for `check_copy`; a desk has one numbering, no packets and registers."""

    def read(connection: Any) -> DatabaseFacts:
        sequence, head, last_at, revision = _state(connection)
        return DatabaseFacts(code, environment, instance, 0, revision, sequence, head, last_at, (), ())

    return read


def is_in_use(path: Path) -> bool:
    """Whether another window or program holds the file; whatever else is wrong with it is no answer here."""
    if not path.exists():
        return False
    read_only = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlcipher3.connect(read_only, uri=True, timeout=0)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as error:
        return getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE in (SQLITE_BUSY, SQLITE_LOCKED)
    return False


def damaged_copy() -> StorageError:
    """The refusal of a copy that is not what was written."""
    return StorageError(
        _("This backup is damaged."), do=_("Use an earlier one, or one from another disk or stick."), reason="backup"
    )


@contextmanager
def _opened(path: Path, key: bytes) -> Iterator[Any]:
    with plain_errors(), closing(sqlcipher3.connect(str(path), isolation_level=None, timeout=1)) as connection:
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        connection.execute("PRAGMA temp_store=MEMORY")
        yield connection


def _copy_rows(database: Database, key: bytes, target: Path) -> None:
    """One state of the server's rows, each read again and compared; other officers go on working."""
    upgrade(target, key)
    engine = make_engine(target, key, foreign_keys=True)
    try:
        with database.read() as session, engine.begin() as connection:
            move_rows(session.connection(), connection)
    finally:
        engine.dispose()


def _copy(source: Any, key: bytes, target: Path) -> None:
    with _opened(target, key) as copy:
        source.backup(copy, pages=PAGES_AT_ONCE, sleep=0)


def _facts(connection: Any) -> DatabaseFacts:
    office = connection.execute("SELECT code, environment, instance_id, epoch FROM offices").fetchone()
    if office is None:
        raise damaged_copy()
    code, environment, instance, epoch = office
    sequence, head, last_at, revision = _state(connection)
    return DatabaseFacts(
        office=code,
        environment=environment,
        instance=instance,
        epoch=epoch,
        revision=revision,
        sequence=sequence,
        head=head,
        last_at=last_at,
        packets=tuple((desk, number) for desk, number in connection.execute(_PACKETS, (epoch,))),
        registers=tuple((year, series, number) for year, series, number in connection.execute(_REGISTERS)),
    )


def _state(connection: Any) -> tuple[int, str, str, str]:
    """Number, hash and moment of the newest entry of the log, and the revision."""
    newest = connection.execute(
        "SELECT sequence, hash, at FROM audit_entries ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if newest is None or revision is None:
        raise damaged_copy()
    return (*newest, revision[0])
