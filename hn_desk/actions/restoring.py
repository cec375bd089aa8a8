"""Restoring an office from its newest good backup, on the same PC or a new one, as a new numbering of its packets.

Nothing that lies in the folder is deleted: what stood there is set aside. The new files are made beside it and put in
place last, the key file at the very end; cut off anywhere, the restore is simply done again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk import files, office_keys
from hn_desk.actions.anchors import ANCHOR_FILE, read_anchor
from hn_desk.actions.backup_making import DATABASE, KEYS, LOST
from hn_desk.actions.file_codes import FILE_CODES
from hn_desk.actions.numbering import epoch_seen
from hn_desk.actions.office import OUTBOX, Clock, Office, Officer, register_keys, stamp
from hn_desk.actions.older_keys import older_id
from hn_desk.actions.receiving import take_back
from hn_desk.actions.reference_store import office_book
from hn_desk.actions.restoring_list import LostList, Span, earlier_items, keep_list, lost_of
from hn_desk.actions.restoring_lost import merged
from hn_desk.actions.restoring_outbox import Taken, adopt, highest_epoch, keep_files, packet_files, read_outbox
from hn_desk.actions.restoring_search import COPY, Found, forget_workspace
from hn_desk.actions.rulebook import rule_book
from hn_desk.actions.set_up import passphrase_problem
from hn_desk.errors import DeskError, InputError, Problem, StorageError
from hn_desk.i18n import _
from hn_desk.key_entries import OfficeKeys
from hn_desk.keys import STANDARD, Cost
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.backup import is_in_use
from hn_desk.models.database import open_database
from hn_desk.models.formats import format_number
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.tables import OfficerKey, OfficeRow, OfficerRow, PacketRow, ReceiptRow, RegisterNumber
from hn_desk.models.upgrade import upgrade
from hn_desk.office_keys import NewEntry, Opened
from hn_desk.packets.receipt import Receipt
from hn_desk.packets.subjects import FigureRow
from hn_desk.rules.second_key import holds_second_key
from hn_desk.rules.text import clean_line, fold

LARGEST_RECEIPT: Final = 50 * 1024 * 1024
FLOOR: Final = "restored"
"""The note of a register number that only says where numbering goes on."""
ASIDE: Final = "aside"
STEPS: Final = 4
Report = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Floor:
    """The highest number that the clerk reads: of văn thư's register by year and series, or of our own file codes."""

    year: int
    series: str
    number: int


@dataclass(frozen=True, slots=True)
class Who:
    """Who restores: the sign-in name; after the recovery sheet also a new passphrase for that officer."""

    login: str
    new_passphrase: str = field(default="", repr=False)
    cost: Cost = STANDARD


@dataclass(frozen=True, slots=True)
class RestorePlan:
    """What to restore and with what beside it: folders of packets, folders of receipts, numbers read by the clerk."""

    found: Found
    who: Who
    outboxes: tuple[Path, ...] = ()
    receipts: tuple[Path, ...] = ()
    floors: tuple[Floor, ...] = ()


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: the new numbering, the list of what must be typed again, where the old files were set aside."""

    login: str
    epoch: int
    lost: LostList
    receipts: int
    unread_receipts: tuple[str, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Member:
    """An officer in the backup who may come in by the recovery sheet."""

    login: str
    name: str
    roles: tuple[str, ...]


def today_here() -> date:
    """The day by this PC's clock, before there is an office to ask."""
    return datetime.now().astimezone().date()


def members_of(found: Found) -> tuple[Member, ...]:
    """The active officers in a backup, whose passphrase may be set anew by the recovery sheet."""
    with _database(found) as office, office.database.read() as session:
        rows = session.scalars(select(OfficerRow).where(OfficerRow.is_active).order_by(OfficerRow.sort_key))
        return tuple(Member(row.login, row.name, tuple(sorted(one.role for one in row.roles))) for row in rows)


def restore(
    folder: Path,
    plan: RestorePlan,
    *,
    clock: Clock = lambda: datetime.now(UTC),
    report: Report = lambda _done, _total: None,
) -> Restored:
    """Put the backup in place. InputError for a bad new passphrase, StorageError when the folder can't be used."""
    refuse_unsafe_place(folder)
    _check_second_key(plan.found)
    _check_passphrase(plan)
    _check_free(folder)
    report(1, STEPS)
    packets = packet_files((*plan.outboxes, folder))
    keys, opened = _keys_for(plan)
    plan = replace(plan, found=replace(plan.found, keys=keys, opened=opened))
    report(2, STEPS)
    with _database(plan.found, plan.who.login, clock) as office:
        restored = _renewed(office, folder, plan, packets)
    report(3, STEPS)
    _keep_list(plan.found, restored.lost)
    keep_files(packets, folder / OUTBOX)
    report(STEPS, STEPS)
    aside = _put_in_place(folder, plan.found, stamp(clock()))
    forget_workspace(folder)
    return replace(restored, aside=aside)


