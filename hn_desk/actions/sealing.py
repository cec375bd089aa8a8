"""Sealing the next packet of a desk's stream: numbered, chained, signed, encrypted, kept. PACKET §2–§4."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from hn_desk import __version__, files, keys, tokens
from hn_desk.actions.city_states import PACKED
from hn_desk.actions.confirmed_check import refuse_broken
from hn_desk.actions.numbering import check_not_put_back
from hn_desk.actions.office import OUTBOX, Changed, Office, stamp
from hn_desk.actions.officer_registry import certify_keys
from hn_desk.actions.packet_delta import DELTA, FULL, Delta, delta_of, kept_records
from hn_desk.actions.packet_facts import Sealed
from hn_desk.actions.packet_source import Source
from hn_desk.actions.packet_split import parts_of
from hn_desk.actions.sealing_checks import check_clock, check_no_twin, key_to_sign_with
from hn_desk.actions.trust_store import required_trust
from hn_desk.errors import DeskError, PacketError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import next_change
from hn_desk.models.columns import new_id
from hn_desk.models.formats import REVISIONS
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import OfficeRow, PacketRecord, PacketRow, ReceiptRow, SigningKey
from hn_desk.packets import opc
from hn_desk.packets.certificates import Trust, check_chain
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.cover import Cover
from hn_desk.packets.reasons import refuse
from hn_desk.packets.seal import LARGEST_INNER, packet_password, seal
from hn_desk.packets.trust_keeping import Certificate, certificate_of
from hn_desk.rules.desks import Desk

KINDS: Final = ("delta", "full")
PREFIX_LENGTH: Final = 4
MOST_ROWS: Final = 50_000
"""Rows of one packet; what is more goes on in the next one."""
TOO_LARGE: Final = frozenset({"seal-size", "zip-size", "zip-part-size", "zip-total-size"})
"""Reasons that mean: fewer rows in one packet."""


@dataclass(frozen=True, slots=True)
class Signing:
    """What signs and seals a packet: the office's opened key, its certificate, whom it trusts, the moment."""

    key: keys.PrivateKey
    certificate: str
    trust: Trust
    at: datetime


@dataclass(frozen=True, slots=True)
class Share:
    """What one packet carries: for whom, its kind, its rows, which part of how many, the packet before it."""

    desk: Desk
    kind: str
    delta: Delta
    part: tuple[int, int]
    before: PacketRow | None


def seal_packet(office: Office, desk: str, passphrase: str, *, kind: str = DELTA, allow_empty: bool = False) -> Sealed:
    """Seal what `desk` has not got yet (`full`: everything) and put the file into the outbox.

    `passphrase` opens the office's signing key (the PIN of a key on a token), which also certifies the officers' keys
    that are new. What is more than one packet holds is sealed in several, numbered one after another. DeskError when
    there is nothing to send, the clock is wrong, the key can't sign now or something confirmed was changed; PacketError
    when the desk's certificate doesn't hold. A refusal leaves no number behind, but for the StorageError that says so:
    the packet is sealed and kept, and only its file couldn't be written.
    """
    office.require("packets.seal")
    receiver = known_desk(office, desk)
    with _signing(office, receiver, passphrase) as signing, office.write() as session:
        check_clock(session, signing.trust, office.now())
        check_not_put_back(session, office)
        check_no_twin(session, desk)
        refuse_broken(session, office)
        certify_keys(session, signing.key)
        epoch = session.scalars(select(OfficeRow.epoch)).one()
        kind = _kind(session, desk, epoch, kind)
        delta = delta_of(Source(session, office, receiver), epoch, kind)
        if not delta.count and not allow_empty:
            raise nothing_to_send(receiver)
        made = _packets(session, office, signing, (receiver, kind, delta))
        sealed = [(row, _sealed(session, signing, row)) for row, _part in made]
        for row, part in made:
            _keep(session, row, part)
    paths = tuple(_written(office, row, data) for row, data in sealed)
    office.keep_anchor()
    last, changed = made[-1][0], Changed(frozenset({"packets", "log"}), made[-1][0].id)
    facts = (last.id, desk, last.number, last.file_name, paths[-1], delta.count, last.sha256)
    return Sealed(changed, *facts, others=paths[:-1], other_ids=tuple(row.id for row, _part in made[:-1]))


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


