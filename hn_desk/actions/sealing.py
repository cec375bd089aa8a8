"""Sealing the next packet of a desk's stream: numbered, chained, signed, encrypted, kept. PACKET §2–§4."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hn_desk import __version__, files, keys
from hn_desk.actions.city_states import PACKED
from hn_desk.actions.confirmed_check import refuse_broken
from hn_desk.actions.office import OUTBOX, Changed, Office, stamp
from hn_desk.actions.officer_registry import certify_keys
from hn_desk.actions.packet_delta import DELTA, Delta, delta_of, kept_records
from hn_desk.actions.packet_facts import Sealed
from hn_desk.actions.packet_source import Source
from hn_desk.actions.sealing_checks import check_clock, check_no_twin, key_to_sign_with
from hn_desk.actions.trust_store import required_trust
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import next_change
from hn_desk.models.columns import new_id
from hn_desk.models.formats import REVISIONS
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import OfficeRow, PacketRecord, PacketRow, ReceiptRow
from hn_desk.packets import opc
from hn_desk.packets.certificates import Trust, check_chain
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.cover import Cover
from hn_desk.packets.seal import packet_password, seal
from hn_desk.packets.trust_keeping import Certificate, certificate_of
from hn_desk.rules.desks import Desk

KINDS: Final = ("delta", "full")
PREFIX_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class Signing:
    """What signs and seals a packet: the office's opened key, its certificate, whom it trusts, the moment."""

    key: keys.PrivateKey
    certificate: str
    trust: Trust
    at: datetime


def seal_packet(office: Office, desk: str, passphrase: str, *, kind: str = DELTA, allow_empty: bool = False) -> Sealed:
    """Seal what `desk` has not got yet (`full`: everything) and put the file into the outbox.

    `passphrase` opens the office's signing key, which also certifies the officers' keys that are new. DeskError when
    there is nothing to send, the clock is wrong, the key can't sign now or something confirmed was changed; PacketError
    when the desk's certificate doesn't hold. A refusal leaves no number behind, but for the StorageError that says so:
    the packet is sealed and kept, and only its file couldn't be written.
    """
    office.require("packets.seal")
    receiver = known_desk(office, desk)
    signing = _signing(office, receiver, passphrase)
    with office.write() as session:
        check_clock(session, signing.trust, office.now())
        check_no_twin(session, desk)
        refuse_broken(session, office)
        certify_keys(session, signing.key)
        epoch = session.scalars(select(OfficeRow.epoch)).one()
        delta = delta_of(Source(session, office, receiver), epoch, kind)
        if not delta.count and not allow_empty:
            raise nothing_to_send(receiver)
        row = _packet(session, office, signing, (receiver, kind, delta))
        data = _sealed(session, signing, row)
        _keep(session, row, delta)
    path = office.folder / OUTBOX / row.file_name
    try:
        files.write_whole(path, data)
    except StorageError as error:
        raise _without_file(row.number, error) from error
    office.keep_anchor()
    changed = Changed(frozenset({"packets", "log"}), row.id)
    return Sealed(changed, row.id, desk, row.number, row.file_name, path, row.rows, row.sha256)


def known_desk(office: Office, desk: str) -> Desk:
    """The desk with this code; DeskError for an unknown one."""
    found = office.book.desks.get(desk)
    if found is None:
        raise DeskError(
            _("No desk has the code {desk}.").format(desk=desk), do=_("Choose a desk of the list."), reason="desk"
        )
    return found


def reseal(session: Session, certificate: Certificate, row: PacketRow) -> bytes:
    """The encrypted file of a kept packet once more, for the desk's certificate of today."""
    return seal(row.inner, certificate, password_of(session, row.id), UUID(row.id))


def desk_certificate(trust: Trust, desk: str, at: datetime) -> Certificate:
    """The certificate that packets of a desk are sealed for. DeskError for none, PacketError when it doesn't hold."""
    certificate = trust.desks.get(desk)
    if certificate is None:
        raise _no_certificate(desk)
    check_chain(certificate, trust, at, now=at, usage="desk")
    return certificate


def password_of(session: Session, packet_id: str) -> str:
    """The packet's own password."""
    return packet_password(session.scalars(select(OfficeRow.packet_secret)).one(), UUID(packet_id))


