"""Collecting files at the desk: opened, verified strictly, each taken in one transaction; or kept aside with a reason.

Many are read by several processes; what becomes of them is decided and written here, one after another in their order,
by the same steps as one alone. Also a whole folder, each content once: the originals stay where they lie.
"""

import hashlib
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.city.collected import Collected
from hn_desk.city.desk import CityDesk
from hn_desk.city.quarantine import (
    NAME_LENGTH,
    Unverified,
    forget_unverified,
    keep,
    keep_evidence,
    keep_unverified,
)
from hn_desk.city.question_finding import settle
from hn_desk.city.readers import readers_for, reading
from hn_desk.city.reading import LARGEST_FILE, Brought, Ground, read_data, read_file
from hn_desk.city.stream import ARRIVED, QUARANTINED, stream_of
from hn_desk.city.taking import Counter, take, take_waiting
from hn_desk.errors import DeskError, PacketError
from hn_desk.models import audit
from hn_desk.models.audit import Act

__all__ = ["Collected", "collect", "collect_file", "collect_files", "collect_folder"]
UNREAD: Final = "unread"
FED: Final = ".fed"
LARGEST_MARK: Final = 64
CANCELLED: Final = "cancelled"
Report = Callable[[int, int], None]
"""Told how many files are done, of how many; a DeskError of reason `CANCELLED` stops before the next one."""


def collect(desk: CityDesk, data: bytes, name: str = "") -> Collected:
    """Take one file. What does not verify is kept in quarantine with its reason, never shown as data.

    `name` is only echoed: a packet is known by what it says, whatever its file is called.
    """
    desk.require("packets.take")
    ground = desk.ground()
    return _settle(desk, ground, read_data(ground, data, desk.now(), name))


def collect_file(desk: CityDesk, path: Path) -> Collected:
    """Take the file that lies there; one that can't be read is said so and nothing is kept of it."""
    desk.require("packets.take")
    ground = desk.ground()
    return _settle(desk, ground, read_file(ground, path, desk.now()))


def collect_files(
    desk: CityDesk, paths: Sequence[Path], report: Report | None = None, *, readers: int | None = None
) -> tuple[Collected, ...]:
    """Take files one after another in this order; when it is stopped, what became of those that were done.

    `readers` processes open and verify them, as many as this PC has cores for if it isn't said; 0: none but this one.
    """
    desk.require("packets.take")
    taken: list[Collected] = []
    with closing(_each(desk, paths, readers)) as each:
        while _goes_on(report, len(taken), len(paths)) and (one := next(each, None)):
            taken.append(one)
    return tuple(taken)


def collect_folder(
    desk: CityDesk, folder: Path, report: Report | None = None, *, readers: int | None = None
) -> tuple[Collected, ...]:
    """Take every file that lies in a folder, by name, and leave it there; a content fed before is passed over.

    A file is marked when all of it is done, so that one cut short by a power cut is taken again. What did not verify
    is tried again on another day: the clock may have been wrong, or a certificate or list come later.
    """
    desk.require("packets.take")
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise files.reading_problem(error, folder) from error
    new = _not_fed(desk, paths)
    taken: list[Collected] = []
    with closing(_each(desk, tuple(new), readers)) as each:
        for mark in new.values():
            if not _goes_on(report, len(taken), len(new)):
                break
            taken.append(next(each))
            if mark is not None and taken[-1].decision != UNREAD:
                files.write_whole(mark, b"" if _is_final(taken[-1]) else desk.today().isoformat().encode())
    return tuple(taken)


def _goes_on(report: Report | None, done: int, total: int) -> bool:
    """Tell how far it is; False when somebody has stopped it."""
    try:
        if report is not None:
            report(done, total)
    except DeskError as error:
        if error.reason != CANCELLED:
            raise
        return False
    return True


def _each(desk: CityDesk, paths: Sequence[Path], readers: int | None) -> Generator[Collected]:
    ground = desk.ground()
    processes = readers_for(len(paths)) if readers is None else readers
    if not processes:
        for path in paths:
            yield _settle(desk, ground, read_file(ground, path, desk.now()))
        return
    with reading(ground, processes) as others:
        for one in others.read(paths, desk.now()):
            yield _settle(desk, ground, one)


def _not_fed(desk: CityDesk, paths: Sequence[Path]) -> dict[Path, Path | None]:
    """The files whose content was not fed before, each content once, with the mark that each gets; None: unreadable."""
    found: dict[Path, Path | None] = {}
    marks: set[Path] = set()
    for path in paths:
        try:
            mark = desk.places.inbox / f"{hashlib.sha256(files.read_whole(path, LARGEST_FILE)).hexdigest()}{FED}"
        except DeskError:
            found[path] = None
            continue
        if mark not in marks and not _is_fed(mark, desk.today()):
            found[path] = mark
        marks.add(mark)
    return found


def _is_final(one: Collected) -> bool:
    """Whether a file verified, so that reading it again tells nothing new."""
    return one.decision != QUARANTINED or bool(one.office)


def _is_fed(mark: Path, today: date) -> bool:
    """Whether a content was fed for good, or was refused today; the mark holds the day of a refusal."""
    return mark.exists() and files.read_whole(mark, LARGEST_MARK) in (b"", today.isoformat().encode())


def _settle(desk: CityDesk, ground: Ground, one: Brought) -> Collected:
    """Decide on a file that was read, and keep what was decided."""
    if isinstance(one.error, DeskError) and not isinstance(one.error, PacketError):
        return Collected(UNREAD, one.error.reason, one.error.what, one.error.do, file=one.name)
    keep(desk, desk.places.inbox / f"{hashlib.sha256(one.data).hexdigest()[:NAME_LENGTH]}.xlsx", one.data)
    if one.came is None:
        error = one.error or PacketError("")
        keep_unverified(desk, ground.trust, Unverified(one.data, one.inner, error))
        return Collected(QUARANTINED, error.reason, error.what, error.do, file=one.name)
    with desk.write() as session:
        forget_unverified(session, one.came.sha256)
        counter = Counter(session, desk, ground.trust)
        collected = take(counter, one.came)
        if collected.decision in ARRIVED and not collected.is_repeat:
            collected = replace(collected, also_taken=take_waiting(counter, stream_of(one.came.cover)))
            settle(session, desk.today(), one.came.cover.office_code)
        audit.log(session, Act("city.collect", "packets", one.came.cover.packet_id, _logged(collected)))
    if collected.decision == QUARANTINED:
        keep_evidence(desk, one.data, collected.reason)
    return replace(collected, file=one.name)


def _logged(collected: Collected) -> dict[str, Any]:
    keys = ("decision", "reason", "office", "number", "new", "changed", "unchanged", "refused", "is_repeat")
    return {key: getattr(collected, key) for key in keys}
