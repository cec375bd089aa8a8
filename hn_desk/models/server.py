"""A database on a PostgreSQL server: connections, one writer at a time, and what goes wrong in plain sentences.

The server has no encrypted pages, so columns that hold what was sent are sealed by the program (`models.sealed`).
"""

import sys
from importlib import import_module
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.pool import QueuePool

from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.formats import LEFT_TABLE, VERSION_TABLE
from hn_desk.models.server_address import SETTINGS, WAIT_SECONDS, ServerAddress, is_local

DIALECT: Final = "postgresql"
OLDEST: Final = 150_000
WRITERS: Final = 0x484E4445534B
"""The number of the lock that whoever writes holds to the end of the transaction: "HNDESK"."""
_ONE_WRITER: Final = f"SELECT pg_advisory_xact_lock({WRITERS})"
_IS_USED: Final = f"SELECT 1 FROM {VERSION_TABLE}"
_NO_STATE: Final = ""
_REFUSED_WORDS: Final = ("authentication failed", "no password supplied", "password", "pg_hba.conf", "role ")


def make_server_engine(address: ServerAddress) -> Engine:
    """An engine of one connection on the server; it is made anew by itself after the server was away."""
    psycopg = import_module("psycopg")

    def connect() -> Any:
        connection = psycopg.connect(
            **{**address.facts, "options": _options(address)},
            application_name="HN Desk",
            connect_timeout=address.facts.get("connect_timeout", WAIT_SECONDS),
        )
        try:
            _refuse_unfit(connection)
        except StorageError:
            connection.close()
            raise
        return connection

    return create_engine(
        f"{DIALECT}+psycopg://",
        creator=connect,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def is_server(connection: Connection) -> bool:
    """Whether this is a connection to a server."""
    return connection.dialect.name == DIALECT


def be_the_only_writer(connection: Connection) -> None:
    """Wait for whoever writes now; StorageError (reason `locked`, by `plain_errors`) when that takes too long."""
    connection.exec_driver_sql(_ONE_WRITER)


def refuse_left(connection: Connection) -> None:
    """StorageError (reason `server-moved`) when the records lie elsewhere by now; asked by the only writer."""
    if inspect(connection).has_table(LEFT_TABLE):
        raise _moved()


def be_the_writer_of(connection: Connection) -> None:
    """Wait for whoever writes; StorageError (reason `server-moved`, by `plain_errors`) when the desk left meanwhile."""
    be_the_only_writer(connection)
    connection.exec_driver_sql(_IS_USED)


def _options(address: ServerAddress) -> str:
    own = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    return f"{address.facts.get('options') or ''} {own}".strip()


def _refuse_unfit(connection: Any) -> None:
    info = connection.info
    if not connection.pgconn.ssl_in_use and not is_local(info.host, info.hostaddr):
        raise StorageError(
            _("The connection to the database's server is not encrypted; nothing was sent."),
            do=_("Have encryption switched on at the server (ssl = on)."),
            reason="server-open",
        )
    if info.server_version < OLDEST:
        raise StorageError(
            _("The database's server is too old; PostgreSQL 15 or newer is needed."),
            do=_("Ask whoever looks after the server to upgrade it."),
            reason="server-old",
        )


def server_errors() -> tuple[type[Exception], ...]:
    """What the server's library raises, once it is in use: a start on a file does not load it."""
    library = sys.modules.get("psycopg")
    return () if library is None else (library.Error,)


def is_of_server(error: BaseException | None) -> bool:
    """Whether the server's library raised this."""
    return hasattr(error, "sqlstate")


def refusal_of_server(error: BaseException | None) -> StorageError | None:
    """The plain sentence for what the server or the way to it refused; None for what would be a bug of ours."""
    state = str(getattr(error, "sqlstate", None) or _NO_STATE)
    if state == _NO_STATE:
        return _not_connected(str(error))
    found = next((make for starts, make in _BY_STATE if state.startswith(starts)), None)
    return found() if found else None


def told_of(error: BaseException) -> str:
    """What may be shown of an error that is a bug of ours: its kind, and no value that the server quotes."""
    diagnosis = getattr(error, "diag", None)
    places = (getattr(diagnosis, name, None) for name in ("table_name", "column_name", "constraint_name"))
    return " ".join([type(error).__name__, str(getattr(error, "sqlstate", "")), *(place for place in places if place)])


def _not_connected(words: str) -> StorageError:
    """Before a connection stands the library tells by words alone; FATAL is the server's own."""
    if any(word in words for word in _REFUSED_WORDS):
        return _not_let_in()
    if "FATAL" in words and "does not exist" in words:
        return _no_database()
    return _away()


def _away() -> StorageError:
    return StorageError(
        _("The database's server can't be reached; what was being saved was not kept, unless the server had it."),
        do=_("Look whether that PC is on and the network is plugged in, then try again."),
        reason="server-away",
    )


def _not_let_in() -> StorageError:
    return StorageError(
        _("The database's server did not let this program in: user or password is wrong, or this PC is not allowed."),
        do=_("Ask whoever looks after the server; nothing was changed."),
        reason="server-refused",
    )


def _no_database() -> StorageError:
    return StorageError(
        _("There is no such database on the server."),
        do=_("Ask whoever looks after the server to make it, or to put it back from its backup."),
        reason="server-refused",
    )


def _no_right() -> StorageError:
    return StorageError(
        _("The server does not allow this program to write into the database."),
        do=_("Ask whoever looks after the server to make this user the database's owner."),
        reason="read-only",
    )


def _moved() -> StorageError:
    return StorageError(
        _("The records no longer lie in this database on the server; nothing was saved."),
        do=_("Close this window and open the desk again; ask whoever moved the database."),
        reason="server-moved",
    )


def _full() -> StorageError:
    return StorageError(
        _("The server's disk or memory is full; nothing of this save was kept, everything before it is safe."),
        do=_("Ask whoever looks after the server to free some space, then save again."),
        reason="disk-full",
    )


def _busy() -> StorageError:
    return StorageError(
        _("Another PC was saving into the database for too long; nothing of this save was kept."),
        do=_("Wait a moment, then save again."),
        reason="locked",
    )


def _broken() -> StorageError:
    return StorageError(
        _("The server's disk failed or its database is damaged; nothing was changed."),
        do=_("Do not go on working; have the database put back from its newest backup."),
        reason="damaged",
    )


_BY_STATE: Final = (
    (("08", "57P", "53300"), _away),
    (("28",), _not_let_in),
    (("3D",), _no_database),
    (("42501", "25006"), _no_right),
    (("42P01",), _moved),
    (("53",), _full),
    (("55P03", "40", "57014"), _busy),
    (("XX001", "XX002", "58"), _broken),
)
"""Beginnings of the server's five-letter codes, in this order (PostgreSQL's appendix A)."""