def file_name(office: Office, desk: str, epoch: int, number: int) -> str:
    """A packet's name for people: office, desk, instance, epoch, number; no person and no programme."""
    return f"GOI-{office.code}-{desk}-{office.instance[:PREFIX_LENGTH]}-{epoch}-{number:06}.xlsx"


def nothing_to_send(desk: Desk) -> DeskError:
    """The refusal of a packet without rows."""
    return DeskError(
        _("{desk} already has everything; there is nothing to send.").format(desk=desk.name),
        do=_("Record something first, or ask for a full packet."),
        reason="nothing-to-send",
    )


def _signing(office: Office, desk: Desk, passphrase: str) -> Signing:
    at = office.now()
    with office.database.read() as session:
        trust = required_trust(session)
        key = key_to_sign_with(session, trust, at)
    desk_certificate(trust, desk.code, at)
    return Signing(keys.open_private_key(key.encrypted_key, passphrase), key.certificate, trust, at)


def _packet(session: Session, office: Office, signing: Signing, what: tuple[Desk, str, Delta]) -> PacketRow:
    desk, kind, delta = what
    place = session.scalars(select(OfficeRow)).one()
    last = _last(session, desk.code, place.epoch)
    number = last.number + 1 if last else 1
    cover = Cover(
        environment="real" if office.environment == "real" else "training",
        packet_id=new_id(),
        office_code=office.code,
        office_name=place.name,
        desk=desk.code,
        instance=office.instance,
        epoch=place.epoch,
        parent_epoch=place.parent_epoch or None,
        number=number,
        previous_hash=last.sha256 if last else None,
        kind="full" if kind == "full" else "delta",
        audit_head=audit.head(session),
        last_receipt=_last_receipt(session, desk.code),
        application=__version__,
        schema_version=REVISIONS[-1],
        made_at=stamp(signing.at),
        made_by=", ".join(sorted(office.officer.roles)),
    )
    parts = build_workbook(cover, delta.rows)
    inner = opc.sign(parts, signing.key, certificate_of(signing.certificate), signing.at)
    verified = opc.verify(inner, signing.trust, signing.at)
    return PacketRow(
        id=cover.packet_id,
        desk=desk.code,
        epoch=cover.epoch,
        number=number,
        kind=kind,
        previous_hash=cover.previous_hash or "",
        sha256=verified.sha256,
        inner=inner,
        file_name=file_name(office, desk.code, cover.epoch, number),
        made_at=cover.made_at,
        made_by=office.officer.id,
        up_to_change=next_change(session),
        rows=delta.count,
        state=PACKED,
    )


def _sealed(session: Session, signing: Signing, row: PacketRow) -> bytes:
    return reseal(session, signing.trust.desks[row.desk], row)


def _keep(session: Session, row: PacketRow, delta: Delta) -> None:
    session.add(row)
    session.flush()
    records = kept_records(session, row.id, delta.records)
    if records:
        connection_of(session).execute(insert(PacketRecord), records)
    content = {"desk": row.desk, "epoch": row.epoch, "number": row.number, "rows": row.rows, "sha256": row.sha256}
    audit.log(session, Act("packets.seal", "packets", row.id, content))


def _last(session: Session, desk: str, epoch: int) -> PacketRow | None:
    statement = select(PacketRow).where(PacketRow.desk == desk, PacketRow.epoch == epoch)
    return session.scalars(statement.order_by(PacketRow.number.desc()).limit(1)).first()


def _last_receipt(session: Session, desk: str) -> str | None:
    """The desk's newest receipt by the id that the desk gave it."""
    newest = select(ReceiptRow.content).where(ReceiptRow.desk == desk).order_by(ReceiptRow.made_at.desc()).limit(1)
    content = session.scalar(newest)
    return None if content is None else str(content["id"])


def _without_file(number: int, error: StorageError) -> StorageError:
    return StorageError(
        _("Packet {number} is sealed and kept, but its file was not written: {why}").format(
            number=number, why=error.what
        ),
        do=_("Don't seal it again; copy it from the handover book when this is mended."),
        reason=error.reason,
    )


def _no_certificate(desk: str) -> DeskError:
    return DeskError(
        _("The city's trust pack has no certificate of desk {desk}.").format(desk=desk),
        do=_("Ask the city for its newest trust pack and read it in."),
        reason="desk-certificate",
    )
