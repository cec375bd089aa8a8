"""Packets to the city as an officer sees them: streams, the handover book, copies, passwords, what came back."""

import contextlib
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.city_states import PACKED, RECEIVED, WAITING, city_state_label
from hn_desk.actions.office import OUTBOX, Office, stamp
from hn_desk.actions.packet_delta import DELTA, delta_of
from hn_desk.actions.packet_facts import CopyLine, PacketRow, ReceiveResult, Sealed, SheetCount, StreamRow
from hn_desk.actions.packet_source import Source
from hn_desk.actions.receiving import receive
from hn_desk.actions.sealing import desk_certificate, known_desk, password_of, reseal, seal_packet
from hn_desk.actions.trust_store import required_trust, stored_trust
from hn_desk.drive import Drive, put_on
from hn_desk.errors import DeskError, PacketError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit, tables
from hn_desk.models.audit import Act
from hn_desk.models.changes import last_change
from hn_desk.models.places import medium_of
from hn_desk.packets.mailed import write_mailed
from hn_desk.packets.seal import grouped, is_sealed_for, open_with_password
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.desks import Desk
from hn_desk.settings import resource

__all__ = [
    "PacketRow",
    "ReceiveResult",
    "Sealed",
    "SheetCount",
    "StreamRow",
    "city_state_label",
    "copy_packet",
    "packet_password",
    "packet_rows",
    "preview_packet",
    "receive",
    "seal_packet",
    "streams",
]
README: Final = "DOC-TRUOC.txt"
LARGEST: Final = 64 * 1024 * 1024


def streams(office: Office) -> tuple[StreamRow, ...]:
    """One line a desk, in the order of the desks' data."""
    office.require("packets.read")
    with office.database.read() as session:
        trust = stored_trust(session)
        certified = frozenset(trust.desks) if trust else frozenset()
        epoch = session.scalars(select(tables.OfficeRow.epoch)).one()
        return tuple(_stream(session, office, desk, (epoch, certified)) for desk in office.book.desks.values())


def preview_packet(office: Office, desk: str) -> tuple[SheetCount, ...]:
    """How many rows each sheet of the desk's next packet would have."""
    office.require("packets.read")
    with office.database.read() as session:
        epoch = session.scalars(select(tables.OfficeRow.epoch)).one()
        delta = delta_of(Source(session, office, known_desk(office, desk)), epoch, DELTA)
    return tuple(SheetCount(subject, SUBJECTS[subject].head.name, len(rows)) for subject, rows in delta.rows.items())


def packet_rows(office: Office) -> tuple[PacketRow, ...]:
    """The handover book: every packet made here, the newest first, with its copies."""
    office.require("packets.read")
    with office.database.read() as session:
        copies = _copy_lines(session)
        rows = session.scalars(
            select(tables.PacketRow).order_by(tables.PacketRow.made_at.desc(), tables.PacketRow.number.desc())
        )
        return tuple(_line(office, row, tuple(copies.get(row.id, ()))) for row in rows)


def copy_packet(
    office: Office, packet_id: str, folder: Path, *, as_text: bool = False, drive: Drive | None = None
) -> Path:
    """Copy a packet with a short read-me to a stick or folder, read it back, and note it in the handover book.

    `as_text`: as .txt alone, for mail that lets no workbook through. PacketError for one too large for mail;
    StorageError when the copy failed: the packet stays in the outbox then, and the book says nothing of a copy.
    """
    office.require("packets.seal")
    with office.database.read() as session:
        row = _packet(session, packet_id)
        data = _outbox_file(office, session, row)
    if as_text:
        contents = {Path(row.file_name).with_suffix(".txt").name: write_mailed(data)}
    else:
        contents = {README: resource("help/packet-readme.txt").read_bytes(), row.file_name: data}
    try:
        path = put_on(drive or Drive(), folder, contents)[-1]
    except StorageError as error:
        raise _not_copied(row.number, error) from error
    with office.write() as session:
        kept = _packet(session, packet_id)
        kept.state = WAITING if kept.state == PACKED else kept.state
        at, medium = stamp(office.now()), "mail" if as_text else medium_of(folder)
        session.add(tables.CopyRow(packet_id=packet_id, at=at, medium=medium, officer_id=office.officer.id))
        session.flush()
        audit.log(session, Act("packets.copy", "packets", packet_id))
    return path