def _keep_list(found: Found, lost: LostList) -> None:
    path = found.workspace / LOST
    files.take_away(path)
    if lost.left or lost.missing or lost.unread:
        keep_list(path, found.opened, lost)


def _renewed(office: Office, folder: Path, plan: RestorePlan, packets: Sequence[Path]) -> Restored:
    """Everything that the restored records need, in one transaction."""
    found, now = plan.found, stamp(office.now())
    with office.write() as session:
        register_keys(session, office.officer.id, found.opened, now)
        taken, unread = read_outbox(session, office, packets)
        items = merged(iter((*earlier_items(found.workspace, found.opened), *lost_of(session, office, taken))))
        adopt(session, office, taken)
        receipts, unread_receipts = _read_receipts(session, office, plan.receipts)
        row = session.scalars(select(OfficeRow)).one()
        before = max(row.epoch, highest_epoch(packets, office.instance), _seen(session, office, taken))
        row.parent_epoch, row.epoch = before, before + 1
        notations = {code: file.notation for code, file in office.book.reports.items()}
        _raise_floors(session, (*plan.floors, *packed_numbers(taken, notations)))
        session.flush()
        span = _span(folder, found, (now, row.epoch, before))
        missing = _missing(session, office)
        audit.log(session, Act("restore", "backups", "", _content(span, found, taken)))
        lost = LostList(span, items, missing, unread, 0, now if found.head.reason == COPY else "")
    return Restored(plan.who.login, span.epoch, lost, receipts, unread_receipts, "")


def _content(span: Span, found: Found, taken: Sequence[Taken]) -> dict[str, object]:
    facts = found.head.facts
    return {
        "made_at": found.head.made_at,
        "sequence": facts.sequence,
        "head": facts.head,
        "epoch": span.epoch,
        "parent_epoch": span.parent_epoch,
        "packets": len(taken),
        "lost_acts": span.acts,
    }


def _span(folder: Path, found: Found, now: tuple[str, int, int]) -> Span:
    at, epoch, parent = now
    facts = found.head.facts
    last = _anchored(folder)
    acts = last - facts.sequence if last is not None and last >= facts.sequence else None
    return Span(found.head.made_at, facts.last_at, at, acts, epoch, parent)


def _anchored(folder: Path) -> int | None:
    """How far the log of the lost database went, by the anchor beside it; None when that is gone or damaged."""
    try:
        anchor = read_anchor(folder, {}, trusting=True)
    except StorageError:
        return None
    return anchor.sequence if anchor else None


def _seen(session: Session, office: Office, taken: Iterable[Taken]) -> int:
    """The highest epoch of this instance in packets and receipts."""
    return max(epoch_seen(session, office.instance), *(one.packet.cover.epoch for one in taken), 0)


def _missing(session: Session, office: Office) -> tuple[str, ...]:
    """Packets whose file was not found: a receipt names them, or a later number of their stream is there."""
    wanted: set[tuple[str, int, int]] = set()
    for desk, content in session.execute(select(ReceiptRow.desk, ReceiptRow.content)):
        for stream in content["streams"]:
            if stream["instance"] == office.instance:
                wanted |= {(desk, stream["epoch"], int(number)) for number in stream["hashes"]}
    numbers = select(PacketRow.desk, PacketRow.epoch, PacketRow.number)
    here = {(desk, epoch, number) for desk, epoch, number in session.execute(numbers)}
    for desk, epoch, number in here:
        wanted |= {(desk, epoch, before) for before in range(1, number)}
    return tuple(f"{desk} {epoch}/{number}" for desk, epoch, number in sorted(wanted - here))


def _raise_floors(session: Session, floors: Iterable[Floor]) -> None:
    """Let numbers go on above the highest that anybody knows."""
    highest: dict[tuple[int, str], int] = {}
    for floor in floors:
        series = FILE_CODES if floor.series == FILE_CODES else clean_line(floor.series).upper()
        place = (floor.year, series)
        highest[place] = max(highest.get(place, 0), floor.number)
    for (year, series), number in highest.items():
        here = select(func.max(RegisterNumber.number))
        here = here.where(RegisterNumber.year == year, RegisterNumber.series == series)
        if number > (session.scalar(here) or 0):
            session.add(RegisterNumber(year=year, series=series, number=number, note=FLOOR))


def packed_numbers(taken: Iterable[Taken], notations: Mapping[str, str]) -> Iterator[Floor]:
    """Văn thư's numbers of papers and of official reports in packets; `notations` by code of the report."""
    for one in taken:
        for row in one.packet.rows.get("papers", ()):
            number, series, year = (getattr(row, name, None) for name in ("number", "series", "year"))
            if number and number.isdecimal() and series and year:
                yield Floor(year, series, int(number))
        told = {
            (row.number, row.report, row.issued_on)
            for row in one.packet.rows.get("figures", ())
            if isinstance(row, FigureRow)
        }
        for number, report, day in told:
            if number and number.isdecimal() and day and report and report in notations:
                yield Floor(day.year, notations[report], int(number))


