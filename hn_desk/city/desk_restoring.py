"""Restoring a city desk from its newest good backup, on the same PC or a new one.

Nothing that lies in the desk's folder is deleted: database and key file are set aside. Afterwards the packets that
still lie in the inbox folder are taken again, and what the desk's receipts had acknowledged and isn't there stands on
the board as missing, with a printed request for each office.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.backup_file import Head, check_whole, read_head, take_out
from hn_desk.actions.backup_making import backup_files
from hn_desk.actions.office import stamp
from hn_desk.city.acknowledged import RESTORE, receipts_in, take_receipts_back
from hn_desk.city.board import OfficeState, board
from hn_desk.city.collect import FED, collect_file
from hn_desk.city.desk import CityDesk, Clock, open_desk
from hn_desk.city.desk_backups import desk_folder
from hn_desk.city.desk_entries import open_entry
from hn_desk.city.places import DeskPlaces, desk_places, make_folder
from hn_desk.city.server_file import database_place
from hn_desk.errors import DeskError, SignInError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.backup import check_copy, desk_facts, is_in_use
from hn_desk.models.moving import leave
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.server_address import ServerAddress

WORKSPACE: Final = ".restore"
ASIDE: Final = "aside"
UNTOLD: Final = "server-untold"
OVERLAP: Final = timedelta(days=1)
"""So much earlier than the backup an inbox file may be stamped and still be taken again: clocks were set."""


@dataclass(frozen=True, slots=True)
class DeskRestorePlan:
    """What is restored, by whom: the desk's code, folders with backups, folders with receipts that came back.

    `server_lost`: the keeper says that the server with the desk's records is gone for good.
    """

    desk: str
    sources: tuple[Path, ...]
    name: str
    passphrase: str = field(repr=False)
    receipts: tuple[Path, ...] = ()
    server_lost: bool = False


@dataclass(frozen=True, slots=True)
class DeskRestored:
    """What came of it: the backup's file and moment, files that weren't good, packets and receipts taken back.

    `lost` are the offices whose acknowledged packets aren't there any more and must be sent again.
    """

    backup: str
    made_at: str
    bad: tuple[str, ...]
    taken: int
    receipts: int
    lost: tuple[OfficeState, ...]


def restore_desk(folder: Path, plan: DeskRestorePlan, *, clock: Clock = lambda: datetime.now(UTC)) -> DeskRestored:
    """Put the newest good backup in place and take in again what still lies here. The keeper alone may.

    DeskError when there is no good backup, SignInError for a wrong passphrase, StorageError while the desk is open, or
    when its records lie on a server that can't be told: other PCs would go on there.
    """
    places = desk_places(folder, plan.desk)
    refuse_unsafe_place(folder)
    if is_in_use(places.database):
        raise StorageError(
            _("This desk is open in another window."), do=_("Close it there, then try again."), reason="locked"
        )
    workspace = desk_places(places.folder / WORKSPACE, plan.desk)
    try:
        path, head, bad = _newest_good(workspace, places, plan, clock)
        key = _key_of_keeper(workspace, plan, clock)
        if places.server.exists() and not plan.server_lost:
            _leave_server(places, key)
        _put_in_place(workspace, places, stamp(clock()))
    finally:
        shutil.rmtree(places.folder / WORKSPACE, ignore_errors=True)
    desk = open_desk(folder, plan.desk, plan.passphrase, name=plan.name, clock=clock)
    try:
        return _taken_in(desk, plan, (path, head, bad))
    finally:
        desk.close()


def lost_packets(desk: CityDesk) -> tuple[OfficeState, ...]:
    """The offices of which this desk, since it was restored, lacks packets that it had acknowledged."""
    desk.require("board.read")
    return tuple(office for office in board(desk).offices if any(stream.lost for stream in office.streams))


def _newest_good(
    workspace: DeskPlaces, places: DeskPlaces, plan: DeskRestorePlan, clock: Clock
) -> tuple[Path, Head, tuple[str, ...]]:
    """A newer state of the same desk that the passphrase doesn't open is not passed over; another desk's is."""
    bad: list[str] = []
    wrong: dict[str, SignInError] = {}
    for path, head in _candidates(places, plan):
        if head.facts.instance in wrong:
            continue
        shutil.rmtree(workspace.folder, ignore_errors=True)
        try:
            _unpack(workspace, path, head)
            opened = open_entry(workspace, plan.name, plan.passphrase, clock())
            check_whole(path, opened.master)
            facts = desk_facts(head.facts.office, head.facts.environment, head.facts.instance)
            check_copy(workspace.database, opened.database_keys[0], facts)
        except SignInError as error:
            wrong[head.facts.instance] = error
            bad.append(path.name)
            continue
        except StorageError:
            bad.append(path.name)
            continue
        return path, head, tuple(bad)
    if wrong:
        raise next(iter(wrong.values()))
    raise DeskError(
        _("There is no good backup of the desk {desk} in these folders.").format(desk=plan.desk),
        do=_("Choose another folder or stick."),
        reason="no-backup",
    )


def _candidates(places: DeskPlaces, plan: DeskRestorePlan) -> list[tuple[Path, Head]]:
    """The backups of this desk, the newest state first."""
    found: dict[tuple[tuple[int, int, str], str], tuple[Path, Head]] = {}
    for folder in (*plan.sources, desk_folder(places)):
        for path in backup_files(folder):
            with suppress(StorageError):
                head = read_head(path)
                if head.facts.office == plan.desk:
                    found.setdefault((head.age, head.facts.instance), (path, head))
    return [found[one] for one in sorted(found, reverse=True)]


def _unpack(workspace: DeskPlaces, path: Path, head: Head) -> None:
    for member in head.members:
        target = workspace.folder / _inner(member.name)
        make_folder(target.parent)
        take_out(path, member.name, target)


def _inner(name: str) -> Path:
    """A member's path below the desk's folder. StorageError for one that leads out of it."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise StorageError(_("This backup is damaged."), reason="backup")
    return path


