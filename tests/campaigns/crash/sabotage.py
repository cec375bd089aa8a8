"""The program made worse on purpose, in the child only: each must turn the campaign red."""

from collections.abc import Callable, Mapping
from pathlib import Path
from time import sleep
from typing import Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

from hn_desk import files
from hn_desk.models import audit, database
from hn_desk.models.audit import Act
from tests.campaigns.crash.marks import Teller

MOMENT: Final = 0.002
"""A slow disk's flush: a fault that lasts no longer than a memory copy would be met too seldom for a short run."""


def ack_early(teller: Teller) -> None:
    """What is about to be committed is acknowledged already."""

    def early(_connection: Connection) -> None:
        teller.tell(ack=-1, kind="early", wrote=[], took=MOMENT)
        sleep(MOMENT)

    event.listen(Engine, "commit", early)


def two_transactions(_teller: Teller) -> None:
    """The records in one transaction, their log entry in another."""
    real = audit.log

    def log(session: Session, act: Act) -> str:
        connection = session.connection().connection.driver_connection
        if connection is not None:
            connection.execute("COMMIT")
            sleep(MOMENT)
            connection.execute("BEGIN IMMEDIATE")
        return real(session, act)

    audit.log = log


def no_log(_teller: Teller) -> None:
    """Nothing is written into the log."""

    def log(session: Session, act: Act) -> str:
        return audit.head(session)

    audit.log = log


def no_journal(_teller: Teller) -> None:
    """Pages are overwritten with nothing to go back to."""
    database.PRAGMAS["journal_mode"] = ("OFF", "off")


def no_begin(_teller: Teller) -> None:
    """Each statement is a transaction of its own."""

    def begin(dbapi_connection: PoolProxiedConnection) -> None:
        """Begin nothing."""

    database._begin_immediate = begin


def naive_files(_teller: Teller) -> None:
    """Files are written in their place, piece by piece."""

    def write(path: Path, data: bytes) -> None:
        with path.open("wb", buffering=0) as stream:
            for start in range(0, len(data), 512):
                stream.write(data[start : start + 512])
                sleep(MOMENT)

    files.write_whole = write


SABOTAGES: Final[Mapping[str, Callable[[Teller], None]]] = {
    "ack-early": ack_early,
    "two-transactions": two_transactions,
    "no-log": no_log,
    "no-journal": no_journal,
    "no-begin": no_begin,
    "naive-files": naive_files,
}