def _kind(session: Session, desk: str, epoch: int, kind: str) -> str:
    """A later numbering begins with a full packet: what an earlier one sent may never have been applied."""
    return FULL if epoch > 1 and _last(session, desk, epoch) is None else kind


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


def _opened(key: SigningKey, secret: str) -> AbstractContextManager[keys.PrivateKey]:
    """The office's key for the length of a block: by the passphrase from its file, by the PIN inside its token."""
    if key.token:
        return tokens.opened_key(tokens.place_of(key.token), secret)
    return nullcontext(keys.open_private_key(key.encrypted_key, secret))


@contextmanager
def _signing(office: Office, desk: Desk, passphrase: str) -> Iterator[Signing]:
    at = office.now()
    with office.database.read() as session:
        trust = required_trust(session)
        key = key_to_sign_with(session, trust, at)
    desk_certificate(trust, desk.code, at)
    with _opened(key, passphrase) as private:
        yield Signing(private, key.certificate, trust, at)


def _packets(
    session: Session, office: Office, signing: Signing, what: tuple[Desk, str, Delta]
) -> list[tuple[PacketRow, Delta]]:
    """The signed packets of a delta, each with its share; in smaller shares where one is larger than a packet may be.

    PacketError where one row alone is.
    """
    desk, kind, delta = what
    most = MOST_ROWS
    while True:
        parts = parts_of(delta, most)
        try:
            return _signed(session, office, signing, (desk, kind, parts))
        except PacketError as error:
            if error.reason not in TOO_LARGE or most <= 1:
                raise
            most = (min(most, delta.count) + 1) // 2


def _signed(
    session: Session, office: Office, signing: Signing, what: tuple[Desk, str, list[Delta]]
) -> list[tuple[PacketRow, Delta]]:
    desk, kind, parts = what
    place = session.scalars(select(OfficeRow)).one()
    last = _last(session, desk.code, place.epoch)
    made: list[tuple[PacketRow, Delta]] = []
    for index, delta in enumerate(parts, 1):
        part = (index, len(parts)) if kind == FULL else (1, 1)
        last = _packet(session, office, signing, Share(desk, kind, delta, part, last))
        made.append((last, delta))
    return made


def _packet(session: Session, office: Office, signing: Signing, share: Share) -> PacketRow:
    place = session.scalars(select(OfficeRow)).one()
    number = share.before.number + 1 if share.before else 1
    cover = Cover(
        environment="real" if office.environment == "real" else "training",
        packet_id=new_id(),
        office_code=office.code,
        office_name=place.name,
        desk=share.desk.code,
        instance=office.instance,
        epoch=place.epoch,
        parent_epoch=place.parent_epoch or None,
        number=number,
        previous_hash=share.before.sha256 if share.before else None,
        kind="full" if share.kind == FULL else "delta",
        part=share.part[0],
        parts=share.part[1],
        audit_head=audit.head(session),
        last_receipt=_last_receipt(session, share.desk.code),
        application=__version__,
        schema_version=REVISIONS[-1],
        made_at=stamp(signing.at),
        made_by=", ".join(sorted(office.officer.roles)),
    )
    parts = build_workbook(cover, share.delta.rows)
    inner = opc.sign(parts, signing.key, certificate_of(signing.certificate), signing.at)
    if len(inner) > LARGEST_INNER:
        raise refuse("seal-size", size=len(inner), most=LARGEST_INNER)
    verified = opc.verify(inner, signing.trust, signing.at)
    return PacketRow(
        id=cover.packet_id,
        desk=cover.desk,
        epoch=cover.epoch,
        number=number,
        kind=share.kind,
        previous_hash=cover.previous_hash or "",
        sha256=verified.sha256,
        inner=inner,
        file_name=file_name(office, cover.desk, cover.epoch, number),
        made_at=cover.made_at,
        made_by=office.officer.id,
        up_to_change=next_change(session),
        rows=share.delta.count,
        state=PACKED,
    )


def _written(office: Office, row: PacketRow, data: bytes) -> Path:
    """The packet's file in the outbox. StorageError that says so when only the file couldn't be written."""
    path = office.folder / OUTBOX / row.file_name
    try:
        files.write_whole(path, data)
    except StorageError as error:
        raise _without_file(row.number, error) from error
    return path


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