def packet_password(office: Office, packet_id: str, reason: str) -> str:
    """The password of one packet in groups of five, for a person at the city when all else fails; logged with why."""
    office.require("packets.password")
    if not reason.strip():
        raise DeskError(_("A packet's password is shown only for a reason."), do=_("Write why."), reason="no-reason")
    with office.write() as session:
        row = _packet(session, packet_id)
        audit.log(session, Act("packets.password", "packets", row.id, {"reason": reason.strip()}))
        return grouped(password_of(session, row.id))


def _stream(session: Session, office: Office, desk: Desk, known: tuple[int, frozenset[str]]) -> StreamRow:
    epoch, certified = known
    mine = (tables.PacketRow.desk == desk.code, tables.PacketRow.epoch == epoch)
    last = session.scalars(select(tables.PacketRow).where(*mine).order_by(tables.PacketRow.number.desc())).first()
    open_packets = session.scalar(
        select(func.count(tables.PacketRow.id)).where(
            tables.PacketRow.desk == desk.code, tables.PacketRow.state != RECEIVED
        )
    )
    is_all_sent = last is not None and last.up_to_change == last_change(session)
    waiting = 0 if is_all_sent else delta_of(Source(session, office, desk), epoch, DELTA).count
    return StreamRow(
        desk=desk.code,
        desk_name=desk.name,
        next_number=last.number + 1 if last else 1,
        waiting_rows=waiting,
        last_sealed=last.made_at if last else "",
        unreceipted=open_packets or 0,
        has_certificate=desk.code in certified,
    )


def _line(office: Office, row: tables.PacketRow, copies: tuple[CopyLine, ...]) -> PacketRow:
    desk = office.book.desks.get(row.desk)
    days = 0 if row.state == RECEIVED else max((office.now() - datetime.fromisoformat(row.made_at)).days, 0)
    return PacketRow(
        id=row.id,
        desk=row.desk,
        desk_name=desk.name if desk else row.desk,
        number=row.number,
        made_at=row.made_at,
        rows=row.rows,
        state=row.state,
        days_waiting=days,
        copies=len(copies),
        file_name=row.file_name,
        sha256=row.sha256,
        is_late=row.state != RECEIVED and office.book.handover.is_late(days, office.today()),
        lines=copies,
    )


def _copy_lines(session: Session) -> dict[str, list[CopyLine]]:
    """The copies of every packet, the oldest first."""
    names = dict(session.execute(select(tables.OfficerRow.id, tables.OfficerRow.name)).all())
    found: dict[str, list[CopyLine]] = {}
    for row in session.scalars(select(tables.CopyRow).order_by(tables.CopyRow.at, tables.CopyRow.id)):
        by, to = names.get(row.officer_id, ""), row.handed_to
        line = CopyLine(row.id, row.at, row.medium, by, to, row.received_on, row.note)
        found.setdefault(row.packet_id, []).append(line)
    return found


def _not_copied(number: int, error: StorageError) -> StorageError:
    return StorageError(
        _("Packet {number} was not copied and stays in the outbox: {why}").format(number=number, why=error.what),
        do=error.do,
        reason=error.reason,
    )


def _packet(session: Session, packet_id: str) -> tables.PacketRow:
    row = session.get(tables.PacketRow, packet_id)
    if row is None:
        raise DeskError(_("This packet is not in the handover book."), do=_("Open the list again."), reason="gone")
    return row


def _outbox_file(office: Office, session: Session, row: tables.PacketRow) -> bytes:
    """The packet's file as it lies in the outbox; made again from what was kept when it is missing or damaged.

    The database keeps the packet, so a full outbox stops no copy. Also made again when the desk has another certificate
    by now. PacketError when the desk's doesn't hold any more.
    """
    path = office.folder / OUTBOX / row.file_name
    certificate = desk_certificate(required_trust(session), row.desk, office.now())
    if path.exists():
        found = files.read_whole(path, LARGEST)
        if _holds(found, password_of(session, row.id), row.sha256) and is_sealed_for(found, certificate):
            return found
    data = reseal(session, certificate, row)
    with contextlib.suppress(StorageError):
        files.write_whole(path, data)
    return data


def _holds(data: bytes, password: str, sha256: str) -> bool:
    try:
        return hashlib.sha256(open_with_password(data, password)).hexdigest() == sha256
    except PacketError:
        return False
