"""Collecting a file at the desk: opened, verified strictly, taken in one transaction; or kept aside with its reason.

Also a whole folder, each content once: the originals stay where they lie.
"""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.city.collected import Collected
from hn_desk.city.desk import CityDesk
from hn_desk.city.quarantine import (
    NAME_LENGTH,
    ZIP_START,
    Unverified,
    forget_unverified,
    keep,
    keep_evidence,
    keep_unverified,
)
from hn_desk.city.question_finding import settle
from hn_desk.city.stream import ARRIVED, QUARANTINED, stream_of
from hn_desk.city.taking import Counter, take, take_waiting, verified_packet
from hn_desk.errors import DeskError, PacketError
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.packets.mailed import is_text, read_mailed

__all__ = ["Collected", "collect", "collect_file", "collect_folder"]
LARGEST_FILE: Final = 64 * 1024 * 1024
UNREAD: Final = "unread"
FED: Final = ".fed"


def collect(desk: CityDesk, data: bytes, name: str = "") -> Collected:
    """Take one file. What does not verify is kept in quarantine with its reason, never shown as data.

    `name` is only echoed: a packet is known by what it says, whatever its file is called.
    """
    desk.require("packets.take")
    trust = desk.trust()
    keep(desk, desk.places.inbox / f"{hashlib.sha256(data).hexdigest()[:NAME_LENGTH]}.xlsx", data)
    inner = b""
    try:
        packet = read_mailed(data) if is_text(data) else data
        inner = packet if packet.startswith(ZIP_START) else desk.unseal(packet)
        came = verified_packet(inner, desk, trust)
    except PacketError as error:
        keep_unverified(desk, trust, Unverified(data, inner, error))
        return Collected(QUARANTINED, error.reason, error.what, error.do, file=name)
    with desk.write() as session:
        forget_unverified(session, came.verified.sha256)
        counter = Counter(session, desk, trust)
        collected = take(counter, came)
        if collected.decision in ARRIVED and not collected.is_repeat:
            collected = replace(collected, also_taken=take_waiting(counter, stream_of(came.cover)))
            settle(session, desk.today(), came.cover.office_code)
        audit.log(session, Act("city.collect", "packets", came.cover.packet_id, _logged(collected)))
    if collected.decision == QUARANTINED:
        keep_evidence(desk, data, collected.reason)
    return replace(collected, file=name)


def collect_file(desk: CityDesk, path: Path) -> Collected:
    """Take the file that lies there; one that can't be read is said so and nothing is kept of it."""
    desk.require("packets.take")
    try:
        data = files.read_whole(path, LARGEST_FILE)
    except DeskError as error:
        return Collected(UNREAD, error.reason, error.what, error.do, file=path.name)
    return collect(desk, data, path.name)


def collect_folder(desk: CityDesk, folder: Path) -> tuple[Collected, ...]:
    """Take every file that lies in a folder, by name, and leave it there; a content fed before is passed over.

    A file is marked when all of it is done, so that one cut short by a power cut is taken again.
    """
    desk.require("packets.take")
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise files.reading_problem(error, folder) from error
    return tuple(one for path in paths if (one := _collect_new(desk, path)))


def _collect_new(desk: CityDesk, path: Path) -> Collected | None:
    try:
        mark = desk.places.inbox / f"{hashlib.sha256(files.read_whole(path, LARGEST_FILE)).hexdigest()}{FED}"
    except DeskError:
        return collect_file(desk, path)
    if mark.exists():
        return None
    collected = collect_file(desk, path)
    files.write_whole(mark, b"")
    return collected


def _logged(collected: Collected) -> dict[str, Any]:
    keys = ("decision", "reason", "office", "number", "new", "changed", "unchanged", "refused", "is_repeat")
    return {key: getattr(collected, key) for key in keys}
