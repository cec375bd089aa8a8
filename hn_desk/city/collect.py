"""Collecting a file at the desk: opened, verified strictly, taken in one transaction; or kept aside with its reason."""

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.city.collected import Collected
from hn_desk.city.desk import CityDesk
from hn_desk.city.stream import ARRIVED, QUARANTINED, stream_of
from hn_desk.city.taking import Counter, take, take_waiting, verified_packet
from hn_desk.errors import PacketError
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.packets.seal import LARGEST_INNER

__all__ = ["Collected", "collect"]
ZIP_START: Final = b"PK\x03\x04"
NAME_LENGTH: Final = 24


def collect(desk: CityDesk, data: bytes, name: str = "") -> Collected:
    """Take one file. What does not verify is kept in quarantine with its reason, never shown as data.

    `name` is only echoed: a packet is known by what it says, whatever its file is called.
    """
    trust = desk.trust()
    _keep(desk, desk.places.inbox, data, ".xlsx")
    try:
        inner = data if data.startswith(ZIP_START) else desk.unseal(data)
        came = verified_packet(inner, desk, trust)
    except PacketError as error:
        return replace(_quarantine(desk, data, error), file=name)
    with desk.write() as session:
        counter = Counter(session, desk, trust)
        collected = take(counter, came)
        if collected.decision in ARRIVED and not collected.is_repeat:
            collected = replace(collected, also_taken=take_waiting(counter, stream_of(came.cover)))
        audit.log(session, Act("city.collect", "packets", came.cover.packet_id, _logged(collected)))
    if collected.decision == QUARANTINED:
        _keep_evidence(desk, data, collected.reason)
    return replace(collected, file=name)


def _logged(collected: Collected) -> dict[str, Any]:
    keys = ("decision", "reason", "office", "number", "new", "changed", "unchanged", "refused", "is_repeat")
    return {key: getattr(collected, key) for key in keys}


def _quarantine(desk: CityDesk, data: bytes, error: PacketError) -> Collected:
    _keep_evidence(desk, data, error.reason)
    with desk.write() as session:
        content = {"reason": error.reason, "file": hashlib.sha256(data).hexdigest()}
        audit.log(session, Act("city.quarantine", "packets", content=content))
    return Collected(QUARANTINED, error.reason, error.what, error.do)


def _keep_evidence(desk: CityDesk, data: bytes, reason: str) -> None:
    _keep(desk, desk.places.quarantine, data, f"-{reason}.bin")


def _keep(desk: CityDesk, folder: Path, data: bytes, ending: str) -> None:
    """Keep a file as it came, under the beginning of its own hash; a plain workbook only sealed for this desk."""
    path = folder / f"{hashlib.sha256(data).hexdigest()[:NAME_LENGTH]}{ending}"
    if not path.exists():
        is_plain = data.startswith(ZIP_START) and len(data) <= LARGEST_INNER
        files.write_whole(path, desk.seal(data) if is_plain else data)
