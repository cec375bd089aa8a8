"""The program made worse on purpose: each must turn the campaign red."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from hn_desk.actions import backup_file, restoring_search
from hn_desk.actions.backup_file import Head, read_head
from hn_desk.models import upgrade


def no_look() -> None:
    """The database is opened as it is."""

    def mend_free_pages(connection: Connection) -> None:
        """Look at nothing."""

    upgrade.mend_free_pages = mend_free_pages  # type: ignore[attr-defined]


def trusted_backups() -> None:
    """A backup is as whole as its head says."""

    def check_whole(path: Path, master: bytes | None = None) -> Head:
        return read_head(path)

    backup_file.check_whole = check_whole
    restoring_search.check_whole = check_whole  # type: ignore[attr-defined]


SABOTAGES: Final[Mapping[str, Callable[[], None]]] = {"no-look": no_look, "trusted-backups": trusted_backups}
