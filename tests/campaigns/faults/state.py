"""What another process would find after a fault: a copy of the office, opened and looked through."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from hn_desk.actions.backup_file import SUFFIX, check_whole
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, Office
from hn_desk.errors import PacketError, StorageError
from hn_desk.models.database import open_database
from hn_desk.models.integrity import full_check
from hn_desk.packets.container import read_container
from tests.campaigns.crash.site import Site
from tests.campaigns.crash.standing import Standing

ZIP_END = b"PK\x05\x06"


def live(office: Office) -> Standing:
    """Where the open database stands, as the program itself sees it."""
    with office.database.read() as session:
        return Standing.of(session.connection().connection.driver_connection)


def on_disk(site: Site, scratch: Path, key: bytes) -> tuple[Standing | None, str]:
    """Where a fresh opening of the same files would stand, and what is wrong with them."""
    scratch.mkdir(exist_ok=True)
    names = [DATABASE_FILE, f"{DATABASE_FILE}-journal", KEY_FILE]
    # Another process copies: closing a file here would give up the locks that this process holds on it.
    subprocess.run(["cp", *(str(site.office / name) for name in names), str(scratch)], check=False, capture_output=True)
    try:
        database = open_database(scratch / DATABASE_FILE, key)
    except StorageError as error:
        return None, f"broken: {error}"
    try:
        with database.read() as session:
            full_check(session.connection())
            return Standing.of(session.connection().connection.driver_connection), ""
    except StorageError as error:
        return None, f"broken: {error}"
    finally:
        database.close()


def files(site: Site, master: bytes) -> Iterator[str]:
    """Files that are there and not whole."""
    for path in site.folder.rglob("*"):
        if path.is_file():
            found = path.stat()
            if not _is_whole(path, master, (found.st_ino, found.st_size, found.st_mtime_ns)):
                yield f"half: the file {path.name}"


def leftovers(site: Site) -> Iterator[str]:
    """Files that were begun and never got their name; a full disk does not keep anybody from removing them."""
    for path in site.folder.rglob("*.part"):
        yield f"half: left behind {path.name}"


@cache
def _is_whole(path: Path, master: bytes, _stamp: tuple[int, int, int]) -> bool:
    """What was read once and has not been touched since is not read again: hundreds lie there in the end."""
    try:
        if path.suffix == SUFFIX:
            check_whole(path, master)
        elif path.suffix == ".xlsx" and path.name.startswith("GOI-"):
            read_container(path.read_bytes())
    except (StorageError, PacketError):
        return False
    if path.suffix == ".xlsx" and not path.name.startswith("GOI-"):
        return ZIP_END in path.read_bytes()[-64:]
    return path.suffix != ".pdf" or path.read_bytes().rstrip().endswith(b"%%EOF")


def tidy(site: Site) -> None:
    """Remove what a dead disk kept the program from removing."""
    for path in site.folder.rglob("*.part"):
        path.unlink()