def _read_receipts(session: Session, office: Office, folders: Iterable[Path]) -> tuple[int, tuple[str, ...]]:
    """Read the city's receipts in these folders; how many, and the files that say nothing to this office."""
    paths = {path.name: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.pdf"))}
    read: list[Receipt] = []
    unread: list[str] = []
    for path in paths.values():
        try:
            data = files.read_whole(path, LARGEST_RECEIPT)
            with session.begin_nested():
                read.append(take_back(office, session, data))
        except DeskError as error:
            unread.append(f"{path.name}: {error.what}")
    return len(read), tuple(unread)


def _keys_for(plan: RestorePlan) -> tuple[OfficeKeys, Opened]:
    """The key file to put in place: as it is, or with a new entry for who came by the recovery sheet."""
    keys, opened, who = plan.found.keys, plan.found.opened, plan.who
    keys = replace(keys, database_format=format_number())
    with _database(plan.found, who.login) as office, office.database.read() as session:
        if not office.officer.id:
            raise _unknown()
        before = session.scalars(select(OfficerKey.entry).where(OfficerKey.officer_id == office.officer.id)).all()
    if not who.new_passphrase:
        return keys, opened
    keys, mine = office_keys.add_entry(keys, opened, NewEntry(fold(who.login), who.new_passphrase, who.cost))
    for entry in before:
        if keys.entry(entry) is not None:
            keys = office_keys.remove_entry(keys, entry)
    if opened.seconds and holds_second_key(rule_book().roles, office.officer.roles):
        return office_keys.grant_second(keys, mine.entry, opened.seconds), replace(mine, seconds=opened.seconds)
    return keys, mine


def _check_passphrase(plan: RestorePlan) -> None:
    """After the recovery sheet there must be a new passphrase; otherwise there is one already."""
    has_own = plan.found.opened.entry or older_id(fold(plan.who.login)) in plan.found.keys.older
    problem = "" if has_own else passphrase_problem(plan.who.new_passphrase)
    if problem:
        problems = (Problem("new_passphrase", problem),)
        raise InputError(_("The new passphrase can't be used."), do=_("Mend the marked fields."), problems=problems)


def _check_second_key(found: Found) -> None:
    """What was packed, received and numbered stands under the second key: without it nothing could be continued."""
    if found.opened.second is None:
        raise DeskError(
            _("Only an officer who works with credit files can restore the office, or the recovery sheet."),
            do=_("Have such an officer sign in here, or type the words of the sheet."),
            reason="second-key",
        )


def _unknown() -> DeskError:
    return DeskError(
        _("This officer was not yet in the office when the backup was made."),
        do=_("Have another officer restore it, or use the recovery sheet."),
        reason="restore-officer",
    )


def _check_free(folder: Path) -> None:
    if is_in_use(folder / DATABASE):
        raise StorageError(
            _("The database is open in another window or by another program."),
            do=_("Close the other window of HN Desk, then try again."),
            reason="locked",
        )


@contextmanager
def _database(found: Found, login: str = "", clock: Clock = lambda: datetime.now(UTC)) -> Iterator[Office]:
    """The database taken out of the backup, upgraded and open, with the officer of this sign-in name or nobody."""
    key, seconds = found.opened.database_keys[0], found.opened.seconds
    upgrade(found.database, key, seconds)
    database = open_database(found.database, key, seconds)
    try:
        with database.read() as session:
            row = session.scalars(select(OfficeRow)).one()
            officer = session.scalar(select(OfficerRow).where(OfficerRow.login == fold(login), OfficerRow.is_active))
            who = Officer("", "", frozenset())
            if officer is not None:
                roles = frozenset(role.role for role in officer.roles)
                who = Officer(officer.id, officer.name, roles, officer.position)
            place = (row.code, row.name, row.environment, row.instance_id, row.epoch)
            book = office_book(session)
        yield Office(found.workspace, database, who, book, clock, *place, found.opened)
    finally:
        database.close()


def _put_in_place(folder: Path, found: Found, now: str) -> str:
    """Set aside what stands in the folder, then move the new files there; where the old ones lie, "" for none."""
    office_keys.save(found.keys, found.workspace / KEYS)
    aside = folder / f"{ASIDE}-{now.replace(':', '')}"
    old = [name for name in (DATABASE, f"{DATABASE}-journal", ANCHOR_FILE, LOST, KEYS) if (folder / name).exists()]
    if old:
        _make(aside)
    for name in old:
        if name == KEYS:
            files.copy_large(folder / KEYS, aside)
        else:
            files.move(folder / name, aside / name)
    for name in (LOST, DATABASE, KEYS):
        if (found.workspace / name).exists():
            files.move(found.workspace / name, folder / name)
    return aside.name if old else ""


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.writing_problem(error, folder) from error
