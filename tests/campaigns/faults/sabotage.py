"""The program made worse on purpose: each must turn the campaign red."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection

from hn_desk import files
from hn_desk.models import database
from tests.campaigns.faults.faults import Tried


def naive_files() -> None:
    """Files are written in their place."""

    def write(path: Path, data: bytes) -> None:
        try:
            path.write_bytes(data)
        except OSError as error:
            raise files.writing_problem(error, path) from error

    files.write_whole = write


def deaf_commits() -> None:
    """What a commit complains of is not heard."""
    real: Callable[[DefaultDialect, DBAPIConnection], None] = DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: DBAPIConnection) -> None:
        with Tried():
            real(dialect, connection)

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def raw_errors() -> None:
    """The library's own words reach the officer."""

    def refusal_of(code: int) -> None:
        return None

    database.refusal_of = refusal_of


def no_journal() -> None:
    """Pages are overwritten with nothing to go back to."""
    database.PRAGMAS["journal_mode"] = ("OFF", "off")


SABOTAGES: Final[Mapping[str, Callable[[], None]]] = {
    "naive-files": naive_files,
    "deaf-commits": deaf_commits,
    "raw-errors": raw_errors,
    "no-journal": no_journal,
}
