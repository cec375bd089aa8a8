"""Files set aside as evidence: each leaves a row with its reason; the original stays, and can be handed out.

Who is named as the sender of a file that did not verify is only a claim, so it stands under no office and in no stream.
The one thing known for certain is told: whose certified key signed it, when the signature itself holds and only the
certificate's time, its revocation or the contents are refused.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.office import stamp
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.collected import why_not
from hn_desk.city.desk import CityDesk
from hn_desk.city.stream import QUARANTINED, UNVERIFIED
from hn_desk.errors import DeskError, PacketError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityPacket
from hn_desk.packets.certificates import Trust
from hn_desk.packets.opc import signer_of
from hn_desk.packets.seal import sealed_for

NAME_LENGTH: Final = 24
LARGEST: Final = 64 * 1024 * 1024
LARGEST_UNSEALED: Final = 16 * 1024 * 1024
"""Sealing holds a file in memory some six times over: of what is no packet no more than this is kept."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One file kept as evidence: why, and the office whose key signed it, empty where nothing proves one.

    `is_there` until the original was deleted at the end of its time.
    """

    id: str
    received_at: str
    office: str
    office_name: str
    reason: str
    what: str
    do: str
    sha256: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class Unverified:
    """A file that did not verify: as it came, the workbook in it when it could be opened, and why not."""

    data: bytes
    inner: bytes
    error: PacketError


def quarantine(desk: CityDesk) -> tuple[Aside, ...]:
    """Everything that is kept aside, the newest first."""
    desk.require("board.read")
    kept = CityPacket.decision.in_((UNVERIFIED, QUARANTINED))
    with desk.database.read() as session:
        rows = session.scalars(select(CityPacket).where(kept).order_by(CityPacket.received_at.desc(), CityPacket.id))
        names = {one.code: one.full_name for one in rule_book().communes}
        return tuple(_aside(desk, row, names) for row in rows)


def export_aside(desk: CityDesk, aside_id: str, folder: Path) -> str:
    """Write a file kept aside into a folder; its name. DeskError when it is no longer there; logged.

    It may name people: what did not come sealed, and the workbook of a packet, goes out sealed for this desk.
    """
    desk.require("packets.take")
    with desk.database.read() as session:
        row = session.get(CityPacket, aside_id)
        if row is None or row.decision not in (UNVERIFIED, QUARANTINED):
            raise _gone()
        name, data = _original(desk, row)
    path = files.copy_out(data, folder, name)
    with desk.write() as session:
        audit.log(session, Act("city.aside_export", "packets", aside_id, {"file": path.name}))
    return path.name


def keep_unverified(desk: CityDesk, trust: Trust, came: Unverified) -> str:
    """Keep the original and a row about it, logged; the code of the office whose key signed it, empty for none."""
    desk.require("packets.take")
    name = keep_evidence(desk, came.data, came.error.reason)
    signer = signer_of(came.inner, trust) if came.inner else ""
    outcome = {"file": name, "signer": signer}
    sha256 = hashlib.sha256(came.inner or came.data).hexdigest()
    with desk.write() as session:
        forget_unverified(session, sha256)
        row = _row(sha256, came.error.reason, stamp(desk.now()))
        row.outcome = {**outcome, "what": came.error.what, "do": came.error.do}
        session.add(row)
        session.flush()
        content = {"reason": came.error.reason, "file": hashlib.sha256(came.data).hexdigest(), "signer": signer}
        audit.log(session, Act("city.quarantine", "packets", row.id, content=content))
    return signer


def unverified_of(session: Session, office: str) -> list[CityPacket]:
    """What was signed by an office's key and did not verify, the oldest first."""
    rows = session.scalars(
        select(CityPacket).where(CityPacket.decision == UNVERIFIED).order_by(CityPacket.received_at, CityPacket.sha256)
    )
    return [row for row in rows if row.outcome.get("signer") == office]


def signers(session: Session) -> set[str]:
    """The offices whose keys signed something that did not verify."""
    outcomes = session.scalars(select(CityPacket.outcome).where(CityPacket.decision == UNVERIFIED))
    return {str(outcome["signer"]) for outcome in outcomes if outcome.get("signer")}


def forget_unverified(session: Session, sha256: str) -> None:
    """Take the row of a file away that verifies by now, or is set aside anew; its original stays as evidence."""
    session.execute(delete(CityPacket).where(CityPacket.decision == UNVERIFIED, CityPacket.sha256 == sha256))


def keep_evidence(desk: CityDesk, data: bytes, reason: str) -> str:
    """Keep a file in quarantine; the name that it has there."""
    desk.require("packets.take")
    name = f"{hashlib.sha256(data).hexdigest()[:NAME_LENGTH]}-{reason}.bin"
    keep(desk, desk.places.quarantine / name, data)
    return name


def keep(desk: CityDesk, path: Path, data: bytes) -> None:
    """Keep a file: as it came when it is sealed for a desk, else sealed for this one, since it may name people.

    Of one that was not sealed and is larger than LARGEST_UNSEALED only its beginning is kept.
    """
    desk.require("packets.take")
    if not path.exists():
        files.write_whole(path, data if _is_sealed(data) else desk.seal(data[:LARGEST_UNSEALED]))


def _is_sealed(data: bytes) -> bool:
    try:
        sealed_for(data)
    except PacketError:
        return False
    return True


def _row(sha256: str, reason: str, at: str) -> CityPacket:
    """A row that claims no office, no stream and no number."""
    return CityPacket(
        packet_id="",
        office="",
        office_name="",
        instance_id="",
        epoch=0,
        parent_epoch=0,
        number=0,
        kind="",
        previous_hash="",
        sha256=sha256,
        decision=UNVERIFIED,
        reason=reason,
        received_at=at,
        inner=b"",
    )


def _original(desk: CityDesk, row: CityPacket) -> tuple[str, bytes]:
    """The name and bytes as they are handed out; DeskError when the law or the desk's rules emptied it since."""
    if row.decision == QUARANTINED:
        if not row.inner:
            raise _gone()
        return f"{row.office}-{row.epoch}-{row.number:06}-{row.sha256[:NAME_LENGTH]}.xlsx", desk.seal(row.inner)
    name = str(row.outcome["file"])
    if not (desk.places.quarantine / name).exists():
        raise _gone()
    return name, files.read_whole(desk.places.quarantine / name, LARGEST)


def _gone() -> DeskError:
    return DeskError(_("This file is no longer kept aside."), do=_("Open the list again."), reason="gone")


def _aside(desk: CityDesk, row: CityPacket, names: dict[str, str]) -> Aside:
    office = row.office or str(row.outcome.get("signer", ""))
    what, do = why_not(row)
    is_file = row.decision == UNVERIFIED
    is_there = (desk.places.quarantine / str(row.outcome["file"])).exists() if is_file else bool(row.inner)
    return Aside(row.id, row.received_at, office, names.get(office, ""), row.reason, what, do, row.sha256, is_there)