def _key_of_keeper(workspace: DeskPlaces, plan: DeskRestorePlan, clock: Clock) -> bytes:
    """Open the copy as the desk will be opened, and ask for the role there; its database key."""
    city = workspace.folder.parent.parent
    desk = open_desk(city, plan.desk, plan.passphrase, name=plan.name, clock=clock)
    try:
        desk.require("desk.restore")
        return desk.database.key
    finally:
        desk.close()


def _leave_server(places: DeskPlaces, key: bytes) -> None:
    """Let nobody go on working with the records on the server, which the restored desk won't have."""
    try:
        place = database_place(places, key)
        if isinstance(place, ServerAddress):
            leave(place, key)
    except StorageError as error:
        raise StorageError(
            _("Other PCs may work with this desk's records on the server, and the server can't be told: {why}").format(
                why=error.what
            ),
            do=_("Try again when it can be reached. If it is lost for good, say so; nothing was changed."),
            reason=UNTOLD,
        ) from error


def _put_in_place(workspace: DeskPlaces, places: DeskPlaces, now: str) -> None:
    """Set aside what stands there, then move the copy in; keys and certificates that are there already stay."""
    aside = places.folder / ASIDE / now.replace(":", "")
    make_folder(aside)
    journal = places.database.with_name(f"{places.database.name}-journal")
    for path in (places.server, places.key_file, places.database, journal):
        if path.exists():
            files.move(path, aside / path.name)
    for source in sorted(path for path in workspace.folder.rglob("*") if path.is_file()):
        target = places.folder / source.relative_to(workspace.folder)
        if source not in (workspace.key_file, workspace.database) and not target.exists():
            make_folder(target.parent)
            files.move(source, target)
    places.make()
    files.move(workspace.database, places.database)
    files.move(workspace.key_file, places.key_file)


def _taken_in(desk: CityDesk, plan: DeskRestorePlan, good: tuple[Path, Head, tuple[str, ...]]) -> DeskRestored:
    path, head, bad = good
    with desk.write() as session:
        audit.log(session, Act(RESTORE, "backups", content={"file": path.name, "made_at": head.made_at}))
    receipts = take_receipts_back(desk, receipts_in((desk.places.receipts, *plan.receipts)))
    for mark in desk.places.inbox.glob(f"*{FED}"):
        with suppress(OSError):
            mark.unlink()
    taken = sum(collect_file(desk, one).is_good for one in _since(desk.places.inbox, head.moment - OVERLAP))
    return DeskRestored(path.name, head.made_at, bad, taken, receipts, lost_packets(desk))


def _since(inbox: Path, moment: datetime) -> list[Path]:
    """The packets in the inbox folder that came after `moment`, in the order in which they came."""
    stamped: list[tuple[float, Path]] = [(one.stat().st_mtime, one) for one in inbox.glob("*.xlsx")]
    return [one for at, one in sorted(stamped) if at >= moment.timestamp()]
