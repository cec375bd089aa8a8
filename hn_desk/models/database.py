"""The database, an encrypted file or one on a server: opening, transactions, closing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models import changes, hidden
from hn_desk.models.changes import Author
from hn_desk.models.office_tables import AuditEntry
from hn_desk.models.sealed import seal_columns
from hn_desk.models.server import (
    DIALECT,
    be_the_writer_of,
    is_of_server,
    make_server_engine,
    refusal_of_server,
    server_errors,
    told_of,
)
from hn_desk.models.server_address import ServerAddress

PRAGMAS: Final[dict[str, tuple[str, object]]] = {
    "journal_mode": ("TRUNCATE", "truncate"),
    "synchronous": ("EXTRA", 3),
    "locking_mode": ("EXCLUSIVE", "exclusive"),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "cache_size": ("-65536", -65536),
}
"""Name → (value set, value read back); a typo in a pragma is silent, so each is read back at every opening."""

SQLITE_BUSY: Final = 5
SQLITE_LOCKED: Final = 6
SQLITE_READONLY: Final = 8
SQLITE_IOERR: Final = 10
SQLITE_CORRUPT: Final = 11
SQLITE_FULL: Final = 13
SQLITE_CANTOPEN: Final = 14
SQLITE_NOTADB: Final = 26
PRIMARY_CODE: Final = 0xFF
KEY_BYTES: Final = 32
_BY_WORDS: Final = {
    "database is locked": SQLITE_BUSY,
    "attempt to write a readonly database": SQLITE_READONLY,
    "disk I/O error": SQLITE_IOERR,
    "database disk image is malformed": SQLITE_CORRUPT,
    "database or disk is full": SQLITE_FULL,
    "unable to open database file": SQLITE_CANTOPEN,
    "file is not a database": SQLITE_NOTADB,
}
"""sqlite3_errstr of each."""


Place = Path | ServerAddress
"""Where a database lies: an encrypted file, or a server."""
_STANDS_STILL: Final = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(frozen=True, slots=True)
class Database:
    """One database with one connection; `begin` is one transaction, kept whole or not at all."""

    place: Place
    engine: Engine
    key: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> Path:
        """The encrypted file; TypeError for a database on a server."""
        if isinstance(self.place, Path):
            return self.place
        raise TypeError("a database on a server has no file")

    @property
    def is_on_server(self) -> bool:
        """Whether other PCs may have it open as well."""
        return self.engine.dialect.name == DIALECT

    @contextmanager
    def begin(self, author: Author) -> Iterator[Session]:
        """Write: commits at the end, rolls back on any error; rows get version, change number and author."""
        with plain_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.info["author"] = author
            session.info["connection"] = connection = session.connection()
            if self.is_on_server:
                be_the_writer_of(connection)
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Read: nothing is kept, and nothing changes while it is read."""
        with plain_errors(), Session(self.engine, autoflush=False) as session:
            if self.is_on_server:
                session.connection(execution_options=_STANDS_STILL)
            yield session

    @property
    def is_open(self) -> bool:
        """Whether the file is held."""
        pool = self.engine.pool
        return isinstance(pool, QueuePool) and pool.checkedin() + pool.checkedout() > 0

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()


def open_database(place: Place, key: bytes, seconds: tuple[bytes, ...] = ()) -> Database:
    """Open a database with its 32-byte key, a file alone; StorageError when it is damaged, in use or out of reach.

    `seconds` are the second keys that open hidden columns, for who holds them.
    """
    engine = make_engine(place, key, foreign_keys=True)
    hidden.use_keys(engine, seconds)
    with plain_errors():
        try:
            with engine.begin() as connection:
                if isinstance(place, ServerAddress):
                    _refuse_other_key(connection)
        except (DatabaseError, StorageError):
            engine.dispose()
            raise
    changes.listen()
    return Database(place, engine, key)


def _refuse_other_key(connection: Connection) -> None:
    """A file's pages tell a wrong key at once; on a server the first sealed content of the log does."""
    if not inspect(connection).has_table(AuditEntry.__tablename__):
        return
    told = select(AuditEntry.content).where(AuditEntry.content.is_not(None)).order_by(AuditEntry.sequence).limit(1)
    try:
        connection.execute(told).all()
    except StorageError as error:
        raise StorageError(
            _("The database on the server is not that of this desk's keys; nothing was changed."),
            do=_("Look whether the address is right; else put desk and database back from backups of the same day."),
            reason="other-database",
        ) from error


