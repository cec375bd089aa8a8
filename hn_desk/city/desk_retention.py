"""What a desk no longer needs: proposed by the retention rules, deleted when the keeper says so, logged by counts only.

What gives a person away leaves the evidence of earlier packets too once the office erased it.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, stamp
from hn_desk.actions.rulebook import read_toml
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_backups import newest_backup
from hn_desk.city.stream import APPLIED, HELD, WAITING
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityPacket
from hn_desk.rules.city_retention import INBOX, PACKETS, QUARANTINE, CityRetention, load_city_retention
from hn_desk.settings import resource

RULES_FILE: Final = "city_retention.toml"
EMPTIED: Final = 1_024
"""Bytes that nothing takes, also sealed on a server; a signed workbook is longer."""
SUBJECTS: Final = frozenset({"packets", "log"})


@dataclass(frozen=True, slots=True)
class DueKind:
    """One kind of what is due: how much of it, kept for how many days."""

    id: str
    label: str
    count: int
    days: int


@cache
def city_retention() -> CityRetention:
    """The data file's rules. ResourceError says what is wrong with it."""
    return load_city_retention(read_toml(resource(RULES_FILE)), RULES_FILE)


def due_at_desk(desk: CityDesk) -> tuple[DueKind, ...]:
    """What is due for deletion today, by kind; a kind of which nothing is due stands there with 0."""
    desk.require("retention.read")
    labels = {
        INBOX: _("Packets as they came (sealed files), older than the newest backup"),
        PACKETS: _("Signed workbooks of packets taken, kept as evidence"),
        QUARANTINE: _("Files kept aside because they did not verify"),
    }
    counts = {INBOX: len(_inbox(desk)), PACKETS: _packets(desk), QUARANTINE: len(_aside(desk))}
    days = city_retention().days
    return tuple(DueKind(kind, labels[kind], counts[kind], days[kind]) for kind in labels)


def delete_due_at_desk(desk: CityDesk, kinds: Collection[str]) -> Changed:
    """Delete what is due of these kinds; numbers, hashes and the log stay."""
    desk.require("retention.write")
    counts: dict[str, Any] = {}
    if INBOX in kinds:
        counts[INBOX] = _deleted(_inbox(desk))
    if QUARANTINE in kinds:
        counts[QUARANTINE] = _deleted(_aside(desk))
    with desk.write() as session:
        if PACKETS in kinds:
            counts[PACKETS] = _emptied(session, CityPacket.decision == APPLIED, *_old(desk))
        audit.log(session, Act("city.expire", "packets", content=counts))
    return Changed(SUBJECTS)


def forget_evidence(session: Session, office: str) -> None:
    """Empty this office's signed workbooks, taken, refused or kept aside: one of its persons was erased by law.

    What still waits for its turn was made later, and has to be read whole then.
    """
    _emptied(session, CityPacket.office == office, CityPacket.decision.not_in((WAITING, HELD)))


def _emptied(session: Session, *where: ColumnElement[bool]) -> int:
    wanted = (func.length(CityPacket.inner) > EMPTIED, *where)
    found = list(session.scalars(select(CityPacket.id).where(*wanted)))
    session.execute(update(CityPacket).where(*wanted).values(inner=b""))
    return len(found)


def _old(desk: CityDesk) -> tuple[ColumnElement[bool], ...]:
    return (CityPacket.received_at < stamp(city_retention().before(PACKETS, desk.now())),)


def _packets(desk: CityDesk) -> int:
    wanted = (CityPacket.decision == APPLIED, func.length(CityPacket.inner) > EMPTIED, *_old(desk))
    with desk.database.read() as session:
        return session.scalar(select(func.count(CityPacket.id)).where(*wanted)) or 0


def _inbox(desk: CityDesk) -> list[Path]:
    backup = newest_backup(desk)
    if backup is None:
        return []
    return _older(desk.places.inbox, min(backup, city_retention().before(INBOX, desk.now())))


def _aside(desk: CityDesk) -> list[Path]:
    return _older(desk.places.quarantine, city_retention().before(QUARANTINE, desk.now()))


def _older(folder: Path, moment: datetime) -> list[Path]:
    paths = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return [path for path in paths if path.stat().st_mtime < moment.timestamp()]


def _deleted(paths: list[Path]) -> int:
    done = 0
    for path in paths:
        with suppress(OSError):
            path.unlink()
            done += 1
    return done