def make_engine(place: Place, key: bytes, *, foreign_keys: bool) -> Engine:
    """An engine of one connection; migrations ask for `foreign_keys=False`, which a server needs not."""
    if len(key) != KEY_BYTES:
        raise ValueError("a database key has 32 bytes")
    if isinstance(place, ServerAddress):
        engine = make_server_engine(place)
        seal_columns(engine, key)
        return engine
    return _make_file_engine(place, key, foreign_keys=foreign_keys)


def _make_file_engine(path: Path, key: bytes, *, foreign_keys: bool) -> Engine:
    def connect() -> Any:
        connection = sqlcipher3.connect(str(path), check_same_thread=False, isolation_level=None, timeout=1)
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        _set_pragmas(connection, foreign_keys=foreign_keys)
        return connection

    engine = create_engine(
        "sqlite://",
        module=sqlcipher3,
        creator=connect,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
    )
    # The dialect's own hook: an event would be asked for at every statement.
    engine.dialect.do_begin = _begin_immediate  # type: ignore[method-assign]
    return engine


def _begin_immediate(dbapi_connection: PoolProxiedConnection) -> None:
    dbapi_connection.cursor().execute("BEGIN IMMEDIATE")


def _set_pragmas(connection: Any, *, foreign_keys: bool) -> None:
    wanted = PRAGMAS | ({} if foreign_keys else {"foreign_keys": ("OFF", 0)})
    for name, (value, read_back) in wanted.items():
        connection.execute(f"PRAGMA {name}={value}")
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != read_back:
            raise StorageError(
                _("The database did not accept the safety setting {name}.").format(name=name),
                do=_("Install the program again; the records are untouched."),
                reason="pragma",
            )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what the database library raises into a sentence an officer can act on."""
    try:
        yield
    except DatabaseError as error:
        refusal = _refusal_behind(error)
        if refusal is None:
            raise
        raise refusal from error
    except (sqlcipher3.DatabaseError, *server_errors()) as error:
        refusal = _refusal_behind(error)
        if refusal is None:
            raise
        raise refusal from error


def _refusal_behind(error: Exception) -> StorageError | None:
    """The plain sentence; what is left as a bug loses the values that a server quotes."""
    original = error.orig if isinstance(error, DatabaseError) else error
    if original is None or not is_of_server(original):
        return refusal_of(code_of(original))
    refusal = refusal_of_server(original)
    if refusal is None:
        error.args = original.args = (told_of(original),)
    return refusal


def code_of(error: BaseException | None) -> int:
    """The primary result code of SQLite behind an error; the online backup's errors tell it by their words alone."""
    code: int = getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE
    return code or _BY_WORDS.get(str(error), 0)


def refusal_of(code: int) -> StorageError | None:
    """The plain sentence for one primary result code of SQLite; None for what would be a bug of ours."""
    if code in (SQLITE_BUSY, SQLITE_LOCKED):
        return StorageError(
            _("The database is open in another window or by another program."),
            do=_("Close the other window of HN Desk, then try again."),
            reason="locked",
        )
    if code == SQLITE_FULL:
        return StorageError(
            _("The disk is full; nothing of this save was kept, everything before it is safe."),
            do=_("Free some space on the disk, then save again."),
            reason="disk-full",
        )
    if code in (SQLITE_READONLY, SQLITE_CANTOPEN):
        return StorageError(
            _("The data folder can't be written."),
            do=_("Ask whoever looks after this PC to let your account write into the data folder."),
            reason="read-only",
        )
    if code == SQLITE_IOERR:
        return StorageError(
            _("The disk failed while the database was read or written; the last save may or may not have been kept."),
            do=_("Close HN Desk, open it again and look whether it is there; if it can't be opened, restore a backup."),
            reason="damaged",
        )
    if code in (SQLITE_CORRUPT, SQLITE_NOTADB):
        return StorageError(
            _("The database is damaged or could not be read; nothing was changed."),
            do=_("Do not go on working on this PC; restore the newest backup."),
            reason="damaged",
        )
    return None
